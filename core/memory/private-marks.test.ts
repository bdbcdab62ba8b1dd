import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder, openTestStore } from "#core/testing";
import { memoryMigrations } from "./migrations.ts";
import { libraryOperations } from "./operations.ts";
import { createPrivateMarks } from "./private-marks.ts";
import { find, ingestAll, openTestMemory, writeFiles } from "./test-memory.ts";

let data: ReturnType<typeof createTestFolder>;
let files: ReturnType<typeof createTestFolder>;
let opened: ReturnType<typeof openTestMemory>;
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

const documents = () => opened.memory.documents({ filter: "", limit: 100, offset: 0 }).documents;
const at = (path: string) => documents().find((document) => document.path === join(files.path, path)) ?? expect.fail(path);
/** What is private, by path below the folder. */
const privateOnes = () =>
  documents()
    .filter(({ isPrivate }) => isPrivate)
    .map(({ path }) => path.slice(files.path.length + 1))
    .toSorted();
const mark = (place: { documentId: string } | { root: string }, isPrivate: boolean) => {
  const marked = opened.memory.setPrivate(place, isPrivate);
  return marked.ok ? marked.value : marked.error;
};

it("[M25] a marked document is private in the list, in searches and in passages, also after it was read anew", async () => {
  writeFiles(files.path, { "tide.md": "# Tide\n\nThe tide turns at noon.\n", "moon.md": "# Moon\n\nThe moon is far.\n" });
  await ingestAll(opened.memory, [files.path]);
  expect((await find(opened.memory, "tide"))[0]?.isPrivate).toBe(false);
  expect(mark({ documentId: at("tide.md").id }, true)).toBe(1);
  expect(privateOnes()).toEqual(["tide.md"]);
  const hit = (await find(opened.memory, "tide"))[0] ?? expect.fail();
  expect(hit).toMatchObject({ title: "Tide", isPrivate: true });
  expect((await find(opened.memory, "moon"))[0]).toMatchObject({ title: "Moon", isPrivate: false });
  expect(opened.memory.passage(hit.chunkId, 100)).toMatchObject({ value: { document: { isPrivate: true } } });
  expect(opened.memory.chunk(hit.chunkId)).toMatchObject({ value: { document: { isPrivate: true } } });

  writeFileSync(join(files.path, "tide.md"), "# Tide\n\nThe tide turns at six.\n");
  await ingestAll(opened.memory, [files.path]);
  expect((await find(opened.memory, "six"))[0]).toMatchObject({ title: "Tide", isPrivate: true });
  expect(mark({ documentId: at("tide.md").id }, false)).toBe(1);
  expect(privateOnes()).toEqual([]);
  expect(mark({ documentId: "doc_none" }, true)).toEqual({ type: "DocumentNotFound", documentId: "doc_none" });
});

it("[M25] new files below a private folder are private, files beside it with a longer name are not", async () => {
  writeFiles(files.path, { "tax/a.md": "# A\n\nfirst", "taxi/b.md": "# B\n\nsecond" });
  await ingestAll(opened.memory, [files.path]);
  expect(mark({ root: join(files.path, "tax") }, true)).toBe(1);
  writeFiles(files.path, { "tax/deep/c.md": "# C\n\nthird", "taxi/d.md": "# D\n\nfourth" });
  await ingestAll(opened.memory, [files.path]);
  expect(privateOnes()).toEqual(["tax/a.md", "tax/deep/c.md"]);
});

it("[M25] a folder can be marked before anything of it is read, and stays marked when its files go and come back", async () => {
  expect(mark({ root: `${files.path}/` }, true)).toBe(0);
  writeFiles(files.path, { "a.md": "# A\n\nfirst" });
  await ingestAll(opened.memory, [files.path]);
  expect(privateOnes()).toEqual(["a.md"]);
  renameSync(join(files.path, "a.md"), join(data.path, "away.md"));
  await ingestAll(opened.memory, [files.path]);
  expect(documents()).toEqual([]);
  renameSync(join(data.path, "away.md"), join(files.path, "a.md"));
  await ingestAll(opened.memory, [files.path]);
  expect(privateOnes()).toEqual(["a.md"]);
  await opened.close();
  opened = openTestMemory(data.path);
  expect(opened.memory.privateMarks()).toEqual([{ path: files.path, isPrivate: true }]);
});

it("[M25] the longest mark decides; marking a folder takes back what was open in it, opening it leaves what is marked itself", async () => {
  writeFiles(files.path, { "f/a.md": "# A\n\nfirst", "f/b.md": "# B\n\nsecond", "f/c.md": "# C\n\nthird" });
  await ingestAll(opened.memory, [files.path]);
  const folder = { root: join(files.path, "f") };
  expect(mark(folder, true)).toBe(3);
  expect(mark({ documentId: at("f/a.md").id }, true)).toBe(0);
  expect(mark({ documentId: at("f/b.md").id }, false)).toBe(1);
  expect(privateOnes()).toEqual(["f/a.md", "f/c.md"]);
  expect(mark(folder, true)).toBe(1);
  expect(privateOnes()).toEqual(["f/a.md", "f/b.md", "f/c.md"]);
  expect(mark(folder, false)).toBe(2);
  expect(privateOnes()).toEqual(["f/a.md"]);
  expect(mark(folder, false)).toBe(0);
});

it("[M25] marks at the root of a disk and with either separator hold", () => {
  const store = openTestStore(memoryMigrations);
  const marks = createPrivateMarks({ store }, "/");
  marks.set("/", true);
  expect([marks.isPrivate("/a/b"), marks.isPrivate("/")]).toEqual([true, true]);
  marks.set("/a", false);
  expect([marks.isPrivate("/a/b"), marks.isPrivate("/ab")]).toEqual([false, true]);
  marks.set("/", false);
  const windows = createPrivateMarks({ store }, "\\");
  windows.set("C:\\", true);
  windows.set("D:\\tax", true);
  expect(["C:\\x\\y", "D:\\tax\\a", "D:\\taxi\\a", "E:\\"].map(windows.isPrivate)).toEqual([true, true, false, false]);
  store.cleanup();
});

it("[M25] the contract takes a document or a path, and nothing in between", async () => {
  writeFiles(files.path, { "a.md": "# A\n\nfirst" });
  await ingestAll(opened.memory, [files.path]);
  const client = createRouterClient(libraryOperations(opened.memory), { context: {} });
  expect(await client.setPrivate({ documentId: at("a.md").id, isPrivate: true })).toEqual({ changed: 1 });
  expect(await client.setPrivate({ root: join(files.path, "a.md"), isPrivate: false })).toEqual({ changed: 1 });
  expect(await client.setPrivate({ root: files.path, isPrivate: true })).toEqual({ changed: 1 });
  expect(await client.privateMarks()).toEqual([{ path: files.path, isPrivate: true }]);
  expect((await client.documents({})).documents.map(({ isPrivate }) => isPrivate)).toEqual([true]);
  const unknown = client.setPrivate({ documentId: "doc_00000000000000000000000000" as never, isPrivate: true });
  await expect(unknown).rejects.toMatchObject({ code: "MISSING", data: { type: "DocumentNotFound" } });
});
