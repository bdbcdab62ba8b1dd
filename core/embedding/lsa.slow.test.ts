import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import type { Embedder } from "./embedder.ts";
import { createHashedEmbedder } from "./hashed.ts";
import { learnLsa } from "./learn-lsa.ts";
import { createLsaEncoder } from "./lsa-encode.ts";
import { learnLsaModel } from "./lsa-model.ts";
import { madeUpChunks, topicNames } from "./test-topics.ts";
import { openLsa } from "./worker-embedder.ts";

const chunks = madeUpChunks(480);
const texts = chunks.map(({ text }) => text);

const rowsOf = async (embedder: Embedder, of: readonly string[], purpose: "query" | "passage"): Promise<Float32Array[]> => {
  const rows = await embedder.embed(of, purpose);
  if (!rows.ok) throw new Error(JSON.stringify(rows.error));
  const { dimensions } = embedder.model;
  return of.map((_, index) => rows.value.subarray(index * dimensions, (index + 1) * dimensions));
};
const dot = (left: Float32Array, right: Float32Array): number => left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);

/** Topics of the chunks most like a question, best first. */
const bestTopics = async (embedder: Embedder, question: string, count: number, among = chunks): Promise<string[]> => {
  const [query = new Float32Array()] = await rowsOf(embedder, [question], "query");
  const rows = await rowsOf(
    embedder,
    among.map(({ text }) => text),
    "passage",
  );
  const scored = rows.map((row, index) => ({ topic: among[index]?.topic ?? "", score: dot(query, row) }));
  return scored
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ topic }) => topic);
};

const open = async (folder: string): Promise<Embedder> => {
  const opened = await openLsa(folder);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
};

describe("a learned model", () => {
  const place = createTestFolder();
  const folder = join(place.path, "deeper", "model");
  const progress: number[] = [];
  let learned: Embedder;
  beforeAll(async () => {
    expect(await learnLsa({ texts, folder, onProgress: (share) => progress.push(share) })).toEqual({ ok: true, value: undefined });
    learned = await open(folder);
  });
  afterAll(async () => {
    await learned.dispose();
    place.cleanup();
  });

  it("finds chunks by a synonym they do not contain, where hashed words find nothing", async () => {
    // Chunks that say "sedan" or neither; no chunk holds both words.
    const others = chunks.filter(({ text }) => !text.includes("automobile"));
    expect(await bestTopics(learned, "automobile", 20, others)).toEqual(Array<string>(20).fill("cars"));
    const hashed = await bestTopics(createHashedEmbedder(), "automobile", 20, others);
    expect(hashed.filter((topic) => topic === "cars").length).toBeLessThan(10);
  });
  it.each([
    ["phisician", "medicine"],
    ["atorney", "law"],
    ["kichen", "cooking"],
    ["harbuor", "sailing"],
    ["prescribtion", "medicine"],
    ["headligts", "cars"],
  ])("reads the misspelt %j as a word of %s", async (word, topic) => {
    expect(await bestTopics(learned, word, 10)).toEqual(Array<string>(10).fill(topic));
  });
  it("keeps words it never saw apart and finds them letter by letter", async () => {
    const [query, same, other, near] = await rowsOf(learned, ["XK-4471b", "Order XK-4471b", "Order ZZ-9120c", "zymurgical"], "passage");
    if (query === undefined || same === undefined || other === undefined || near === undefined) throw new Error("rows are missing");
    expect([dot(query, same) > 0.5, dot(query, other) < 0.3, Math.abs(dot(query, near)) < 0.3]).toEqual([true, true, true]);
  });
  it("gives rows of length 1, and zeros to texts without content words", async () => {
    const rows = await rowsOf(learned, ["the engine", "", "what is it", "qwxyz", "judge and verdict"], "query");
    expect(rows.map((row) => Math.round(Math.hypot(...row) * 1e4) / 1e4)).toEqual([1, 0, 0, 1, 1]);
  });
  it("is run by ONNX as plain arithmetic would", async () => {
    const model = learnLsaModel(texts, () => {});
    if ("type" in model) throw new Error(model.type);
    const encode = createLsaEncoder(model.vocabulary);
    const some = [...texts.slice(0, 40), "automobile", "atorney and jugde"];
    const rows = await rowsOf(learned, some, "query");
    for (const [index, text] of some.entries()) {
      const { ids, weights, rareShare } = encode(text, "query");
      const sum = new Float64Array(model.rank);
      for (const [position, id] of ids.entries())
        for (let k = 0; k < model.rank; k++)
          sum[k] = (sum[k] ?? 0) + (model.projection[(id - 1) * model.rank + k] ?? 0) * (weights[position] ?? 0);
      const length = Math.hypot(...sum) / Math.sqrt(1 - rareShare);
      const difference = Math.max(...sum.map((value, k) => Math.abs(value / length - (rows[index]?.[k] ?? 0))));
      expect(difference).toBeLessThan(1e-4);
    }
  });
  it("says what it is, and is the same when learned again", async () => {
    const { model } = learned;
    expect(model).toMatchObject({ kind: "lsa", name: "Learned from 480 passages" });
    expect(model.id).toBe(`lsa:${model.revision}:${model.dimensions}`);
    expect(model.revision).toMatch(/^[0-9a-f]{16}$/);
    expect(await learnLsa({ texts, folder })).toEqual({ ok: true, value: undefined });
    const again = await open(folder);
    expect(again.model).toEqual(model);
    await again.dispose();
    expect(readdirSync(join(place.path, "deeper"))).toEqual(["model"]);
  });
  it("has told its progress, never falling, up to 1", () => {
    expect(progress.length).toBeGreaterThan(5);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(1);
  });
  it("puts every chunk nearest to its own topic", async () => {
    for (const topic of topicNames) {
      const text =
        madeUpChunks(600)
          .slice(480)
          .find((chunk) => chunk.topic === topic)?.text ?? "";
      expect(await bestTopics(learned, text, 5)).toEqual(Array<string>(5).fill(topic));
    }
  });
});

describe("learning", () => {
  let place: ReturnType<typeof createTestFolder>;
  beforeEach(() => {
    place = createTestFolder();
  });
  afterEach(() => place.cleanup());

  it("stops at once when asked and leaves nothing", async () => {
    const controller = new AbortController();
    const many = madeUpChunks(6000).map(({ text }) => text);
    const result = await learnLsa({
      texts: many,
      folder: join(place.path, "model"),
      signal: controller.signal,
      onProgress: () => controller.abort({ type: "Aborted", by: "shutdown" }),
    });
    expect([result, readdirSync(place.path)]).toEqual([{ ok: false, error: { type: "Aborted", by: "shutdown" } }, []]);
  });
  it("does not begin when already stopped", async () => {
    const result = await learnLsa({ texts, folder: join(place.path, "model"), signal: AbortSignal.abort() });
    expect([result, readdirSync(place.path)]).toEqual([{ ok: false, error: { type: "Aborted", by: "user" } }, []]);
  });
  it.each([
    ["nothing", []],
    ["a single text", ["one text only"]],
    ["texts that share no words", Array.from({ length: 60 }, (_, index) => `zq${index}x vw${index}y`)],
    [
      "the same text over and over",
      Array<string>(60).fill("engine driver wheel brake petrol gearbox garage mechanic tyre clutch bonnet motor"),
    ],
  ])("refuses to learn from %s", async (_, from) => {
    const result = await learnLsa({ texts: from, folder: join(place.path, "model") });
    expect([result, readdirSync(place.path)]).toEqual([
      { ok: false, error: { type: "EmbeddingFailed", reason: "there is too little text to learn from" } },
      [],
    ]);
  });
  it("says why when the disk does not take the model", async () => {
    writeFileSync(join(place.path, "file"), "in the way");
    const result = await learnLsa({ texts, folder: join(place.path, "file", "model") });
    expect(result).toMatchObject({ ok: false, error: { type: "EmbeddingFailed" } });
    expect(readdirSync(place.path)).toEqual(["file"]);
  });
  it("leaves no half model when the process is killed in the middle, and clears up the next time", async () => {
    const folder = join(place.path, "model");
    const script = `
      import { mkdirSync, writeFileSync } from "node:fs";
      import { learnLsa } from ${JSON.stringify(new URL("./index.ts", import.meta.url).href)};
      import { madeUpChunks } from ${JSON.stringify(new URL("./test-topics.ts", import.meta.url).href)};
      mkdirSync(process.argv[2] + ".learning-half");
      writeFileSync(process.argv[2] + ".learning-half/model.onnx", "half");
      let isFirst = true;
      await learnLsa({ texts: madeUpChunks(6000).map(({ text }) => text), folder: process.argv[2] + "2", onProgress: (share) => {
        if (share > 0.3 && isFirst) { isFirst = false; console.log("half way"); }
      } });
    `;
    const file = join(place.path, "learn.mjs");
    writeFileSync(file, script);
    const child = spawn(process.execPath, [file, folder], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    expect([existsSync(folder), existsSync(`${folder}2`)]).toEqual([false, false]);
    expect(await learnLsa({ texts, folder })).toEqual({ ok: true, value: undefined });
    expect(readdirSync(place.path)).toEqual(["learn.mjs", "model"]);
  });
});

describe("opening a learned model", () => {
  const place = createTestFolder();
  const folder = join(place.path, "model");
  beforeAll(async () => {
    expect(await learnLsa({ texts, folder })).toEqual({ ok: true, value: undefined });
  });
  afterAll(() => place.cleanup());

  const damages: readonly (readonly [string, string, (path: string) => void, RegExp])[] = [
    ["a truncated model", "model.onnx", (path) => truncateSync(path, 5000), /model\.onnx is damaged/],
    [
      "a flipped byte",
      "model.onnx",
      (path) =>
        writeFileSync(
          path,
          readFileSync(path).map((byte, index) => (index === 4000 ? byte ^ 1 : byte)),
        ),
      /model\.onnx is damaged/,
    ],
    [
      "another vocabulary",
      "vocabulary.json",
      (path) => writeFileSync(path, '{"stems":[],"weights":[],"forms":[]}'),
      /vocabulary\.json is damaged/,
    ],
    ["a broken description", "model.json", (path) => truncateSync(path, 50), /model\.json/],
    [
      "a description of another format",
      "model.json",
      (path) => writeFileSync(path, readFileSync(path, "utf8").replace('"format": 1', '"format": 99')),
      /model\.json/,
    ],
    [
      "other dimensions than the model's",
      "model.json",
      (path) => writeFileSync(path, readFileSync(path, "utf8").replace(/"dimensions": \d+/, '"dimensions": 7')),
      /contradicts/,
    ],
  ];
  it.each(damages)("refuses %s", async (_, name, damage, reason) => {
    const path = join(folder, name);
    const whole = readFileSync(path);
    damage(path);
    const opened = await openLsa(folder);
    writeFileSync(path, whole);
    expect(opened).toMatchObject({ ok: false, error: { type: "EmbeddingFolderInvalid", folder } });
    expect(opened.ok ? "" : opened.error.type === "EmbeddingFolderInvalid" && opened.error.reason).toMatch(reason);
  });
  it("refuses a folder that is not there", async () => {
    expect(await openLsa(join(place.path, "none"))).toMatchObject({ ok: false, error: { type: "EmbeddingFolderInvalid" } });
  });
});

it("loads neither the native runtime nor a thread when the module is imported", async () => {
  const script = `
    await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
    const report = process.report.getReport();
    console.log(report.workers.length, report.sharedObjects.filter((name) => /onnx/.test(name)).length);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [printed] = await once(child.stdout, "data");
  expect(String(printed).trim()).toBe("0 0");
});
