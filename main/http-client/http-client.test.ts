import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, it } from "vitest";
import { createHttpClient } from "./http-client.ts";
import type { Resolve } from "./pinned-address.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const serve = async (answer: (request: IncomingMessage, response: ServerResponse) => void, host = "127.0.0.1") => {
  let connections = 0;
  const server = createServer(answer);
  server.on("connection", () => (connections += 1));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
};

const send = (
  url: string,
  options: {
    resolve?: Resolve;
    refusalOf?: (address: string) => string | null;
    limitBytes?: number;
    timeoutMs?: number;
    body?: string;
    signal?: AbortSignal;
  } = {},
) =>
  createHttpClient(options.resolve).send(
    {
      method: options.body === undefined ? "GET" : "POST",
      url: new URL(url),
      body: options.body === undefined ? null : new Uint8Array(Buffer.from(options.body)),
      contentType: options.body === undefined ? null : "application/json",
      limitBytes: options.limitBytes ?? 1_000_000,
      timeoutMs: options.timeoutMs ?? 5000,
      refusalOf: options.refusalOf ?? (() => null),
    },
    options.signal ?? new AbortController().signal,
  );
const text = (answer: Awaited<ReturnType<typeof send>>) => (answer.ok ? Buffer.from(answer.value.body).toString() : answer.error.type);

it("sends exactly the given bytes and nothing that identifies the person", async () => {
  const seen: { body: string; headers: string[] }[] = [];
  const { port } = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on("data", (chunk: Buffer) => chunks.push(chunk))
      .on("end", () => {
        seen.push({ body: Buffer.concat(chunks).toString(), headers: Object.keys(request.headers).toSorted() });
        response.setHeader("content-type", "text/plain; charset=utf-8");
        response.end("answer");
      });
  });
  const answer = await send(`http://127.0.0.1:${port}/x?y=z`, { body: '{"ä":1}' });
  expect(answer.ok && { ...answer.value, body: text(answer) }).toEqual({
    status: 200,
    contentType: "text/plain; charset=utf-8",
    location: null,
    truncated: false,
    body: "answer",
  });
  expect(seen).toEqual([
    { body: '{"ä":1}', headers: ["accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent"] },
  ]);
});

it("follows no redirect by itself", async () => {
  const { port, connections } = await serve((_request, response) => response.writeHead(302, { location: "/again" }).end());
  const answer = await send(`http://127.0.0.1:${port}/`);
  expect(answer.ok && [answer.value.status, answer.value.location, connections()]).toEqual([302, "/again", 1]);
});

it("connects to the address that was looked at, whatever the name leads to a moment later", async () => {
  const wanted = await serve((_request, response) => response.end("wanted"));
  let lookups = 0;
  const rebinding: Resolve = async () => [{ address: (lookups += 1) === 1 ? "127.0.0.1" : "127.0.0.99", family: 4 }];
  const looked: string[] = [];
  const answer = await send(`http://rebind.example:${wanted.port}/`, {
    resolve: rebinding,
    refusalOf: (address) => (looked.push(address), null),
  });
  expect([text(answer), lookups, looked]).toEqual(["wanted", 1, ["127.0.0.1"]]);
});

it("refuses a name when any of its addresses is refused, and connects to none", async () => {
  const { port, connections } = await serve((_request, response) => response.end("reached"));
  const refusalOf = (address: string) => (address === "127.0.0.1" || address === "::1" ? "private" : null);
  const mixed: Resolve = async () => [
    { address: "93.184.215.14", family: 4 },
    { address: "127.0.0.1", family: 4 },
  ];
  for (const [url, resolve] of [
    [`http://mixed.example:${port}/`, mixed],
    [`http://127.0.0.1:${port}/`, undefined],
    [`http://localhost:${port}/`, undefined],
    [`http://[::1]:${port}/`, undefined],
  ] as const)
    expect(await send(url, { refusalOf, ...(resolve === undefined ? {} : { resolve }) }), url).toMatchObject({
      ok: false,
      error: { type: "AddressRefused", reason: "private" },
    });
  expect(connections()).toBe(0);
});

it("reads a body no further than its limit, also one that unpacks to very much", async () => {
  const bomb = gzipSync(Buffer.alloc(100_000_000));
  const { port } = await serve((request, response) => {
    if (request.url === "/bomb") response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    else if (request.url === "/endless") {
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    } else response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("packed"));
  });
  const before = process.memoryUsage().rss;
  for (const path of ["bomb", "endless"]) {
    const answer = await send(`http://127.0.0.1:${port}/${path}`, { limitBytes: 1000 });
    expect(answer.ok && [answer.value.body.length, answer.value.truncated], path).toEqual([1000, true]);
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(80_000_000);
  expect(text(await send(`http://127.0.0.1:${port}/`))).toBe("packed");
});

it("a server that is silent, drips or stalls in the middle is left after the limit", async () => {
  const { port } = await serve((request, response) => {
    if (request.url === "/headers") return;
    response.write("x");
    if (request.url === "/drip") {
      const timer = setInterval(() => response.write("x"), 20);
      response.on("close", () => clearInterval(timer));
    }
  });
  for (const path of ["headers", "stall", "drip"])
    expect(await send(`http://127.0.0.1:${port}/${path}`, { timeoutMs: 150 }), path).toEqual({
      ok: false,
      error: { type: "ToolTooSlow", tool: "http.fetch", limitMs: 150 },
    });
  expect(await send("http://slow.example/", { resolve: () => new Promise(() => {}), timeoutMs: 50 })).toMatchObject({
    error: { type: "ToolTooSlow" },
  });
});

it("broken answers are failures, not crashes", async () => {
  const { port } = await serve((request, response) => {
    if (request.url === "/cut") response.writeHead(200, { "content-length": "100" }).write("x", () => response.destroy());
    else if (request.url === "/gzip") response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip");
    else if (request.url === "/headers") response.writeHead(200, { "x-long": "y".repeat(20_000) }).end();
    else response.socket?.end("nonsense\r\n\r\n");
  });
  for (const path of ["cut", "gzip", "headers", "nonsense"])
    expect(text(await send(`http://127.0.0.1:${port}/${path}`)), path).toBe("RequestFailed");
  expect(text(await send("http://nowhere.invalid/"))).toBe("RequestFailed");
  expect(text(await send("http://empty.example/", { resolve: async () => [] }))).toBe("RequestFailed");
});

it("ends when nobody waits any more", async () => {
  const { port } = await serve(() => {});
  const stop = new AbortController();
  const waiting = send(`http://127.0.0.1:${port}/`, { signal: stop.signal });
  stop.abort();
  expect(await waiting).toEqual({ ok: false, error: { type: "Aborted", by: "user" } });
  expect(await send(`http://127.0.0.1:${port}/`, { signal: stop.signal })).toEqual({ ok: false, error: { type: "Aborted", by: "user" } });
});
