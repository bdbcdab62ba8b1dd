import { expect, it } from "vitest";
import { createWorkerClient } from "./worker-client.ts";

/** A thread that answers "small" at once and goes on taking memory for anything else. */
const hungry = (greed: string) =>
  createWorkerClient(
    new URL(
      `data:text/javascript,${encodeURIComponent(`
        import { parentPort } from "node:worker_threads";
        parentPort.on("message", ({ call, method }) => {
          const held = [];
          if (method !== "small") for (;;) { ${greed} }
          parentPort.postMessage({ call, kind: "done", value: held.length });
        });
      `)}`,
    ),
    { memoryLimitMb: 64 },
  );

it.each([
  ["an array that doubles", "held.push(1.5)"],
  ["a text split into millions", 'held.push("1,".repeat(4e6).split(","))'],
  ["all matches of a pattern", 'held.push("a1,".repeat(4e6).match(/a./g))'],
  ["many small objects", "held.push({ x: [1] })"],
])("a thread that takes too much memory ends alone, also by %s", async (_title, greed) => {
  const client = hungry(greed);
  expect(await client.call("large", null)).toEqual({
    ok: false,
    error: { type: "WorkerFailed", reason: "it takes more than 64 MB of memory" },
  });
  expect(await client.call("small", null)).toEqual({ ok: true, value: 0 });
  await client.terminate();
});

it("a thread that is closed ends itself, and the next call starts another", async () => {
  const source = `
    import { serveWorker } from ${JSON.stringify(new URL("./worker-server.ts", import.meta.url).href)};
    import { threadId } from "node:worker_threads";
    serveWorker({ thread: () => threadId, never: () => new Promise(() => {}) });
  `;
  const client = createWorkerClient(new URL(`data:text/javascript,${encodeURIComponent(source)}`));
  const first = await client.call<number>("thread", null);
  const waiting = client.call("never", null);
  await client.close();
  expect(await waiting).toEqual({ ok: false, error: { type: "WorkerFailed", reason: "the worker was stopped" } });
  const second = await client.call<number>("thread", null);
  expect(first.ok && second.ok && second.value !== first.value).toBe(true);
  await client.close();
});
