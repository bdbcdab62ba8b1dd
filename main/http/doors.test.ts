import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { startTestHost, type Answer, type Ask, type TestHost } from "./test-host.ts";

let test: TestHost;
beforeEach(async () => {
  test = await startTestHost();
});
afterEach(() => test.cleanup());

const outcome = (answer: Answer) => [answer.status, answer.json()["type"]];

describe("DNS rebinding and other sites", () => {
  const everywhere = [
    "/",
    "/assets/app-1a2b.js",
    "/health",
    "/metrics",
    "/auth/status",
    "/api/rest/settings",
    "/api/openapi.json",
    "/api/docs",
    "/api/rpc",
  ];

  it.each(everywhere)("a foreign Host is refused at %s, with and without an Origin of its own", async (path) => {
    const { cookie } = await test.signIn();
    const host = `evil.example:${test.port}`;
    expect(outcome(await test.ask({ path, headers: { host, cookie } }))).toEqual([421, "HostRefused"]);
    expect(outcome(await test.ask({ path, headers: { host, cookie, origin: `http://${host}` } }))).toEqual([421, "HostRefused"]);
  });

  it.each(everywhere)("a foreign Origin is refused at %s, and so is `null`", async (path) => {
    const { cookie } = await test.signIn();
    for (const origin of ["https://evil.example", "null", `http://localhost:${test.port}`, "http://127.0.0.1:1", "file://"])
      expect(outcome(await test.ask({ path, headers: { cookie, origin } }))).toEqual([403, "OriginRefused"]);
  });

  it.each(["127.0.0.1", "localhost", "[::1]"])("%s is our own name", async (name) => {
    const host = `${name}:${test.port}`;
    expect((await test.ask({ path: "/", headers: { host, origin: `http://${host}` } })).status).toBe(200);
  });

  it.each(["127.0.0.1", "127.0.0.1:1", "localhost.evil.example", "user@127.0.0.1", "127.0.0.1:99999999"])(
    "Host %j is not",
    async (host) => {
      expect((await test.ask({ path: "/", headers: { host } })).status).toBe(421);
    },
  );

  it("refuses what the browser calls cross-site or same-site, except a link to the first page", async () => {
    const { cookie } = await test.signIn();
    const from = (site: string, more: Record<string, string> = {}, path = "/api/rest/settings") =>
      test.ask({ path, headers: { cookie, "sec-fetch-site": site, ...more } });
    expect(outcome(await from("cross-site"))).toEqual([403, "OriginRefused"]);
    expect(outcome(await from("same-site"))).toEqual([403, "OriginRefused"]);
    expect((await from("same-origin")).status).toBe(200);
    const link = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect((await from("cross-site", link, "/")).status).toBe(200);
    expect((await from("cross-site", link)).status).toBe(403);
    expect((await from("cross-site", { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" }, "/assets/app-1a2b.js")).status).toBe(403);
  });

  it("answers to a proxy's name only when told so", async () => {
    const proxied = await startTestHost({ allowedHosts: ["olympus.example"] });
    const headers = { host: "olympus.example", origin: "https://olympus.example" };
    expect((await proxied.ask({ path: "/", headers })).status).toBe(200);
    expect((await test.ask({ path: "/", headers })).status).toBe(421);
    await proxied.cleanup();
  });
});

describe("CSRF", () => {
  const change = (headers: Record<string, string>): Ask => ({
    method: "PATCH",
    path: "/api/rest/settings",
    headers: { "content-type": "application/json", ...headers },
    body: '{"theme":"dark"}',
  });

  it("a change with the cookie alone is refused; with the page's token it goes through", async () => {
    const { cookie, csrf } = await test.signIn();
    expect(outcome(await test.ask(change({ cookie })))).toEqual([403, "CsrfTokenMissing"]);
    expect(outcome(await test.ask(change({ cookie, "x-olympus-csrf": "guess" })))).toEqual([403, "CsrfTokenMissing"]);
    expect((await test.ask(change({ cookie, "x-olympus-csrf": csrf }))).json()).toMatchObject({ theme: "dark" });
  });

  it("one session's token is nothing in another session", async () => {
    const first = await test.signIn();
    const second = await test.signIn();
    expect(outcome(await test.ask(change({ cookie: second.cookie, "x-olympus-csrf": first.csrf })))).toEqual([403, "CsrfTokenMissing"]);
  });

  it("an upload needs the token as well, and nothing of it is read before", async () => {
    const { cookie } = await test.signIn();
    const headers = { cookie, "content-type": "multipart/form-data; boundary=x" };
    expect(outcome(await test.ask({ method: "POST", path: "/api/rest/library/uploads", headers, body: "--x--" }))).toEqual([
      403,
      "CsrfTokenMissing",
    ]);
  });

  it("a form of another site could only send types that are not taken", async () => {
    const { cookie, csrf } = await test.signIn();
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
      expect(outcome(await test.ask(change({ cookie, "x-olympus-csrf": csrf, "content-type": type })))).toEqual([415, "MediaTypeRefused"]);
    const login = { method: "POST", path: "/auth/login", headers: { "content-type": "text/plain" }, body: '{"passphrase":"x"}' };
    expect(outcome(await test.ask(login))).toEqual([415, "MediaTypeRefused"]);
  });
});

describe("files", () => {
  it("come with a strict policy and the other protecting headers", async () => {
    const { headers } = await test.ask({ path: "/" });
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringMatching(
        /default-src 'none'; script-src 'self';.*object-src 'none'; base-uri 'none'; frame-ancestors 'none'/,
      ),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "cache-control": "no-cache",
    });
    expect(headers["content-security-policy"]).not.toMatch(/unsafe|\*|https?:/);
    expect(headers["content-security-policy"]).toContain("require-trusted-types-for 'script'; trusted-types olympus default");
    expect(headers["x-powered-by"]).toBeUndefined();
  });

  it("the page and every address it routes itself carry a nonce for style that is another one each time", async () => {
    const nonces = await Promise.all(
      ["/", "/", "/index.html", "/somewhere/else"].map(async (path) => {
        const { headers, text } = await test.ask({ path });
        const nonce = /style-src 'self' 'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1] ?? "none";
        expect(text).toContain(`<meta name="style-nonce" nonce="${nonce}" />`);
        return nonce;
      }),
    );
    expect([new Set(nonces).size, nonces.includes("none")]).toEqual([4, false]);
    expect((await test.ask({ path: "/missing.js" })).status).toBe(404);
    expect((await test.ask({ path: "/health" })).headers["content-security-policy"]).toContain("style-src 'self';");
  });

  it("the frames of artifacts have no origin and no network, and may be framed by us alone", async () => {
    for (const [path, script] of [
      ["/artifact-still.html", /script-src 'sha256-[\w+/]{43}='/],
      ["/artifact-run.html", /script-src 'unsafe-inline'/],
    ] as const) {
      const { headers, status } = await test.ask({ path });
      const policy = String(headers["content-security-policy"]).split("; ");
      expect([status, policy]).toEqual([
        200,
        expect.arrayContaining([
          "sandbox allow-scripts",
          "default-src 'none'",
          expect.stringMatching(script),
          "connect-src 'none'",
          "form-action 'none'",
          "frame-ancestors 'self'",
        ]),
      ]);
      expect(headers).toMatchObject({ "connection-allowlist": "()", "x-frame-options": "SAMEORIGIN", "referrer-policy": "no-referrer" });
      const asked = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" };
      expect((await test.ask({ path, headers: asked })).status).toBe(403);
    }
  });

  it("with a hash in their name are kept by the browser for good; a file that did not change is not sent twice", async () => {
    const asset = await test.ask({ path: "/assets/app-1a2b.js" });
    expect(asset.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const again = await test.ask({ path: "/assets/app-1a2b.js", headers: { "if-none-match": String(asset.headers["etag"]) } });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  it.each([
    "/../private.txt",
    "/..%2fprivate.txt",
    "/%2e%2e/private.txt",
    "/assets/../../private.txt",
    "/assets/..%5c..%5cprivate.txt",
    "//private.txt",
    "/%00",
  ])("outside the interface's folder cannot be had through %s", async (path) =>
    expect((await test.ask({ path })).text).not.toContain("must not be served"),
  );

  it("are only read", async () => expect((await test.ask({ method: "DELETE", path: "/index.html" })).status).toBe(405));
});

describe("caps", () => {
  it("a JSON body above 2 MB is refused by its announced length, and by its real one", async () => {
    const { cookie, csrf } = await test.signIn();
    const headers = { cookie, "x-olympus-csrf": csrf, "content-type": "application/json" };
    const body = JSON.stringify({ theme: "x".repeat(3_000_000) });
    expect(
      outcome(
        await test.ask({ method: "PATCH", path: "/api/rest/settings", headers: { ...headers, "content-length": String(body.length) } }),
      ),
    ).toEqual([413, "BodyTooLarge"]);
    const chunked = await test.ask({
      method: "PATCH",
      path: "/api/rest/settings",
      headers: { ...headers, "transfer-encoding": "chunked" },
      body,
    });
    expect(outcome(chunked)).toEqual([413, "BodyTooLarge"]);
  });

  it("headers above 16 KB, or more than 100 of them, are refused", async () => {
    expect((await test.ask({ path: "/health", headers: { "x-long": "a".repeat(20_000) } })).status).toBe(431);
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`x-${index}`, "1"]));
    expect(outcome(await test.ask({ path: "/health", headers: many }))).toEqual([431, "HeadersTooMany"]);
  });

  it("two Hosts, or an address in place of a path, are refused", async () => {
    const raw = (text: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(test.port, "127.0.0.1", () => socket.write(text));
        let answer = "";
        socket.on("data", (part) => (answer += part.toString()));
        socket.on("close", () => resolve(answer));
      });
    const host = `127.0.0.1:${test.port}`;
    expect(await raw(`GET /health HTTP/1.1\r\nhost: ${host}\r\nhost: evil.example\r\nconnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 4(00|21) /,
    );
    expect(await raw(`GET http://evil.example/health HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
    for (const none of ["", "host:\r\n"])
      expect(await raw(`GET /health HTTP/1.1\r\n${none}connection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 4(00|21) /);
  });

  it("a client that feeds its headers drop by drop is cut off", async () => {
    const strict = await startTestHost({ limits: { headersTimeoutMs: 150, requestTimeoutMs: 300, checkIntervalMs: 30 } });
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(strict.port, "127.0.0.1", () => socket.write("GET /health HTTP/1.1\r\n"));
      const drip = setInterval(() => socket.write("x-a: b\r\n"), 40);
      let text = "";
      socket.on("data", (part) => (text += part.toString()));
      socket.on("error", () => {});
      socket.on("close", () => {
        clearInterval(drip);
        resolve(text);
      });
    });
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    await strict.cleanup();
  });

  it.each([
    ["a JSON body", "application/json", "{", " ", "RequestTooSlow"],
    ["a form", "multipart/form-data; boundary=x", "--x\r\n", "", null],
  ])("a client that stops in the middle of %s is cut off", async (_name, type, first, drop, refusal) => {
    const strict = await startTestHost({ limits: { bodyTimeoutMs: 120, uploadIdleMs: 120 } });
    const path = refusal === null ? "/api/rest/library/uploads" : "/api/rest/chats";
    const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${strict.port}\r\nauthorization: Bearer ${strict.host.createProcessToken()}\r\n`;
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(strict.port, "127.0.0.1", () =>
        socket.write(`${head}content-type: ${type}\r\ncontent-length: 1000\r\n\r\n${first}`),
      );
      const drip = setInterval(() => socket.write(drop), 40);
      let text = "";
      socket.on("data", (part) => (text += part.toString()));
      socket.on("error", () => {});
      socket.on("close", () => {
        clearInterval(drip);
        resolve(text);
      });
    });
    expect(answer).toMatch(refusal === null ? /^(HTTP\/1.1 400 |$)/ : new RegExp(`^HTTP/1.1 408 [\\s\\S]*${refusal}`));
    await strict.cleanup();
  });

  it("connections above the cap of one address end at once; others go on when room is free", async () => {
    const strict = await startTestHost({ limits: { connectionsPerAddress: 3 } });
    const sockets = await Promise.all(
      Array.from(
        { length: 3 },
        () =>
          new Promise<ReturnType<typeof connect>>((resolve) => {
            const socket = connect(strict.port, "127.0.0.1", () => resolve(socket));
          }),
      ),
    );
    await expect(strict.ask({ path: "/health" })).rejects.toThrow();
    const closed = new Promise((resolve) => sockets[0]?.once("close", resolve));
    sockets[0]?.destroy();
    await closed;
    await expect
      .poll(async () =>
        strict.ask({ path: "/health" }).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
    sockets.forEach((socket) => socket.destroy());
    await strict.cleanup();
  });

  it("requests above the rate are refused with the time to wait", async () => {
    const strict = await startTestHost({ limits: { requestsPerTenSeconds: 5 } });
    for (let count = 0; count < 5; count += 1) expect((await strict.ask({ path: "/health" })).status).toBe(200);
    const refused = await strict.ask({ path: "/health" });
    expect([refused.status, refused.json()]).toEqual([429, { type: "TooManyRequests", retryAfterMs: expect.any(Number) }]);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    await strict.cleanup();
  });
});

describe("the WebSocket", () => {
  /** "open", or the status of the refusal. */
  const open = (headers: Record<string, string>, path = "/api/rpc") =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${test.port}${path}`, { headers });
      socket.on("open", () => {
        resolve("open");
        socket.close();
      });
      socket.on("unexpected-response", (request, response) => {
        resolve(String(response.statusCode));
        request.destroy();
      });
      socket.on("error", () => {});
    });

  it("opens for our own page with a session, or for a script with a token", async () => {
    const { cookie } = await test.signIn();
    expect(await open({ cookie, origin: test.origin })).toBe("open");
    expect(await open({ authorization: `Bearer ${test.host.createProcessToken()}` })).toBe("open");
  });

  it("does not open without a session, for another Origin, without an Origin, or under a foreign Host", async () => {
    const { cookie } = await test.signIn();
    expect(await open({ origin: test.origin })).toBe("401");
    expect(await open({ cookie, origin: "https://evil.example" })).toBe("403");
    expect(await open({ cookie })).toBe("403");
    expect(await open({ cookie, host: "evil.example", origin: "http://evil.example" })).toBe("421");
    expect(await open({ cookie, origin: test.origin }, "/elsewhere")).toBe("404");
    expect(await open({ origin: test.origin }, `/api/rpc?token=${test.host.createProcessToken()}`)).toBe("401");
  });

  it("closes when its token is revoked, and on a message above the cap", async () => {
    const { cookie, csrf } = await test.signIn();
    const page = { cookie, "x-olympus-csrf": csrf };
    const made = (await test.post("/auth/tokens", { name: "script" }, page)).json();
    const openWithToken = async () => {
      const socket = new WebSocket(`ws://127.0.0.1:${test.port}/api/rpc`, {
        headers: { authorization: `Bearer ${String(made["token"])}` },
      });
      socket.on("error", () => {});
      await new Promise((resolve) => socket.once("open", resolve));
      return { socket, closed: new Promise<number>((resolve) => socket.once("close", resolve)) };
    };
    const greedy = await openWithToken();
    greedy.socket.send(Buffer.alloc(17 * 1024 * 1024));
    expect(await greedy.closed).toBe(1009);
    const revoked = await openWithToken();
    await test.ask({ method: "DELETE", path: `/auth/tokens/${String(made["id"])}`, headers: page });
    expect(await revoked.closed).toBe(4401);
  });

  it("closes when its session signs out", async () => {
    const { cookie, csrf } = await test.signIn();
    const socket = new WebSocket(`ws://127.0.0.1:${test.port}/api/rpc`, { headers: { cookie, origin: test.origin } });
    await new Promise((resolve) => socket.once("open", resolve));
    const closed = new Promise<number>((resolve) => socket.once("close", resolve));
    await test.post("/auth/logout", {}, { cookie, "x-olympus-csrf": csrf });
    expect(await closed).toBe(4401);
  });
});
