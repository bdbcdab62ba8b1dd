import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { find, followJob, ingestAll, openTestMemory, writeFiles } from "./test-memory.ts";

let data: ReturnType<typeof createTestFolder>;
let files: ReturnType<typeof createTestFolder>;
beforeEach(() => {
  data = createTestFolder();
  files = createTestFolder();
});
afterEach(() => {
  data.cleanup();
  files.cleanup();
});

/** Ends the child without warning once it has told of `afterFiles` files and a moment more has passed; gives the files it told of. */
const ingestAndKill = (afterFiles: number, delayMs: number): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL("./test-crash-child.ts", import.meta.url));
    const child = spawn(process.execPath, [script, data.path, files.path], { stdio: ["ignore", "pipe", "inherit"] });
    const done: string[] = [];
    createInterface({ input: child.stdout }).on("line", (line) => {
      done.push(line.slice(line.indexOf(" ") + 1));
      if (done.length === afterFiles) setTimeout(() => child.kill("SIGKILL"), delayMs);
    });
    child.on("error", reject);
    child.on("exit", () => resolve(done));
  });

const countsOf = ({ store }: ReturnType<typeof openTestMemory>) =>
  Object.fromEntries(
    ["documents", "chunks", "vectors", "chunk_words"].map((table) => [
      table,
      store.database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get(),
    ]),
  );

it(
  "[M4] killed at any moment of reading, it loses nothing it called done, doubles nothing and goes on by itself",
  { timeout: 120_000 },
  async () => {
    const topics = Array.from({ length: 24 }, (_, index) => `topic${index}`);
    // Some files take many transactions, so that a kill falls inside one.
    const text = (topic: string, index: number) =>
      `# ${topic}\n\n${`A sentence about ${topic} number ${index}. `.repeat(index % 3 === 0 ? 6000 : 40)}\n`;
    writeFiles(files.path, Object.fromEntries(topics.map((topic, index) => [`${topic}.md`, text(topic, index)])));

    const done = new Set<string>();
    for (const [afterFiles, delayMs] of [
      [1, 0],
      [2, 15],
      [5, 40],
      [8, 5],
    ] as const) {
      for (const path of await ingestAndKill(afterFiles, delayMs)) done.add(path);
      const opened = openTestMemory(data.path);
      const paths = opened.memory.documents({ filter: "", limit: 1000, offset: 0 }).documents.map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      for (const path of done) if (path !== "over") expect(paths).toContain(path);
      await opened.close();
    }

    const opened = openTestMemory(data.path);
    const jobs = opened.memory.status().jobs;
    await opened.memory.settled();
    expect(opened.memory.status().documentCount).toBe(topics.length);
    for (const { id } of jobs) expect((await followJob(opened.memory, id)).events.at(-1)?.type).toBe("ingest-end");
    const recovered = countsOf(opened);
    expect((await find(opened.memory, "topic7"))[0]?.title).toContain("topic7");
    await opened.close();

    const fresh = createTestFolder();
    const untouched = openTestMemory(fresh.path);
    await ingestAll(untouched.memory, [files.path]);
    await untouched.memory.settled();
    expect(recovered).toEqual(countsOf(untouched));
    expect(recovered.vectors).toBe(recovered.chunks);
    await untouched.close();
    fresh.cleanup();
  },
);

it("[M4, M8] a shutdown in the middle is continued under the same id; a cancelled job is not", { timeout: 60_000 }, async () => {
  writeFiles(
    files.path,
    Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`${index}.md`, `# File ${index}\n\n${`word${index} `.repeat(4000)}\n`])),
  );
  const first = openTestMemory(data.path);
  const started = await first.memory.ingest([files.path]);
  const waiting = await first.memory.ingest([files.path]);
  if (!started.ok || !waiting.ok) throw new Error("not started");
  const events = first.memory.jobEvents(started.value.id);
  if (!events.ok) throw new Error("no events");
  for await (const event of events.value) if (event.type === "ingest-file-end") break;
  expect(first.memory.cancel(waiting.value.id)).toEqual({ ok: true, value: true });
  await first.close();

  const second = openTestMemory(data.path);
  expect(second.memory.status().jobs.map(({ id }) => id)).toContain(started.value.id);
  const { report } = await followJob(second.memory, started.value.id);
  expect(report.added + report.unchanged).toBe(12);
  expect(report.unchanged).toBeGreaterThan(0);
  expect(second.memory.cancel(started.value.id)).toEqual({ ok: true, value: false });
  await second.close();
});

it("[M8] a cancelled job keeps what went in and leaves no trace of the file under way", { timeout: 60_000 }, async () => {
  writeFiles(files.path, { "a.md": "# A\n\nsmall", "b.md": `# B\n\n${"large text about everything ".repeat(30_000)}` });
  const opened = openTestMemory(data.path);
  const started = await opened.memory.ingest([files.path]);
  if (!started.ok) throw new Error("not started");
  const events = opened.memory.jobEvents(started.value.id);
  if (!events.ok) throw new Error("no events");
  const isStaged = () => opened.store.database.prepare<[], number>("SELECT count(*) FROM documents WHERE live = 0").pluck().get() === 1;
  const cancelling = setInterval(() => isStaged() && opened.memory.cancel(started.value.id), 1);
  let last;
  for await (const event of events.value) last = event;
  clearInterval(cancelling);
  expect(last).toEqual({
    type: "ingest-error",
    error: { type: "Aborted", by: "user" },
    report: { added: 1, updated: 0, unchanged: 0, removed: 0, failed: [] },
  });
  await opened.memory.settled();
  expect(countsOf(opened)).toEqual({ documents: 1, chunks: 1, vectors: 1, chunk_words: 1 });
  expect(opened.memory.status().jobs[0]?.state).toBe("stopped");
  await opened.close();
});
