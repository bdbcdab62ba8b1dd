import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { err, ok } from "#core/base/schema";
import type { Embedder } from "#core/embedding";
import { createTestFolder } from "#core/testing";
import type { Embedders } from "./embedders.ts";
import { find, hashedOnly, ingestAll, openTestMemory, writeFiles } from "./test-memory.ts";

let data: ReturnType<typeof createTestFolder>;
let files: ReturnType<typeof createTestFolder>;
beforeEach(() => {
  data = createTestFolder();
  files = createTestFolder();
  // 320 chunks: each section is as long as a chunk may be.
  const section = (index: number) => `# Section ${index}\n\n${`kind${index % 7} thing${index} `.repeat(70)}\n`;
  writeFiles(files.path, Object.fromEntries(Array.from({ length: 320 }, (_, index) => [`${index}.md`, section(index)])));
});
afterEach(() => {
  data.cleanup();
  files.cleanup();
});

/** An embedder that waits before each batch until it is let through, and counts what it embedded. */
const createGated = (kind: "lsa" | "onnx", revision: string) => {
  let open: () => void = () => {};
  let gate = new Promise<void>((resolve) => (open = resolve));
  let reached: () => void = () => {};
  const waiting = new Promise<void>((resolve) => (reached = resolve));
  let passages = 0;
  const embedder: Embedder = {
    model: { id: `${kind}:${revision}:8`, kind, name: revision, revision, dimensions: 8 },
    embed: async (texts, purpose, signal) => {
      if (purpose === "passage") {
        // A single new chunk is let through: it is the background work that waits.
        if (passages >= 64 && texts.length > 1) {
          reached();
          const stopped = new Promise<"stopped">((resolve) => signal?.addEventListener("abort", () => resolve("stopped"), { once: true }));
          if ((await Promise.race([gate, stopped])) === "stopped") return err({ type: "Aborted", by: "shutdown" });
        }
        passages += texts.length;
      }
      const rows = texts.flatMap((text) => {
        const row = Array.from(createHash("sha256").update(text).digest().subarray(0, 8), (byte) => byte - 128);
        const length = Math.hypot(...row);
        return row.map((value) => value / length);
      });
      return ok(Float32Array.from(rows));
    },
    dispose: async () => {},
  };
  return {
    embedder,
    waiting,
    passages: () => passages,
    letThrough: () => open(),
    close: () => (gate = new Promise((resolve) => (open = resolve))),
  };
};

const withLearned = (embedder: Embedder): Embedders => ({
  ...hashedOnly,
  learnLsa: async ({ folder }) => {
    mkdirSync(folder, { recursive: true });
    return ok(undefined);
  },
  openLsa: async () => ok(embedder),
});

const vectorCounts = ({ store }: ReturnType<typeof openTestMemory>) =>
  store.database.prepare("SELECT key >> 40 AS model, count(*) AS count FROM vectors GROUP BY model ORDER BY model").all();

it("[M20, M21] learns once there are 300 chunks, searches with the old model until all vectors are new, then changes over", async () => {
  const gated = createGated("lsa", "one");
  const opened = openTestMemory(data.path, withLearned(gated.embedder));
  await ingestAll(opened.memory, [files.path]);
  await gated.waiting;
  expect(opened.memory.embeddingStatus()).toMatchObject({
    active: { kind: "hashed" },
    activity: { type: "re-embedding", done: 64, total: 320 },
  });
  writeFiles(files.path, { "new.md": "# Zebra\n\nA zebra came in while vectors were made anew." });
  expect((await ingestAll(opened.memory, [join(files.path, "new.md")])).report.added).toBe(1);
  const during = await opened.memory.search({ query: "zebra" });
  expect(
    during.ok && {
      kind: during.value.embedding.kind,
      title: during.value.hits[0]?.title,
      byVector: during.value.hits[0]?.parts.vector !== null,
    },
  ).toEqual({
    kind: "hashed",
    title: "Zebra",
    byVector: true,
  });

  gated.letThrough();
  await opened.memory.settled();
  expect(opened.memory.embeddingStatus()).toEqual({ active: gated.embedder.model, activity: { type: "idle" }, problem: null });
  expect(vectorCounts(opened)).toEqual([{ model: 2, count: 321 }]);
  expect(await find(opened.memory, "zebra", { k: 100 })).toHaveLength(100);
  await opened.close();
}, 30_000);

it("[M22] goes on after a restart where it was", async () => {
  const gated = createGated("lsa", "one");
  const first = openTestMemory(data.path, withLearned(gated.embedder));
  await ingestAll(first.memory, [files.path]);
  await gated.waiting;
  await first.close();
  gated.letThrough();
  const second = openTestMemory(data.path, withLearned(gated.embedder));
  expect(second.memory.embeddingStatus().active.kind).toBe("hashed");
  await second.memory.settled();
  expect(second.memory.embeddingStatus().active).toEqual(gated.embedder.model);
  expect(gated.passages()).toBe(320);
  expect(vectorCounts(second)).toEqual([{ model: 2, count: 320 }]);
  await second.close();
}, 30_000);

it("[M20, M23] a folder in the settings takes over; one that cannot be opened changes nothing and is shown", async () => {
  const gated = createGated("onnx", "sentences");
  gated.letThrough();
  const opened = openTestMemory(data.path, {
    ...hashedOnly,
    openEmbeddingFolder: async (folder) =>
      folder === "/good" ? ok(gated.embedder) : err({ type: "EmbeddingFolderInvalid", folder, reason: "no model.onnx" }),
  });
  await ingestAll(opened.memory, [files.path]);
  opened.settings.update({ embeddingFolder: "/bad" });
  const shown = new AbortController();
  for await (const { problem } of opened.memory.watchEmbedding(shown.signal)) if (problem?.type === "EmbeddingFolderInvalid") shown.abort();
  expect(opened.memory.embeddingStatus().active.kind).toBe("hashed");
  opened.settings.update({ embeddingFolder: "/good" });
  const changed = new AbortController();
  for await (const { active } of opened.memory.watchEmbedding(changed.signal)) if (active.kind === "onnx") changed.abort();
  await opened.memory.settled();
  expect(vectorCounts(opened)).toEqual([{ model: 2, count: 320 }]);
  await opened.close();
}, 30_000);

it("[M11, M23] without its model a library is searched by words, and gets another model", async () => {
  const gated = createGated("lsa", "one");
  gated.letThrough();
  const first = openTestMemory(data.path, withLearned(gated.embedder));
  await ingestAll(first.memory, [files.path]);
  await first.memory.settled();
  expect(first.memory.embeddingStatus().active.kind).toBe("lsa");
  await first.close();

  const second = openTestMemory(data.path, hashedOnly);
  const found = await second.memory.search({ query: "thing17" });
  expect(found.ok && found.value.hits[0]?.text).toContain("thing17");
  await second.memory.settled();
  expect(second.memory.embeddingStatus()).toMatchObject({ active: { kind: "hashed" }, problem: { type: "EmbeddingFailed" } });
  expect(vectorCounts(second)).toMatchObject([{ count: 320 }]);
  await second.close();
}, 30_000);
