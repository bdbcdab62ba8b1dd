import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as embedders from "#core/embedding";
import { createTestFolder } from "#core/testing";
import { find, followJob, ingestAll, openTestMemory, writeFiles } from "./test-memory.ts";

it(
  "[M20, M21] learns from the library's own text, searches by meaning with it, and keeps it over a restart",
  { timeout: 120_000 },
  async () => {
    const data = createTestFolder();
    const files = createTestFolder();
    const topics = [
      ["bread", "flour", "yeast", "oven", "crust", "dough"],
      ["sailing", "mast", "keel", "harbour", "tide", "anchor"],
      ["violin", "bow", "string", "sonata", "orchestra", "concert"],
      ["orchard", "apple", "pruning", "blossom", "graft", "harvest"],
    ];
    const sentence = (words: readonly string[], index: number) =>
      `Note ${index}: the ${words[index % 6]} and the ${words[(index + 1) % 6]} with some ${words[(index * 5 + 2) % 6]}. `;
    writeFiles(
      files.path,
      Object.fromEntries(
        Array.from({ length: 340 }, (_, index) => [
          `${index}.md`,
          `# Page ${index}\n\n${sentence(topics[index % 4] ?? [], index).repeat(3)}\n`,
        ]),
      ),
    );
    const first = openTestMemory(data.path, embedders);
    await ingestAll(first.memory, [files.path]);
    await first.memory.settled();
    expect(first.memory.embeddingStatus()).toMatchObject({ active: { kind: "lsa" }, activity: { type: "idle" }, problem: null });
    await first.close();

    const second = openTestMemory(data.path, embedders);
    const hits = await find(second.memory, "keel", { k: 10 });
    expect(hits.every(({ text }) => /mast|harbour|tide|anchor|sailing|keel/.test(text))).toBe(true);
    expect(hits.every(({ parts }) => parts.vector !== null)).toBe(true);
    expect(second.memory.embeddingStatus().active.kind).toBe("lsa");
    expect(readdirSync(join(data.path, "models", "learned"))).toHaveLength(1);
    await second.close();
    data.cleanup();
    files.cleanup();
  },
);

it("[M27] what was learned from a forgotten document is learned anew, and its words are in no file", { timeout: 120_000 }, async () => {
  const data = createTestFolder();
  const files = createTestFolder();
  const secret = "qvwxheron";
  const words = ["bread", "flour", "oven", "mast", "keel", "tide", "violin", "bow", "sonata", "apple", "blossom", "harvest"];
  const texts = Array.from({ length: 330 }, (_, index) => {
    const topic = words.slice(3 * (index % 4), 3 * (index % 4) + 3);
    // Learned are only words that several passages have.
    const told = `The ${topic[index % 3]} and the ${topic[(index + 1) % 3]}, noted on day ${index}${index < 3 ? `, with the ${secret}` : ""}. `;
    return [`${index}.md`, `# Page ${index}\n\n${told.repeat(3)}\n`];
  });
  writeFiles(files.path, Object.fromEntries(texts));
  const { close, memory } = openTestMemory(data.path, embedders);
  await ingestAll(memory, [files.path]);
  await memory.settled();
  const learned = () => readdirSync(join(data.path, "models", "learned"));
  const holders = () =>
    readdirSync(data.path, { recursive: true, encoding: "utf8" }).filter(
      (name) => statSync(join(data.path, name)).isFile() && readFileSync(join(data.path, name)).toString("latin1").includes(secret),
    );
  const [before] = learned();
  expect(holders().some((name) => name.endsWith("vocabulary.json"))).toBe(true);
  const { documents } = memory.documents({ filter: "", limit: 1000, offset: 0 });
  memory.remove(documents.filter(({ path }) => /[/\\][012]\.md$/.test(path)).map(({ id }) => id));
  await memory.settled();
  expect(holders()).toEqual([]);
  expect(learned()).toHaveLength(1);
  expect(learned()).not.toEqual([before]);
  expect(memory.embeddingStatus()).toMatchObject({ active: { kind: "lsa" }, problem: null });
  await close();
  data.cleanup();
  files.cleanup();
});

it("[M3] while a long file is replaced, every search sees one whole version", { timeout: 60_000 }, async () => {
  const data = createTestFolder();
  const files = createTestFolder();
  const opened = openTestMemory(data.path);
  const path = join(files.path, "long.md");
  const text = (word: string) => `# Long\n\n${`shared ${word} ${"pad ".repeat(12)}. `.repeat(16_000)}\n`;
  writeFileSync(path, text("alpha"));
  await ingestAll(opened.memory, [files.path]);
  const versionsSeen = async () => {
    const texts = (await find(opened.memory, "shared", { k: 30 })).map((hit) => hit.text).join(" ");
    return ["alpha", "beta"].filter((version) => texts.includes(version)).join(" and ");
  };
  let searches = 0;
  // How many searches fall into one replacement depends on the machine, so it is replaced until they are many.
  for (let [old, now] = ["alpha", "beta"]; searches < 12; [old, now] = [now, old]) {
    writeFileSync(path, text(now));
    const job = await opened.memory.ingest([files.path]);
    if (!job.ok) throw new Error("not started");
    let running = true;
    const ending = followJob(opened.memory, job.value.id).finally(() => (running = false));
    const seen: string[] = [];
    while (running) seen.push(await versionsSeen());
    expect((await ending).report.updated).toBe(1);
    expect(await versionsSeen()).toBe(now);
    const firstNew = seen.includes(now) ? seen.indexOf(now) : seen.length;
    expect(seen).toEqual(seen.map((_, index) => (index < firstNew ? old : now)));
    searches += seen.length;
  }
  await opened.close();
  data.cleanup();
  files.cleanup();
});
