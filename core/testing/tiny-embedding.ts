import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { encodeOnnxModel } from "#core/embedding";

export interface TinyEmbeddingOptions {
  readonly width?: number;
  /** `sentence` also has an output that is pooled already. */
  readonly output?: "tokens" | "sentence";
  /** Whether the model asks for token types, as BERT does. */
  readonly tokenTypes?: boolean;
  readonly seed?: number;
  /** Where model.onnx lies within the folder. */
  readonly modelFile?: "model.onnx" | "onnx/model.onnx";
  /** Further files by name, as JSON: `1_Pooling/config.json` and so on. */
  readonly files?: Readonly<Record<string, unknown>>;
}

export interface TinyEmbedding {
  readonly width: number;
  /** Token by id. */
  readonly vocabulary: readonly string[];
  /** The vector of a token. */
  readonly vectorOf: (token: string) => readonly number[];
}

const specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"];
const words =
  "the a boat sails over wide sea and river water bread wine house garden cat dog runs fast slow red green query passage :".split(" ");
const letters = "abcdefghijklmnopqrstuvwxyz0123456789".split("");
const vocabulary = [...new Set([...specials, ...words, ...letters, ...letters.map((letter) => `##${letter}`)])];

/** mulberry32: small, fast, the same everywhere. */
const createRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

const idOf = (token: string): number => vocabulary.indexOf(token);

const tokenizer = {
  version: "1.0",
  truncation: null,
  padding: null,
  added_tokens: specials.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: "BertPreTokenizer" },
  post_processor: {
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: "[CLS]", type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      { SpecialToken: { id: "[SEP]", type_id: 0 } },
    ],
    pair: [],
    special_tokens: Object.fromEntries(["[CLS]", "[SEP]"].map((token) => [token, { id: token, ids: [idOf(token)], tokens: [token] }])),
  },
  decoder: { type: "WordPiece", prefix: "##", cleanup: true },
  model: {
    type: "WordPiece",
    unk_token: "[UNK]",
    continuing_subword_prefix: "##",
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
  },
};

const tinyGraph = (table: Float32Array, width: number, output: "tokens" | "sentence", tokenTypes: boolean): Uint8Array => {
  const inputNames = ["input_ids", "attention_mask", ...(tokenTypes ? ["token_type_ids"] : [])];
  const sentence = {
    operator: "ReduceMean",
    inputs: ["last_hidden_state"],
    output: "sentence_embedding",
    attributes: { axes: [1], keepdims: 0 },
  };
  return encodeOnnxModel({
    name: "tiny-embedding",
    initializers: [{ name: "table", dimensions: [vocabulary.length, width], data: table }],
    inputs: inputNames.map((name) => ({ name, type: "int64", dimensions: ["batch", "tokens"] })),
    nodes: [
      { operator: "Gather", inputs: ["table", "input_ids"], output: "last_hidden_state", attributes: { axis: 0 } },
      ...(output === "sentence" ? [sentence] : []),
    ],
    outputs: [
      { name: "last_hidden_state", type: "float", dimensions: ["batch", "tokens", width] },
      ...(output === "sentence" ? [{ name: "sentence_embedding", type: "float" as const, dimensions: ["batch", width] }] : []),
    ],
  });
};

/** Writes a sentence-embedding folder of a few kilobytes: a real ONNX model (random word vectors from a seed) and a real WordPiece tokenizer. */
export const makeTinyEmbedding = (folder: string, options: TinyEmbeddingOptions = {}): TinyEmbedding => {
  const { width = 16, output = "tokens", tokenTypes = true, seed = 1, modelFile = "model.onnx", files = {} } = options;
  const random = createRandom(seed);
  const table = Float32Array.from({ length: vocabulary.length * width }, () => random() * 2 - 1);
  const write = (name: string, content: Uint8Array | string) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  write(modelFile, tinyGraph(table, width, output, tokenTypes));
  write("tokenizer.json", JSON.stringify(tokenizer));
  for (const [name, content] of Object.entries(files)) write(name, JSON.stringify(content));
  return { width, vocabulary, vectorOf: (token) => [...table.subarray(idOf(token) * width, (idOf(token) + 1) * width)] };
};
