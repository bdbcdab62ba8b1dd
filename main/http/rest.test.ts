import { request as httpRequest } from "node:http";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestHost, type TestHost } from "./test-host.ts";

let test: TestHost;
let authorization: string;
beforeEach(async () => {
  test = await startTestHost();
  authorization = `Bearer ${test.host.createProcessToken()}`;
});
afterEach(() => test.cleanup());

const get = (path: string) => test.ask({ path, headers: { authorization } });

describe("failures", () => {
  it("of an operation are answered as themselves", async () => {
    const answer = await get("/api/rest/passages/7");
    expect([answer.status, answer.json()]).toEqual([404, { type: "ChunkNotFound", chunkId: 7 }]);
  });

  it("of the input name the field", async () => {
    const answer = await get("/api/rest/passages/seven");
    expect([answer.status, answer.json()]).toMatchObject([400, { type: "RequestInvalid", issues: [{ path: "chunkId" }] }]);
  });

  it("of ours are logged with their stack and answered with a reference only", async () => {
    const answer = await get("/api/rest/library");
    expect([answer.status, answer.json()]).toEqual([500, { type: "Defect", reference: expect.any(String) }]);
    const line = test.lines.find(({ message }) => message === "defect");
    expect(line?.fields).toMatchObject({
      reference: answer.json()["reference"],
      operation: "library.status",
      stack: expect.stringContaining("broken inside"),
    });
    expect(answer.text).not.toMatch(/broken|secret|\.ts/);
  });

  it("of JSON that is none are 400, and unknown addresses 404", async () => {
    const headers = { authorization, "content-type": "application/json" };
    expect((await test.ask({ method: "PATCH", path: "/api/rest/settings", headers, body: "{" })).json()).toMatchObject({
      type: "RequestInvalid",
    });
    expect((await get("/api/rest/nothing")).json()).toEqual({ type: "NotFound" });
    expect((await get("/api/nothing")).json()).toEqual({ type: "NotFound" });
  });
});

describe("event streams", () => {
  it("come as server-sent events, and a client that leaves ends the work behind them", async () => {
    const ended = new Promise<void>((resolve) => (test.streams.onEnd = resolve));
    const first = await new Promise<string>((resolve, reject) => {
      const outgoing = httpRequest(
        { host: "127.0.0.1", port: test.port, path: "/api/rest/settings/events", headers: { authorization } },
        (response) => {
          expect(response.headers["content-type"]).toBe("text/event-stream");
          let text = "";
          response.on("data", (part: Buffer) => {
            text += part.toString("utf8");
            if (!text.includes("event: message")) return;
            resolve(text);
            outgoing.destroy();
          });
          response.on("error", () => {});
        },
      );
      outgoing.on("error", reject).end();
    });
    expect(first).toMatch(/event: message\n/);
    await ended;
    expect(test.streams).toMatchObject({ opened: 1, ended: 1 });
  });

  it("end at once when the host closes; other answers may finish", async () => {
    const response = await fetch(`${test.origin}/api/rest/settings/events`, { headers: { authorization } });
    const startedAtMs = performance.now();
    await test.host.close(30_000);
    expect(performance.now() - startedAtMs).toBeLessThan(5000);
    await expect(response.text()).rejects.toThrow();
    expect(test.streams).toMatchObject({ opened: 1, ended: 1 });
  });
});

describe("uploads", () => {
  const form = (parts: readonly string[], boundary = "frontier") =>
    [...parts.map((part) => `--${boundary}\r\n${part}\r\n`), `--${boundary}--\r\n`].join("");
  const field = (name: string, value: string) => `content-disposition: form-data; name="${name}"\r\n\r\n${value}`;
  const fileOf = (text: string) =>
    `content-disposition: form-data; name="file"; filename="a%22b.md"\r\ncontent-type: text/markdown\r\n\r\n${text}`;
  const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
    test.ask({
      method: "POST",
      path: "/api/rest/library/uploads",
      headers: { authorization, "content-type": "multipart/form-data; boundary=frontier", ...headers },
      body,
    });
  const leftOver = () => {
    const folder = join(test.dataDir, "http", "incoming");
    return existsSync(folder) ? readdirSync(folder) : [];
  };

  it("reach the operation as a file whose bytes wait on the disk, and leave nothing there", async () => {
    const text = "Ä line\r\n--frontie\r\n".repeat(50_000);
    const answer = await send(form([field("batch", "b-1"), field("name", "notes/ä.md"), fileOf(text)]));
    expect([answer.status, answer.json()]).toEqual([200, { path: "notes/ä.md", batchPath: "b-1" }]);
    expect(test.uploads).toEqual([{ name: "notes/ä.md", size: Buffer.byteLength(text), text: expect.stringContaining("Ä line") }]);
    await expect.poll(leftOver).toEqual([]);
  });

  it("that end early, hold no file or two of them, or announce too much are refused and leave nothing", async () => {
    const whole = form([field("batch", "b"), field("name", "n"), fileOf("text")]);
    expect((await send(whole.slice(0, -6))).json()).toEqual({ type: "RequestInvalid", reason: "the form is broken" });
    expect((await send(form([field("batch", "b")]))).status).toBe(400);
    expect((await send(form([fileOf("one"), fileOf("two")]))).status).toBe(400);
    expect((await send(form([field("name", "x".repeat(10_000)), fileOf("one")]))).status).toBe(413);
    expect((await send("", { "content-length": String(600 * 1024 * 1024) })).status).toBe(413);
    expect((await send(form([field("batch", "Not Allowed"), field("name", "n"), fileOf("one")]))).json()).toMatchObject({
      type: "RequestInvalid",
      issues: [{ path: "batch" }],
    });
    await expect.poll(leftOver).toEqual([]);
    expect(test.uploads).toEqual([]);
  });
});

describe("what anybody may see", () => {
  it("is that the host lives, and how the API looks", async () => {
    const health = await test.ask({ path: "/health" });
    expect([health.status, health.json()]).toEqual([200, { status: "ok" }]);
    const document = (await test.ask({ path: "/api/openapi.json" })).json();
    expect(document).toMatchObject({
      openapi: expect.stringMatching(/^3\.1/),
      paths: { "/search": { post: { operationId: "library.search" } } },
    });
    const page = await test.ask({ path: "/api/docs" });
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.text).toContain("Passages that match by word and by meaning");
    expect(page.text).not.toMatch(/<script|https?:\/\//);
  });

  it("is not the numbers: they need a session or a token", async () => {
    expect((await test.ask({ path: "/metrics" })).status).toBe(401);
    await get("/api/rest/settings");
    const metrics = await get("/metrics");
    expect(metrics.text).toMatch(/olympus_http_requests_total\{method="GET",area="rest",status="200"\} 1/);
    expect(metrics.text).toMatch(/process_resident_memory_bytes \d+/);
  });
});
