import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { find, ingestAll, openTestMemory, writeFiles } from "./test-memory.ts";

const data = createTestFolder();
const files = createTestFolder();
let opened: ReturnType<typeof openTestMemory>;

const paragraphs = (topic: string, count: number): string =>
  Array.from({ length: count }, (_, index) => `Paragraph ${index} about ${topic}. ${`${topic} word${index} `.repeat(60)}\n`).join("\n");

beforeAll(async () => {
  opened = openTestMemory(data.path);
  writeFiles(files.path, {
    "wine/riesling.md": `# Riesling\n\n${paragraphs("riesling grape", 12)}`,
    "wine/copy.md": `# Riesling\n\n${paragraphs("riesling grape", 12)}`,
    "wine-cellar.txt": "The cellar is kept at twelve degrees, for riesling as well.",
    "code/server.ts": `export const port = 8443;\nexport const hostName = "riesling";\n`,
    "words/to be.txt": "To be or not to be, that is the question.",
    "words/emoji.txt": "Der Fluß 🚀 fließt über naïve façades — 東京タワー.",
  });
  await ingestAll(opened.memory, [files.path]);
});

afterAll(async () => {
  await opened.close();
  data.cleanup();
  files.cleanup();
});

it.each([
  [{ paths: [join(files.path, "wine")] }, (path: string) => path.startsWith(join(files.path, "wine/"))],
  [{ paths: [`${join(files.path, "wine")}/`] }, (path: string) => path.startsWith(join(files.path, "wine/"))],
  [{ paths: [join(files.path, "wine-cellar.txt")] }, (path: string) => path.endsWith("wine-cellar.txt")],
  [{ kinds: ["code" as const] }, (path: string) => path.endsWith("server.ts")],
])("[M13] keeps exactly what the filter %j keeps", async (filter, isKept) => {
  const hits = await find(opened.memory, "riesling", { ...filter, k: 100 });
  expect(hits.length).toBeGreaterThan(0);
  expect(hits.every(({ path }) => isKept(path))).toBe(true);
  const all = opened.store.database.prepare<[], { path: string }>("SELECT d.path FROM chunks c JOIN documents d USING (version)").all();
  expect(hits.length).toBe(all.filter(({ path }) => isKept(path)).length);
});

it("[M13] gives k hits when there are k, though no word matches, and none when the filter keeps nothing", async () => {
  expect(await find(opened.memory, "xylophone quartet", { k: 5, paths: [join(files.path, "wine")] })).toHaveLength(5);
  expect(await find(opened.memory, "riesling", { modifiedToMs: 1 })).toEqual([]);
  expect(await find(opened.memory, "riesling", { paths: [join(files.path, "win")] })).toEqual([]);
  expect(await find(opened.memory, "riesling", { paths: [] })).toEqual([]);
});

it("[M15, M16] hits come once, scores never rise, and a copy is what MMR takes something off", async () => {
  const hits = await find(opened.memory, "riesling grape word3", { k: 20 });
  expect(new Set(hits.map(({ chunkId }) => chunkId)).size).toBe(hits.length);
  for (const [index, { score, parts }] of hits.entries()) {
    expect(score).toBeLessThanOrEqual(hits[index - 1]?.score ?? 1);
    expect(score).toBeCloseTo(Math.max(0, parts.fused - parts.diversityPenalty), 9);
  }
  expect(hits.some(({ parts }) => parts.diversityPenalty > 0)).toBe(true);
});

it.each([
  `"unclosed`,
  `a" OR text MATCH "b`,
  "NEAR(riesling grape, 2) AND NOT",
  "title:riesling -cellar ^x *",
  "'; DROP TABLE chunks; --",
  "\0\u0001 riesling \0",
  "🚀🚀🚀",
  "東京タワー",
  "\ud800 broken",
  "riesling ".repeat(440),
  "((((((((((",
  "+",
])("[M17] takes %j as words or nothing", async (query) => {
  const found = await opened.memory.search({ query, k: 3 });
  expect(found.ok).toBe(true);
});

it("[M17] takes any text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, maxLength: 60, unit: "binary" }), async (query) => {
      expect((await opened.memory.search({ query, k: 2 })).ok).toBe(true);
    }),
    { numRuns: 25 },
  );
});

it("[M17] finds words with diacritics and other scripts", async () => {
  const best = async (query: string) => (await find(opened.memory, query))[0]?.path;
  const emoji = join(files.path, "words/emoji.txt");
  expect(await best("facades")).toBe(emoji);
  expect(await best("東京タワー")).toBe(emoji);
  expect(await best("FLUSS Fluß")).toBe(emoji);
});

it("[M19] a question of stop words is still a question", async () => {
  expect((await find(opened.memory, "to be or not to be"))[0]?.path).toBe(join(files.path, "words/to be.txt"));
});

it("[M18] a passage is the document's own text, grown by what was asked for", async () => {
  const [hit] = await find(opened.memory, "riesling grape word5", { paths: [join(files.path, "wine")] });
  const whole = opened.memory.passage(hit?.chunkId ?? 0, 20_000);
  const part = opened.memory.passage(hit?.chunkId ?? 0, 100);
  const chunk = opened.memory.chunk(hit?.chunkId ?? 0);
  if (!whole.ok || !part.ok || !chunk.ok) throw new Error("no passage");
  expect(whole.value.start).toBe(0);
  expect(whole.value.text.slice(chunk.value.start, chunk.value.end)).toBe(hit?.text);
  const { start, end, text, chunkStart, chunkEnd } = part.value;
  expect(text).toBe(whole.value.text.slice(start, end));
  expect({ before: chunkStart - start, after: end - chunkEnd }).toEqual({ before: Math.min(100, chunkStart), after: 100 });
});

it("[M18] no passage cuts a character in two", async () => {
  const [hit] = await find(opened.memory, "Fluß", { k: 1 });
  for (let around = 0; around < 60; around += 1) {
    const passage = opened.memory.passage(hit?.chunkId ?? 0, around);
    expect(passage.ok && passage.value.text.isWellFormed()).toBe(true);
  }
});

it("a search that is given up answers Aborted", async () => {
  expect(await opened.memory.search({ query: "riesling" }, AbortSignal.abort())).toEqual({
    ok: false,
    error: { type: "Aborted", by: "user" },
  });
});
