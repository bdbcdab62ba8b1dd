import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
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
const idsOf = (...names: string[]) => documents().flatMap(({ id, path }) => (names.some((name) => path.endsWith(name)) ? [id] : []));

/** Every file of the data folder that holds one of these strings as its bytes. */
const filesWith = (words: readonly string[]): string[] =>
  readdirSync(data.path, { recursive: true, encoding: "utf8" }).filter((name) => {
    const path = join(data.path, name);
    if (!statSync(path).isFile()) return false;
    const bytes = readFileSync(path).toString("latin1").toLowerCase();
    return words.some((word) => bytes.includes(word.toLowerCase()));
  });

/**
 * Words that only one document has: in the text, in the heading, in the file's name. They begin differently, because the index writes only what
 * a word does not share with the one before it; `tailsOf` is what is certainly written.
 */
const secretsOf = (index: number) => {
  const letter = "bcdfghjkmnpq"[index] ?? "z";
  return { text: `${letter}${letter}w${letter}vq`, heading: `${letter}${letter}x${letter}vq`, name: `paper-${letter}x${index}` };
};
const tailsOf = (index: number): string[] => {
  const { heading, name, text } = secretsOf(index);
  return [text.slice(1), heading.slice(1), name];
};

const secretFiles = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const { heading, name, text } = secretsOf(index);
      const lines = Array.from({ length: 40 }, (__, line) => `Line ${line} tells of the tide and of ${text} in the harbour.`);
      return [`${name}.md`, `# Heading ${heading}\n\n${lines.join("\n\n")}\n`];
    }),
  );

it("[M27] nothing of forgotten documents is left in any file of the data folder: not their words, headings or names", async () => {
  writeFiles(files.path, secretFiles(12));
  await ingestAll(opened.memory, [files.path]);
  await opened.memory.settled();
  const gone = [1, 4, 5, 6, 9, 10];
  const words = gone.flatMap(tailsOf);
  for (const word of words) expect(filesWith([word]), word).not.toEqual([]);
  opened.memory.remove(idsOf(...gone.map((index) => `${secretsOf(index).name}.md`)));
  await opened.memory.settled();
  // A job names the folder that was read, and no file of it.
  expect(filesWith(words)).toEqual([]);
  const kept = secretsOf(2);
  expect((await find(opened.memory, kept.text))[0]?.path).toBe(join(files.path, `${kept.name}.md`));
  expect((await find(opened.memory, secretsOf(4).text)).map(({ path }) => path)).not.toContain(join(files.path, `${secretsOf(4).name}.md`));
  expect(documents()).toHaveLength(6);
});

it("[M27] a file added by itself leaves no trace in what was told of reading it", async () => {
  writeFiles(files.path, { "lonely-secret.md": "The tide turns at noon." });
  await ingestAll(opened.memory, [join(files.path, "lonely-secret.md")]);
  opened.memory.remove(idsOf("lonely-secret.md"));
  await opened.memory.settled();
  expect(filesWith(["lonely-secret"])).toEqual([]);
});

it("[M28] a forgetting is out of searches at once, can be taken back whole, and is erased when the process ends", async () => {
  writeFiles(files.path, { "one.md": "The heron waits by the zqvharbour.", "two.md": "The tide turns at noon." });
  await ingestAll(opened.memory, [files.path]);
  opened.memory.page.setTrust(idsOf("one.md"), "yours");
  const first = await opened.memory.page.forget(idsOf("one.md"));
  expect(first).toMatchObject({ forgotten: 1, traces: { quotedIn: [], backups: [], ownCopies: 0 } });
  expect((await find(opened.memory, "zqvharbour")).map(({ path }) => path)).toEqual([join(files.path, "two.md")]);
  expect(documents()).toHaveLength(1);
  expect(opened.memory.page.overview().forgetting).toBe(1);

  expect(opened.memory.page.takeBack(first.ticket)).toEqual({ ok: true, value: 1 });
  expect((await find(opened.memory, "zqvharbour"))[0]?.path).toBe(join(files.path, "one.md"));
  expect(
    documents()
      .map(({ trust }) => trust)
      .toSorted(),
  ).toEqual(["file", "yours"]);
  expect(opened.memory.page.takeBack(first.ticket)).toEqual({ ok: false, error: { type: "ForgettingNotFound", ticket: first.ticket } });

  await opened.memory.page.forget(idsOf("one.md"));
  await opened.close();
  expect(filesWith(["zqvharbour"])).toEqual([]);
  opened = openTestMemory(data.path);
  expect(documents().map(({ path }) => path)).toEqual([join(files.path, "two.md")]);
});

it("[M28] what a process that died left to erase, the next one erases: the text, the upload, and the row that remembered it", async () => {
  const upload = await opened.memory.storeUpload({ batch: "b1", name: "letter.md", file: new Blob(["The zqvheron waits."]) });
  if (!upload.ok) return expect.fail();
  await ingestAll(opened.memory, [upload.value.batchPath]);
  await opened.memory.settled();
  await opened.memory.page.forget(idsOf("letter.md"));
  // As if the process had died here: the row is there, and nothing else has happened.
  const { database } = opened.store;
  expect(database.prepare("SELECT path FROM forgotten_documents").pluck().all()).toEqual([upload.value.path]);
  const copy = createTestFolder();
  try {
    database.prepare("VACUUM INTO ?").run(join(copy.path, "olympus.sqlite"));
    const other = openTestMemory(copy.path);
    await other.memory.settled();
    expect(other.store.database.prepare("SELECT count(*) FROM forgotten_documents").pluck().get()).toBe(0);
    expect(other.store.database.prepare("SELECT count(*) FROM chunks").pluck().get()).toBe(0);
    await other.close();
  } finally {
    copy.cleanup();
  }
});

it("[M27] an uploaded copy goes with its document, with the folders it leaves empty; a file of the person's own stays", async () => {
  const upload = await opened.memory.storeUpload({ batch: "b1", name: "a/letter.md", file: new Blob(["The zqvheron waits."]) });
  if (!upload.ok) return expect.fail();
  writeFiles(files.path, { "own.md": "The tide turns." });
  await ingestAll(opened.memory, [upload.value.batchPath]);
  await ingestAll(opened.memory, [files.path]);
  opened.memory.remove(idsOf("letter.md", "own.md"));
  await opened.memory.settled();
  expect(existsSync(upload.value.batchPath)).toBe(false);
  expect(existsSync(join(data.path, "uploads"))).toBe(true);
  expect(existsSync(join(files.path, "own.md"))).toBe(true);
  expect(filesWith(["zqvheron"])).toEqual([]);
});

it("[M28] a file read in anew while its forgetting could be taken back stays as it was read", async () => {
  writeFiles(files.path, { "one.md": "The heron waits." });
  await ingestAll(opened.memory, [files.path]);
  const { ticket } = await opened.memory.page.forget(idsOf("one.md"));
  writeFiles(files.path, { "one.md": "The heron flew." });
  await ingestAll(opened.memory, [files.path]);
  expect(opened.memory.page.takeBack(ticket)).toEqual({ ok: true, value: 0 });
  expect((await find(opened.memory, "heron")).map(({ text }) => text)).toEqual(["The heron flew."]);
});
