import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestFolder, makeTinyEmbedding, type TinyEmbedding } from "#core/testing";
import type { EmbeddingEngine } from "./embedding-engine.ts";
import { openSentenceEngine } from "./sentence-engine.ts";

let place: ReturnType<typeof createTestFolder>;
const opened: EmbeddingEngine[] = [];
beforeEach(() => {
  place = createTestFolder();
});
afterEach(async () => {
  for (const engine of opened.splice(0)) await engine.dispose();
  place.cleanup();
});

const open = async (): Promise<EmbeddingEngine> => {
  const engine = await openSentenceEngine(place.path);
  if (!engine.ok) throw new Error(JSON.stringify(engine.error));
  opened.push(engine.value);
  return engine.value;
};

const embed = async (engine: EmbeddingEngine, texts: readonly string[], purpose: "query" | "passage" = "passage"): Promise<number[][]> => {
  const rows = await engine.embedBatch(texts, purpose);
  const { dimensions } = engine.model;
  return texts.map((_, index) => [...rows.subarray(index * dimensions, (index + 1) * dimensions)]);
};

const unit = (vector: readonly number[]): number[] => vector.map((value) => value / Math.hypot(...vector));
const rounded = (vector: readonly number[] = []): number[] => vector.map((value) => Math.round(value * 1e4) / 1e4 + 0);
const columns = (tiny: TinyEmbedding, tokens: readonly string[], combine: (values: readonly number[]) => number): number[] =>
  Array.from({ length: tiny.width }, (_, column) => combine(tokens.map((token) => tiny.vectorOf(token)[column] ?? 0)));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const framed = (text: string): string[] => ["[CLS]", ...text.split(" "), "[SEP]"];

describe("a sentence-embedding folder", () => {
  it("gives the mean of the real tokens, whatever padding a longer neighbour brings, in the order asked", async () => {
    const tiny = makeTinyEmbedding(place.path);
    const texts = ["the boat sails over wide sea and river water", "red wine", "The CAT", ""];
    const rows = await embed(await open(), texts);
    const expected = texts.slice(0, 3).map((text) => rounded(unit(columns(tiny, framed(text.toLowerCase()), mean))));
    expect(rows.map(rounded)).toEqual([...expected, Array<number>(tiny.width).fill(0)]);
  });

  it.each([
    ["cls", { pooling_mode_cls_token: true }, (values: readonly number[]) => values[0] ?? 0],
    ["max", { pooling_mode_max_tokens: true, pooling_mode_mean_tokens: false }, (values: readonly number[]) => Math.max(...values)],
    ["lasttoken", { pooling_mode: "lasttoken" }, (values: readonly number[]) => values.at(-1) ?? 0],
    [
      "weightedmean",
      { pooling_mode: ["weightedmean"] },
      (values: readonly number[]) => mean(values.map((value, index) => value * (index + 1))),
    ],
  ])("pools by %s when 1_Pooling/config.json says so", async (_, config, combine) => {
    const tiny = makeTinyEmbedding(place.path, { files: { "1_Pooling/config.json": config } });
    const [, row] = await embed(await open(), ["the boat sails over wide sea", "green garden"]);
    expect(rounded(row)).toEqual(rounded(unit(columns(tiny, framed("green garden"), combine))));
  });

  it("joins two poolings end to end", async () => {
    const tiny = makeTinyEmbedding(place.path, {
      files: { "1_Pooling/config.json": { pooling_mode_cls_token: true, pooling_mode_mean_tokens: true } },
    });
    const [row] = await embed(await open(), ["wide sea"]);
    expect(rounded(row)).toEqual(rounded(unit([...tiny.vectorOf("[CLS]"), ...columns(tiny, framed("wide sea"), mean)])));
  });

  it("puts the folder's prompts before questions and passages", async () => {
    const tiny = makeTinyEmbedding(place.path, {
      files: { "config_sentence_transformers.json": { prompts: { query: "query : ", document: "passage : " } } },
    });
    const embedder = await open();
    const [question] = await embed(embedder, ["red wine"], "query");
    const [passage] = await embed(embedder, ["red wine"], "passage");
    expect([rounded(question), rounded(passage)]).toEqual(
      ["query : red wine", "passage : red wine"].map((text) => rounded(unit(columns(tiny, framed(text), mean)))),
    );
  });

  it("cuts a text at max_seq_length and keeps the closing token", async () => {
    const tiny = makeTinyEmbedding(place.path, { files: { "sentence_bert_config.json": { max_seq_length: 4 } } });
    const [row] = await embed(await open(), ["the boat sails over wide sea"]);
    expect(rounded(row)).toEqual(rounded(unit(columns(tiny, framed("the boat"), mean))));
  });

  it("gives long texts the same row among others as alone, though they take several runs", async () => {
    makeTinyEmbedding(place.path, { files: { "sentence_bert_config.json": { max_seq_length: 4000 } } });
    const engine = await open();
    const texts = ["red wine", "boat ".repeat(3000), "", "sea ".repeat(3900), "cat", "dog runs ".repeat(2500)];
    const together = await embed(engine, texts);
    for (const [index, text] of texts.entries()) expect(rounded(together[index])).toEqual(rounded((await embed(engine, [text]))[0]));
  });

  it("takes a model without token types, in onnx/, and one with its own sentence output despite further layers", async () => {
    const layers = [{ type: "sentence_transformers.models.Transformer" }, { type: "sentence_transformers.models.Dense" }];
    const tiny = makeTinyEmbedding(place.path, {
      tokenTypes: false,
      modelFile: "onnx/model.onnx",
      output: "sentence",
      files: { "modules.json": layers },
    });
    const [row] = await embed(await open(), ["red wine"]);
    expect(rounded(row)).toEqual(rounded(unit(columns(tiny, framed("red wine"), mean))));
  });

  it("has an id of kind, contents and dimensions, which changes with the weights and with the settings", async () => {
    const ids: string[] = [];
    for (const options of [{}, {}, { seed: 2 }, { files: { "1_Pooling/config.json": { pooling_mode_cls_token: true } } }]) {
      makeTinyEmbedding(place.path, options);
      ids.push((await open()).model.id);
    }
    expect(ids[0]).toMatch(/^onnx:[0-9a-f]{16}:16$/);
    expect([ids[1] === ids[0], new Set(ids).size]).toEqual([true, 3]);
  });
});

describe("a folder that cannot be used is refused with the reason", () => {
  const refusal = async () => {
    const result = await openSentenceEngine(place.path);
    if (result.ok) {
      opened.push(result.value);
      throw new Error("it was opened");
    }
    return result.error;
  };
  const at = (name: string) => join(place.path, name);
  const damages: readonly (readonly [string, () => void, RegExp])[] = [
    ["an empty folder", () => rmSync(place.path, { recursive: true }), /no model\.onnx/],
    ["no tokenizer", () => rmSync(at("tokenizer.json")), /no tokenizer\.json/],
    ["a truncated tokenizer", () => truncateSync(at("tokenizer.json"), 500), /tokenizer\.json: /],
    ["a tokenizer of another shape", () => writeFileSync(at("tokenizer.json"), '{"model":{"type":"Martian"}}'), /./],
    ["a tokenizer that is a list", () => writeFileSync(at("tokenizer.json"), "[]"), /tokenizer\.json: /],
    ["a truncated model", () => truncateSync(at("model.onnx"), 700), /./],
    ["an empty model", () => truncateSync(at("model.onnx"), 0), /./],
    ["a model of noise", () => writeFileSync(at("model.onnx"), Buffer.alloc(5000, "no model at all ")), /./],
    [
      "a pooling nobody knows",
      () => makeTinyEmbedding(place.path, { files: { "1_Pooling/config.json": { pooling_mode: "magic" } } }),
      /magic/,
    ],
    ["a layer outside the model", () => makeTinyEmbedding(place.path, { files: { "modules.json": [{ type: "x.Dense" }] } }), /Dense/],
    ["settings of the wrong shape", () => makeTinyEmbedding(place.path, { files: { "modules.json": { type: 3 } } }), /modules\.json: /],
    [
      "a vocabulary larger than the model",
      () => {
        const tokenizer = readFileSync(at("tokenizer.json"), "utf8");
        writeFileSync(at("tokenizer.json"), tokenizer.replace(/"a":\d+/, '"a":99999'));
      },
      /./,
    ],
  ];
  it.each(damages)("%s", async (_, damage, reason) => {
    makeTinyEmbedding(place.path);
    damage();
    const error = await refusal();
    expect(error).toMatchObject({ type: "EmbeddingFolderInvalid", folder: place.path });
    expect(error.reason).toMatch(reason);
    expect(error.reason.length).toBeGreaterThan(5);
  });
});
