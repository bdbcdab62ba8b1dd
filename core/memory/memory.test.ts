import { rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { find, followJob, ingestAll, openTestMemory, writeFiles } from "./test-memory.ts";

let data: ReturnType<typeof createTestFolder>;
let files: ReturnType<typeof createTestFolder>;
let opened: ReturnType<typeof openTestMemory>;
const file = (name: string) => join(files.path, name);

beforeEach(() => {
  data = createTestFolder();
  files = createTestFolder();
  opened = openTestMemory(data.path);
});

afterEach(async () => {
  await opened.close();
  data.cleanup();
  files.cleanup();
});

const garden = {
  "roses.md": "# Roses\n\nPrune roses in March, before the buds open. Water them at the roots.\n",
  "tools/shears.txt": "Shears rust when they are put away wet. Oil the hinge every autumn.\n",
  "tools/budget.csv": "item,price\nshears,24\ncompost,9\n",
};

it("[M1, M10, M18] reads a folder in, finds a passage by word and opens it in its place", async () => {
  writeFiles(files.path, garden);
  const { report, events } = await ingestAll(opened.memory, [files.path]);
  expect(report).toEqual({ added: 3, updated: 0, unchanged: 0, removed: 0, failed: [] });
  expect(events[0]?.type).toBe("ingest-start");
  expect(events.at(-1)?.type).toBe("ingest-end");
  const [hit] = await find(opened.memory, "when should I prune the roses?");
  expect(hit && basename(hit.path)).toBe("roses.md");
  expect(hit?.parts.lexicalRank).toBe(1);
  const passage = opened.memory.passage(hit?.chunkId ?? 0, 2000);
  if (!passage.ok) throw new Error("no passage");
  const { chunkStart, chunkEnd, start, text } = passage.value;
  expect(text.slice(chunkStart - start, chunkEnd - start)).toBe(hit?.text);
  expect(passage.value.document.path).toBe(file("roses.md"));
  const { jobs, ...counts } = opened.memory.status();
  expect(counts.documentCount).toBe(3);
  expect(jobs.map(({ state, doneCount }) => ({ state, doneCount }))).toEqual([{ state: "done", doneCount: 3 }]);
});

it("[M2, M3] reads only what changed, and an update replaces the old text at once", async () => {
  writeFiles(files.path, garden);
  await ingestAll(opened.memory, [files.path]);
  const before = opened.memory.documents({ filter: "roses", limit: 10, offset: 0 }).documents[0];
  writeFileSync(file("roses.md"), "# Roses\n\nSpray against greenfly with soapy water.\n");
  const { report } = await ingestAll(opened.memory, [files.path]);
  expect(report).toEqual({ added: 0, updated: 1, unchanged: 2, removed: 0, failed: [] });
  const after = opened.memory.documents({ filter: "roses", limit: 10, offset: 0 }).documents[0];
  expect({ id: after?.id, addedAtMs: after?.addedAtMs }).toEqual({ id: before?.id, addedAtMs: before?.addedAtMs });
  const texts = (await find(opened.memory, "roses prune greenfly", { k: 20 })).map(({ text }) => text).join("\n");
  expect(texts).toContain("greenfly");
  expect(texts).not.toContain("Prune roses in March");
});

it("[M5] takes out what has gone from below the roots, and nothing when the root itself is gone", async () => {
  writeFiles(files.path, garden);
  await ingestAll(opened.memory, [files.path]);
  rmSync(file("roses.md"));
  const { report } = await ingestAll(opened.memory, [files.path]);
  expect(report).toEqual({ added: 0, updated: 0, unchanged: 2, removed: 1, failed: [] });
  expect((await find(opened.memory, "roses")).map(({ path }) => path)).not.toContain(file("roses.md"));
  rmSync(file("tools"), { recursive: true });
  const gone = await ingestAll(opened.memory, [file("tools"), files.path]);
  expect(gone.report).toEqual({
    added: 0,
    updated: 0,
    unchanged: 0,
    removed: 0,
    failed: [{ path: file("tools"), reason: { type: "FileVanished" } }],
  });
  expect(opened.memory.status().documentCount).toBe(2);
});

it("[M7] a file's trouble is that file's outcome", async () => {
  writeFiles(files.path, { ...garden, "broken.pdf": "%PDF-1.7 and nothing more", "empty.txt": "" });
  const { report } = await ingestAll(opened.memory, [files.path]);
  expect(report.added).toBe(3);
  expect(report.failed.map(({ path }) => basename(path)).toSorted()).toEqual(["broken.pdf", "empty.txt"]);
});

it("[M9] forgets documents for good, and reads them anew when told to", async () => {
  writeFiles(files.path, garden);
  await ingestAll(opened.memory, [files.path]);
  const { documents } = opened.memory.documents({ filter: "", limit: 10, offset: 0 });
  const shears = documents.find(({ path }) => path.endsWith("shears.txt"));
  expect(opened.memory.remove([shears?.id ?? "", "doc_00000000000000000000000000"])).toBe(1);
  expect((await find(opened.memory, "oil the hinge")).map(({ path }) => path)).not.toContain(shears?.path);
  await opened.memory.settled();
  for (const table of ["chunks", "vectors", "chunk_words"]) {
    expect(opened.store.database.prepare(`SELECT count(*) AS count FROM ${table}`).get()).toEqual({ count: 2 });
  }
  const again = opened.memory.reingest(documents.filter(({ path }) => path.endsWith("roses.md")).map(({ id }) => id));
  if (!again.ok) throw new Error("not started");
  expect((await followJob(opened.memory, again.value.id)).report).toEqual({ added: 0, updated: 1, unchanged: 0, removed: 0, failed: [] });
});

it("[M6] says which path, job, document or chunk it does not know", async () => {
  expect(await opened.memory.ingest([file("nowhere")])).toEqual({ ok: false, error: { type: "PathNotFound", path: file("nowhere") } });
  expect(opened.memory.cancel("job_x")).toEqual({ ok: false, error: { type: "JobNotFound", jobId: "job_x" } });
  expect(opened.memory.jobEvents("job_x")).toEqual({ ok: false, error: { type: "JobNotFound", jobId: "job_x" } });
  expect(opened.memory.reingest(["doc_x"])).toEqual({ ok: false, error: { type: "DocumentNotFound", documentId: "doc_x" } });
  expect(opened.memory.passage(1, 10)).toEqual({ ok: false, error: { type: "ChunkNotFound", chunkId: 1 } });
  expect(await find(opened.memory, "anything at all")).toEqual([]);
});
