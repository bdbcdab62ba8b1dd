import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { libraryOperations } from "./operations.ts";
import { openTestMemory } from "./test-memory.ts";

let data: ReturnType<typeof createTestFolder>;
let opened: ReturnType<typeof openTestMemory>;
beforeEach(() => {
  data = createTestFolder();
  opened = openTestMemory(data.path);
});
afterEach(async () => {
  await opened.close();
  data.cleanup();
});

const clientOf = () => createRouterClient(libraryOperations(opened.memory), { context: {} });

it("takes an upload through reading, searching and opening to forgetting", async () => {
  const client = clientOf();
  const file = new File(["# Tide\n\nThe tide turns at noon.\n"], "tide.md");
  const { path, batchPath } = await client.upload({ batch: "b1", name: "notes/tide.md", file });
  const job = await client.ingest({ paths: [batchPath] });
  const events = [];
  for await (const event of await client.job({ jobId: job.id })) events.push(event.type);
  expect(events).toEqual(["ingest-start", "ingest-discovered", "ingest-file-start", "ingest-file-end", "ingest-end"]);
  const { hits } = await client.search({ query: "when does the tide turn" });
  expect(hits.map((hit) => hit.path)).toEqual([path]);
  const passage = await client.passage({ chunkId: hits[0]?.chunkId ?? 0 });
  expect(passage.text).toContain("turns at noon");
  const { documents } = await client.documents({});
  expect(await client.cancel({ jobId: job.id })).toEqual({ cancelled: false });
  expect(await client.remove({ documentIds: documents.map(({ id }) => id) })).toEqual({ removed: 1 });
  expect((await client.status()).documentCount).toBe(0);
  expect((await client.embedding()).active.kind).toBe("hashed");
});

it("answers what does not exist as MISSING and a refused upload as FAILED, each with its error", async () => {
  const client = clientOf();
  await expect(client.passage({ chunkId: 7 })).rejects.toMatchObject({ code: "MISSING", data: { type: "ChunkNotFound", chunkId: 7 } });
  await expect(client.ingest({ paths: [join(data.path, "nowhere")] })).rejects.toMatchObject({
    code: "MISSING",
    data: { type: "PathNotFound" },
  });
  const upload = client.upload({ batch: "b", name: "../x", file: new File(["x"], "x") });
  await expect(upload).rejects.toMatchObject({ code: "FAILED", data: { type: "UploadRefused" } });
});

it("streams end when the client goes", async () => {
  const client = clientOf();
  for (const watch of [client.watch, client.watchEmbedding]) {
    const controller = new AbortController();
    let count = 0;
    for await (const status of await watch(undefined, { signal: controller.signal })) {
      expect(status).toBeDefined();
      count += 1;
      controller.abort();
    }
    expect(count).toBe(1);
  }
});
