import { readdirSync, writeFileSync } from "node:fs";
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
