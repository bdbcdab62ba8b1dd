import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { createTestFolder, makeTinyEmbedding } from "#core/testing";
import { embeddingFolderProblem } from "./embedding-folder.ts";

let root: ReturnType<typeof createTestFolder>;
let folder: string;
let whole: Buffer;
beforeAll(() => {
  root = createTestFolder();
});
afterAll(() => root.cleanup());
beforeEach(() => {
  folder = join(root.path, "model");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  makeTinyEmbedding(folder, { files: { "config.json": { model_type: "bert" } } });
  whole = readFileSync(join(folder, "model.onnx"));
});
const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content);
const tokenizer = () => JSON.parse(readFileSync(join(folder, "tokenizer.json"), "utf8")) as { model: { vocab: Record<string, number> } };

it("finds nothing wrong with a real one", async () => {
  expect(await embeddingFolderProblem(folder)).toBe(null);
});

it.each<[string, () => void, RegExp]>([
  ["no model", () => rmSync(join(folder, "model.onnx")), /no model\.onnx/],
  ["no tokenizer", () => rmSync(join(folder, "tokenizer.json")), /no tokenizer\.json/],
  ["no configuration", () => rmSync(join(folder, "config.json")), /no config\.json/],
  ["a tokenizer that is no JSON", () => write("tokenizer.json", "<html>"), /tokenizer\.json does not have the form/],
  ["a tokenizer without words", () => write("tokenizer.json", '{"model":{"type":"WordPiece","vocab":{}}}'), /no words/],
  ["a tokenizer of an unknown kind", () => write("tokenizer.json", '{"model":{"type":"Sorcery","vocab":{"a":0,"b":1}}}'), /form/],
  ["two words of one number", () => write("tokenizer.json", '{"model":{"type":"WordPiece","vocab":{"a":0,"b":0}}}'), /same number/],
  ["numbers beyond all words", () => write("tokenizer.json", '{"model":{"type":"BPE","vocab":{"a":0,"b":4000000000}}}'), /too high/],
  ["a configuration that is a list", () => write("config.json", "[]"), /config\.json does not have the form/],
  ["a web page as a model", () => write("model.onnx", "<!doctype html>".repeat(100)), /no ONNX model|cut off/],
  ["an empty model", () => write("model.onnx", ""), /too small/],
  ["half a model", () => truncateSync(join(folder, "model.onnx"), Math.floor(whole.length / 2)), /cut off/],
  ["a large file instead of JSON", () => truncateSync(join(folder, "tokenizer.json"), 100 * 2 ** 20), /too large/],
])("refuses %s", async (_, damage, reason) => {
  damage();
  expect(await embeddingFolderProblem(folder)).toMatch(reason);
});

it("takes the vocabulary of a Unigram tokenizer, which is a list", async () => {
  const words = Object.keys(tokenizer().model.vocab);
  write("tokenizer.json", JSON.stringify({ model: { type: "Unigram", vocab: words.map((word) => [word, -1.5]) } }));
  expect(await embeddingFolderProblem(folder)).toBe(null);
});

it("answers for 500 damaged models: never throws, never reads what a length in the file claims", async () => {
  let seed = 7;
  const random = (limit: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  let refused = 0;
  for (let round = 0; round < 500; round += 1) {
    const copy = Buffer.from(whole);
    // The outermost lengths lie at the beginning and the end.
    for (let change = 0; change <= round % 4; change += 1) copy[round % 2 === 0 ? random(24) : random(copy.length)] = random(256);
    write("model.onnx", round % 5 === 0 ? copy.subarray(0, random(copy.length)) : copy);
    if ((await embeddingFolderProblem(folder)) !== null) refused += 1;
  }
  expect(refused).toBeGreaterThan(150);
});
