import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

export interface TinyModelShape {
  /** Width of the hidden state; 128, or a multiple of 256. */
  readonly width: number;
  readonly layers: number;
  readonly contextTokens: number;
  /** A text it writes after every blank and bracket, as one token; lets it begin a tool call. */
  readonly opening?: string;
}

/** About half a megabyte. */
const tinyShape: TinyModelShape = { width: 128, layers: 1, contextTokens: 4096 };

/** The text whose letter pairs the model has learned, so that it writes something like words. */
const sample =
  "the quick brown fox jumps over the lazy dog. while the river runs to the sea, a small boat carries bread and wine. " +
  "we are here to read and write, and there is more to say. ";

/** Heads of 64, as most models have; at least four. */
const headsOf = ({ width }: TinyModelShape): number => Math.max(4, width / 64);
const specials = ["<unk>", "<s>", "</s>"];
/** Unknown, begin, end, one token for every byte, and the blank as the tokenizer writes it. */
const tokens = [
  ...specials,
  ...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`),
  "\u2581",
];
const blank = tokens.length - 1;
const tokensOf = ({ opening }: TinyModelShape): string[] =>
  opening === undefined ? tokens : [...tokens, opening.replaceAll(" ", "\u2581")];
const tokenOf = (character: string): number => (character === " " ? blank : specials.length + character.charCodeAt(0));

/** mulberry32: small, fast, the same everywhere. */
const createRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

const dot = (left: Float64Array, right: Float64Array): number => left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);

/** One direction per token; those of the sample's characters at right angles, so that their successors do not blur. Length √width, as after RMS norm. */
const makeEmbedding = (width: number, vocabulary: number, random: () => number): Float64Array[] => {
  const used = [...new Set([...sample].map(tokenOf))];
  const rows = Array.from({ length: vocabulary }, () => Float64Array.from({ length: width }, () => random() * 2 - 1));
  const row = (index: number): Float64Array => rows[index] ?? new Float64Array(width);
  used.forEach((token, place) => {
    for (const earlier of used.slice(0, place)) {
      const shared = dot(row(token), row(earlier)) / dot(row(earlier), row(earlier));
      row(token).forEach((value, index) => (row(token)[index] = value - shared * (row(earlier)[index] ?? 0)));
    }
  });
  return rows.map((values) => {
    const scale = Math.sqrt(width / dot(values, values));
    return values.map((value) => value * scale);
  });
};

/** Output rows that score each character's successors in the sample; a full stop may also end the text. */
const makeOutput = (embedding: readonly Float64Array[], width: number): Float64Array[] => {
  const counts = new Map<string, number>();
  for (let index = 0; index + 1 < sample.length; index += 1) {
    const pair = sample.slice(index, index + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  const rows = embedding.map(() => new Float64Array(width));
  const add = (from: number, to: number, score: number) =>
    rows[to]?.forEach((value, index, row) => (row[index] = value + ((embedding[from]?.[index] ?? 0) * score) / width));
  for (const [pair, count] of counts) add(tokenOf(pair.charAt(0)), tokenOf(pair.charAt(1)), 10 + 2 * Math.log(count));
  // After bytes the sample does not have, a letter is likelier than a control character.
  const known = new Set([...sample].map(tokenOf));
  for (let from = 0; from < tokens.length; from += 1) if (!known.has(from)) for (const to of "the") add(from, tokenOf(to), 3);
  add(tokenOf("."), 2, 8);
  for (let opening = tokens.length; opening < rows.length; opening += 1) for (const from of " ]") add(tokenOf(from), opening, 40);
  return rows;
};

const bytesOf = (...parts: readonly (Uint8Array | readonly Uint8Array[])[]): Buffer => Buffer.concat(parts.flat());
const u32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
const u64 = (value: number): Buffer => Buffer.from(BigUint64Array.of(BigInt(value)).buffer);
const f32 = (value: number): Buffer => Buffer.from(Float32Array.of(value).buffer);
const text = (value: string): Buffer => bytesOf(u64(Buffer.byteLength(value)), Buffer.from(value));
const entry = {
  u32: (key: string, value: number) => bytesOf(text(key), u32(4), u32(value)),
  f32: (key: string, value: number) => bytesOf(text(key), u32(6), f32(value)),
  flag: (key: string, value: boolean) => bytesOf(text(key), u32(7), Uint8Array.of(value ? 1 : 0)),
  text: (key: string, value: string) => bytesOf(text(key), u32(8), text(value)),
  texts: (key: string, values: readonly string[]) => bytesOf(text(key), u32(9), u32(8), u64(values.length), values.map(text)),
  f32s: (key: string, values: readonly number[]) => bytesOf(text(key), u32(9), u32(6), u64(values.length), values.map(f32)),
  u32s: (key: string, values: readonly number[]) => bytesOf(text(key), u32(9), u32(5), u64(values.length), values.map(u32)),
};

const alignment = 32;
const padded = (bytes: Buffer): Buffer => bytesOf(bytes, new Uint8Array((alignment - (bytes.length % alignment)) % alignment));

interface Tensor {
  readonly name: string;
  /** Fastest first. */
  readonly sides: readonly number[];
  readonly half: boolean;
  readonly values: ArrayLike<number>;
}

const makeTensors = (shape: TinyModelShape): Tensor[] => {
  const { width, layers } = shape;
  const vocabulary = tokensOf(shape).length;
  const random = createRandom(7);
  const embedding = makeEmbedding(width, vocabulary, random);
  const flat = (rows: readonly Float64Array[]) => rows.flatMap((row) => [...row]);
  // Small enough that the pairs decide most and the earlier text a little.
  const noise = (name: string, sides: readonly [number, number]): Tensor => ({
    name,
    sides,
    half: true,
    values: Float32Array.from({ length: sides[0] * sides[1] }, () => ((random() * 2 - 1) * 0.35) / Math.sqrt(sides[0])),
  });
  const ones = (name: string): Tensor => ({ name, sides: [width], half: false, values: new Float32Array(width).fill(1) });
  const blocks = Array.from({ length: layers }, (_, layer) => [
    ones(`blk.${layer}.attn_norm.weight`),
    noise(`blk.${layer}.attn_q.weight`, [width, width]),
    noise(`blk.${layer}.attn_k.weight`, [width, width]),
    noise(`blk.${layer}.attn_v.weight`, [width, width]),
    noise(`blk.${layer}.attn_output.weight`, [width, width]),
    ones(`blk.${layer}.ffn_norm.weight`),
    noise(`blk.${layer}.ffn_gate.weight`, [width, width * 2]),
    noise(`blk.${layer}.ffn_up.weight`, [width, width * 2]),
    noise(`blk.${layer}.ffn_down.weight`, [width * 2, width]),
  ]);
  return [
    { name: "token_embd.weight", sides: [width, vocabulary], half: true, values: flat(embedding) },
    ...blocks.flat(),
    ones("output_norm.weight"),
    { name: "output.weight", sides: [width, vocabulary], half: true, values: flat(makeOutput(embedding, width)) },
  ];
};

/** A whole GGUF file: a small llama over bytes that writes something like words. The same bytes for the same shape, on every machine. */
export const tinyModelBytes = (shape: TinyModelShape = tinyShape): Buffer => {
  const vocabulary = tokensOf(shape);
  const entries = [
    entry.text("general.architecture", "llama"),
    entry.text("general.name", "Olympus Tiny"),
    entry.u32("general.alignment", alignment),
    entry.u32("general.file_type", 1),
    entry.u32("llama.context_length", shape.contextTokens),
    entry.u32("llama.embedding_length", shape.width),
    entry.u32("llama.block_count", shape.layers),
    entry.u32("llama.feed_forward_length", shape.width * 2),
    entry.u32("llama.attention.head_count", headsOf(shape)),
    entry.u32("llama.attention.head_count_kv", headsOf(shape)),
    entry.u32("llama.rope.dimension_count", shape.width / headsOf(shape)),
    entry.f32("llama.attention.layer_norm_rms_epsilon", 1e-5),
    entry.u32("llama.vocab_size", vocabulary.length),
    entry.text("tokenizer.ggml.model", "llama"),
    entry.texts("tokenizer.ggml.tokens", vocabulary),
    entry.f32s(
      "tokenizer.ggml.scores",
      vocabulary.map(() => 0),
    ),
    // Unknown 2, control 3, byte 6, normal 1.
    entry.u32s(
      "tokenizer.ggml.token_type",
      vocabulary.map((_, index) => [2, 3, 3][index] ?? (index >= blank ? 1 : 6)),
    ),
    entry.u32("tokenizer.ggml.unknown_token_id", 0),
    entry.u32("tokenizer.ggml.bos_token_id", 1),
    entry.u32("tokenizer.ggml.eos_token_id", 2),
    entry.flag("tokenizer.ggml.add_bos_token", true),
    entry.flag("tokenizer.ggml.add_eos_token", false),
    entry.flag("tokenizer.ggml.add_space_prefix", false),
  ];
  const tensors = makeTensors(shape);
  const data = tensors.map(({ half, values }) =>
    padded(Buffer.from(half ? new Uint8Array(Float16Array.from(values).buffer) : new Uint8Array(Float32Array.from(values).buffer))),
  );
  let offset = 0;
  const infos = tensors.map(({ name, sides, half }, index) => {
    const info = bytesOf(text(name), u32(sides.length), sides.map(u64), u32(half ? 1 : 0), u64(offset));
    offset += data[index]?.length ?? 0;
    return info;
  });
  const header = bytesOf(Buffer.from("GGUF"), u32(3), u64(tensors.length), u64(entries.length), entries, infos);
  return bytesOf(padded(header), data);
};

/** Writes the tiny model, whole or not at all; an existing file is left alone. Gives the path back. */
export const makeTinyModel = (path: string, shape: TinyModelShape = tinyShape): string => {
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, tinyModelBytes(shape));
  renameSync(partial, path);
  return path;
};
