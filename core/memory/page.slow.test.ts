import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { memoryOperations } from "./page-operations.ts";
import type { MemoryEntry } from "./schema.ts";
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

const client = () =>
  createRouterClient(
    memoryOperations(opened.memory.page, (_name, before, after) => `${before}|${after}`),
    { context: {} },
  );
const nameOf = ({ path }: { readonly path: string }): string => path.slice(files.path.length + 1);
const entries = async (query: Parameters<ReturnType<typeof client>["entries"]>[0] = {}): Promise<MemoryEntry[]> =>
  (await client().entries({ sort: "title", ...query })).entries;
const named = async (name: string): Promise<MemoryEntry> => (await entries()).find((entry) => nameOf(entry) === name) ?? expect.fail(name);
const boiler =
  "The boiler in the cellar is serviced every October by Lindqvist, who brings the parts and writes down the pressure of the water.";

it("[M29] a class follows from where a document came from, and says why", async () => {
  const upload = await opened.memory.storeUpload({ batch: "b1", name: "sent.md", file: new Blob(["A letter."]) });
  if (!upload.ok) return expect.fail();
  writeFiles(files.path, {
    "own.md": "Own words.",
    "Downloads/leaflet.md": "A leaflet.",
    "marked.md": "From the web.",
    "marked.md:Zone.Identifier": "[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://example.org/marked.md\r\n",
  });
  await ingestAll(opened.memory, [files.path]);
  await ingestAll(opened.memory, [upload.value.batchPath]);
  const found = await entries();
  const classes = found.map(({ cameBy, origin, title, trust, trustReason }) => [title, trust, trustReason, cameBy, origin]);
  expect(classes).toEqual([
    ["leaflet", "foreign", "downloads", "folder", null],
    ["marked", "foreign", "origin", "folder", "https://example.org/marked.md"],
    ["own", "file", "local", "folder", null],
    ["sent", "foreign", "uploaded", "upload", null],
  ]);
  const { trust } = await client().overview();
  expect([trust.yours.documents, trust.file.documents, trust.foreign.documents]).toEqual([0, 1, 3]);
  expect((await find(opened.memory, "leaflet"))[0]).toMatchObject({ title: "leaflet", trust: "foreign" });
});

it("[M29] what the person says outlasts reading anew, is told by hits, and can be taken back", async () => {
  writeFiles(files.path, { "Downloads/leaflet.md": "A leaflet about tides." });
  await ingestAll(opened.memory, [files.path]);
  const { id } = await named("Downloads/leaflet.md");
  expect(await client().setTrust({ documentIds: [id], trust: "yours" })).toEqual({ changed: 1 });
  writeFiles(files.path, { "Downloads/leaflet.md": "A leaflet about tides and moons." });
  await ingestAll(opened.memory, [files.path]);
  expect(await named("Downloads/leaflet.md")).toMatchObject({ id, trust: "yours", trustReason: "said" });
  expect((await find(opened.memory, "moons"))[0]?.trust).toBe("yours");
  await client().setTrust({ documentIds: [id], trust: null });
  expect(await named("Downloads/leaflet.md")).toMatchObject({ trust: "foreign", trustReason: "downloads" });
});

it("[M29] documents of a library from before there were classes get theirs", async () => {
  writeFiles(files.path, { "Downloads/leaflet.md": "A leaflet.", "own.md": "Own words." });
  await ingestAll(opened.memory, [files.path]);
  opened.store.database.exec("UPDATE documents SET trust = 'file', trust_reason = '', came_by = 'folder'; DELETE FROM document_sketches");
  await opened.close();
  opened = openTestMemory(data.path);
  await opened.memory.settled();
  expect((await entries()).map(({ title, trust, trustReason }) => [title, trust, trustReason])).toEqual([
    ["leaflet", "foreign", "downloads"],
    ["own", "file", "local"],
  ]);
  expect(opened.store.database.prepare("SELECT count(*) FROM document_sketches").pluck().get()).toBe(2);
});

it("[M30] a file that changed, is missing or away is told as that; a touched one is not; looking removes nothing", async () => {
  writeFiles(files.path, { "a/changed.md": "One.", "a/gone.md": "Two.", "a/touched.md": "Three.", "b/away.md": "Four." });
  await ingestAll(opened.memory, [join(files.path, "a")]);
  await ingestAll(opened.memory, [join(files.path, "b")]);
  writeFileSync(join(files.path, "a/changed.md"), "1234");
  rmSync(join(files.path, "a/gone.md"));
  utimesSync(join(files.path, "a/touched.md"), 1, 1);
  renameSync(join(files.path, "b"), join(files.path, "c"));
  expect(await client().check({})).toMatchObject({ documents: 4, changed: 1, missing: 1, away: 1, checking: false });
  const states = (await entries()).map((entry) => [nameOf(entry), entry.fileState]);
  expect(states).toEqual([
    ["b/away.md", "away"],
    ["a/changed.md", "changed"],
    ["a/gone.md", "missing"],
    ["a/touched.md", "present"],
  ]);
  expect((await entries({ state: "stale" })).map(nameOf)).toEqual(["b/away.md", "a/changed.md", "a/gone.md"]);
  const changed = opened.memory.reingest([(await named("a/changed.md")).id]);
  expect(changed.ok).toBe(true);
  await opened.memory.settled();
  expect((await named("a/changed.md")).fileState).toBe("present");
});

it("[M26] one answers for its copies, takes it back, and they answer again when it is forgotten", async () => {
  writeFiles(files.path, { "first.md": boiler, "copy.md": `${boiler}\n`, "other.md": "The tide turns at noon." });
  await ingestAll(opened.memory, [files.path]);
  await opened.memory.settled();
  const { groups } = await client().duplicates({});
  expect(groups.map(({ members }) => members.map(({ entry, sameText, similarity }) => [nameOf(entry), sameText, similarity]))).toHaveLength(
    1,
  );
  expect(groups[0]?.members.map(({ sameText, similarity }) => [sameText, similarity])).toEqual([
    [true, 1],
    [true, 1],
  ]);
  expect(await client().overview()).toMatchObject({ duplicateGroups: 1, merged: 0 });
  const answering = async () =>
    (await find(opened.memory, "boiler Lindqvist"))
      .map(nameOf)
      .filter((name) => name !== "other.md")
      .toSorted();
  expect(await answering()).toEqual(["copy.md", "first.md"]);

  const [kept, copy] = [await named("first.md"), await named("copy.md")];
  expect(await client().merge({ keepId: kept.id, copyIds: [copy.id] })).toEqual({ mergedIds: [copy.id] });
  expect(await answering()).toEqual(["first.md"]);
  // Who asks for the copy alone gets it.
  expect((await find(opened.memory, "boiler", { paths: [copy.path] })).map(nameOf)).toEqual(["copy.md"]);
  expect(await named("copy.md")).toMatchObject({ mergedInto: { documentId: kept.id, title: "first" }, copyCount: 1 });
  await opened.memory.settled();
  expect(await client().overview()).toMatchObject({ duplicateGroups: 0, merged: 1 });
  await opened.close();
  opened = openTestMemory(data.path);
  expect(await answering()).toEqual(["first.md"]);

  expect(await client().separate({ documentIds: [copy.id] })).toEqual({ separated: 1 });
  expect(await answering()).toEqual(["copy.md", "first.md"]);

  await client().merge({ keepId: kept.id, copyIds: [copy.id] });
  const { ticket } = await client().forget({ documentIds: [kept.id] });
  expect(await answering()).toEqual(["copy.md"]);
  expect(await client().takeBack({ ticket })).toEqual({ restored: 1 });
  expect(await answering()).toEqual(["first.md"]);
});

it("[M26] all groups are merged at once, but an open document never answers for a private one; a changed copy is told as old", async () => {
  const edited = boiler.replace("October", "March");
  writeFiles(files.path, {
    "a/new.md": `${boiler} ${boiler.toUpperCase()}`,
    "a/old.md": `${edited} ${boiler.toUpperCase()}`,
    "b/one.md": "Same text here.",
    "b/two.md": "Same text here.",
  });
  utimesSync(join(files.path, "a/old.md"), 1_700_000_000, 1_700_000_000);
  await ingestAll(opened.memory, [files.path]);
  await opened.memory.settled();
  expect((await entries({ state: "old" })).map(nameOf)).toEqual(["a/old.md"]);
  opened.memory.setPrivate({ documentId: (await named("b/two.md")).id }, true);
  const { mergedIds } = await client().mergeAll();
  expect(mergedIds).toEqual([(await named("a/old.md")).id]);
  const compared = await client().compare({ left: (await named("a/old.md")).id, right: (await named("a/new.md")).id });
  expect(compared.diff).toContain("March");
});

it("a list is filtered, sorted and read in pages; what does not exist is MISSING", async () => {
  mkdirSync(join(files.path, "x"));
  writeFiles(files.path, { "x/b.md": "Two words here.", "a.md": "One.", "c%.md": "Three words are here." });
  await ingestAll(opened.memory, [files.path]);
  expect((await entries({ filter: "X B" })).map(nameOf)).toEqual(["x/b.md"]);
  expect((await entries({ filter: "%" })).map(nameOf)).toEqual(["c%.md"]);
  expect((await entries({ sort: "size" })).map(nameOf)).toEqual(["c%.md", "x/b.md", "a.md"]);
  // Nothing is used: as they were added.
  const added = (await entries({ sort: "added" })).map(nameOf);
  expect((await entries({ sort: "used" })).map(nameOf)).toEqual(added);
  expect((await entries({ sort: "read", filter: "words", trust: "file" })).map(nameOf)).toEqual([]);
  expect(await client().entries({ limit: 1, offset: 1, sort: "title" })).toMatchObject({ total: 3, entries: [{ title: "b" }] });
  const { id } = await named("a.md");
  expect(await client().entry({ documentId: id })).toMatchObject({ entry: { id }, traces: { quotedIn: [], backups: [], ownCopies: 0 } });
  opened.memory.remove([id]);
  await expect(client().entry({ documentId: id })).rejects.toMatchObject({ code: "MISSING", data: { type: "DocumentNotFound" } });
  await expect(client().takeBack({ ticket: "forget_x" })).rejects.toMatchObject({ code: "MISSING", data: { type: "ForgettingNotFound" } });
});

it("the overview is watched: it changes when a class does", async () => {
  writeFiles(files.path, { "a.md": "One." });
  await ingestAll(opened.memory, [files.path]);
  await opened.memory.settled();
  const controller = new AbortController();
  const { id } = await named("a.md");
  const seen: number[] = [];
  for await (const { trust } of await client().watch(undefined, { signal: controller.signal })) {
    seen.push(trust.yours.documents);
    if (seen.length === 1) void client().setTrust({ documentIds: [id], trust: "yours" });
    if (trust.yours.documents === 1) controller.abort();
  }
  expect([seen[0], seen.at(-1)]).toEqual([0, 1]);
});
