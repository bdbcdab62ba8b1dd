import { err, ok, type Result } from "#core/base";
import {
  corrupt,
  createCursor,
  isName,
  longestKey,
  longestText,
  mostEntries,
  mostTensors,
  readScalar,
  readVersion,
  Stop,
  type Cursor,
  type GgufProblem,
  type Scalar,
} from "./gguf-cursor.ts";
import { tensorTypes, valueBytes } from "./gguf-types.ts";

/** What the start of a GGUF file says. */
export interface GgufHeader {
  readonly version: number;
  readonly architecture: string;
  /** `general.name`, or null. */
  readonly name: string | null;
  /** The context it was trained for, or null when it does not say. */
  readonly contextTokens: number | null;
  readonly chatTemplate: boolean;
  readonly tensorCount: number;
  /** Numbers in all tensors together: what "7B" counts. */
  readonly parameters: number;
  /** Where tensor data begins. */
  readonly dataStart: number;
}

/** ggml's GGML_MAX_NAME less its final zero. */
const longestTensorName = 63;
/** ggml's GGML_MAX_DIMS. */
const mostDimensions = 4;
const largestAlignment = 65_536;
/** Tensor types beyond this number do not exist in any version; between the known ones and this there may be newer ones. */
const largestTensorType = 128;

/** The engine stops the process when two tokens are the same text. */
const readTokens = (cursor: Cursor, length: number, key: string): ReadonlySet<string> => {
  const seen = new Set<string>();
  for (let index = 0; index < length; index += 1) seen.add(cursor.bytesAsText(longestText, `a text in ${key}`));
  if (seen.size < length) corrupt(`${key} holds the same token twice`);
  return seen;
};

/** SentencePiece vocabularies fall back to one token per byte; the engine stops the process at a byte that has none. */
const checkByteTokens = (tokens: ReadonlySet<string>) => {
  for (let byte = 0; byte < 256; byte += 1) {
    const name = `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
    if (!tokens.has(name) && !tokens.has(String.fromCharCode(byte))) corrupt(`the vocabulary has no token ${name}`);
  }
};

/** Values of single entries; of arrays only their length, as a number under `key#length`. */
const readEntries = (cursor: Cursor, count: number, fileBytes: number): Map<string, Scalar> => {
  const entries = new Map<string, Scalar>();
  let tokens: ReadonlySet<string> | undefined;
  for (let index = 0; index < count; index += 1) {
    const key = cursor.text(longestKey, "a metadata key");
    if (!isName(key) || entries.has(key) || entries.has(`${key}#length`))
      corrupt(`the metadata key "${key.slice(0, 60)}" is no name or twice there`);
    const type = cursor.u32();
    if (type === 8) entries.set(key, cursor.text(longestText, key));
    else if (type === 9) {
      const elementType = cursor.u32();
      const length = cursor.u64(fileBytes, `the length of ${key.slice(0, 60)}`);
      const size = valueBytes[elementType];
      if (elementType === 8 && key === "tokenizer.ggml.tokens") tokens = readTokens(cursor, length, key);
      else if (elementType === 8)
        for (let element = 0; element < length; element += 1) cursor.take(cursor.u64(longestText, `a text in ${key.slice(0, 60)}`));
      else if (size) cursor.take(size * length);
      else corrupt(`${key.slice(0, 60)} holds values of type ${elementType}`);
      entries.set(`${key}#length`, length);
    } else entries.set(key, readScalar(cursor, type));
  }
  if (tokens !== undefined && entries.get("tokenizer.ggml.model") === "llama") checkByteTokens(tokens);
  return entries;
};

const readTensor = (cursor: Cursor, names: Set<string>, alignment: number): { numbers: number; end: number } => {
  const name = cursor.text(longestTensorName, "a tensor's name");
  if (!isName(name) || names.has(name)) corrupt(`the tensor "${name}" has no name or is twice there`);
  names.add(name);
  const dimensionCount = cursor.u32();
  if (dimensionCount < 1 || dimensionCount > mostDimensions) corrupt(`the tensor ${name} has ${dimensionCount} dimensions`);
  let numbers = 1;
  let rowLength = 0;
  for (let index = 0; index < dimensionCount; index += 1) {
    const length = cursor.u64(Number.MAX_SAFE_INTEGER, `a side of ${name}`);
    if (length === 0) corrupt(`the tensor ${name} is empty`);
    if (index === 0) rowLength = length;
    numbers *= length;
    if (numbers > Number.MAX_SAFE_INTEGER) corrupt(`the tensor ${name} is too large`);
  }
  const type = cursor.u32();
  if (type > largestTensorType) corrupt(`the tensor ${name} has the unknown type ${type}`);
  const offset = cursor.u64(Number.MAX_SAFE_INTEGER, `the place of ${name}`);
  if (offset % alignment !== 0) corrupt(`the tensor ${name} is not aligned`);
  const [perBlock, blockBytes] = tensorTypes.get(type) ?? [1, 0];
  if (rowLength % perBlock !== 0) corrupt(`the rows of ${name} do not fit its type`);
  return { numbers, end: offset + (numbers / perBlock) * blockBytes };
};

/** Sizes that the engine divides by or allocates from; wrong ones would stop the whole process instead of giving an error. */
const checkSizes = (entries: ReadonlyMap<string, Scalar>, architecture: string) => {
  const limits = {
    block_count: 4096,
    embedding_length: 1_048_576,
    "attention.head_count": 65_536,
    "attention.head_count_kv": 65_536,
    feed_forward_length: 16_777_216,
    context_length: 2 ** 31,
  };
  for (const [name, limit] of Object.entries(limits)) {
    const value = entries.get(`${architecture}.${name}`);
    if (value === undefined) continue;
    if (typeof value !== "number" && typeof value !== "bigint") corrupt(`${architecture}.${name} is not a number`);
    if (Number(value) < 1 || Number(value) > limit) corrupt(`${architecture}.${name} is ${value}`);
  }
  const heads = Number(entries.get(`${architecture}.attention.head_count`) ?? 1);
  const sharedHeads = Number(entries.get(`${architecture}.attention.head_count_kv`) ?? 1);
  if (heads % sharedHeads !== 0) corrupt(`${heads} heads cannot share ${sharedHeads} keys`);
};

/** Sizes that must be there because tensors of that kind are; without them the engine counts with zero and stops the process. */
const neededSizes: readonly (readonly [RegExp, string])[] = [
  [/^blk\.\d+\.ffn_(up|down|gate)\.weight$/, "feed_forward_length"],
  [/^blk\.\d+\.attn_(q|qkv|output)\.weight$/, "attention.head_count"],
  [/^blk\.\d+\./, "block_count"],
  [/^token_embd\.weight$/, "embedding_length"],
];

const checkNeeded = (entries: ReadonlyMap<string, Scalar>, names: ReadonlySet<string>, architecture: string) => {
  for (const [tensor, size] of neededSizes) {
    const key = `${architecture}.${size}`;
    if (!entries.has(key) && !entries.has(`${key}#length`) && names.values().some((name) => tensor.test(name)))
      corrupt(`${key} is missing`);
  }
};

const parse = (bytes: Uint8Array, fileBytes: number): GgufHeader => {
  const cursor = createCursor(bytes, fileBytes);
  const version = readVersion(cursor, fileBytes);
  const tensorCount = cursor.u64(mostTensors, "the number of tensors");
  const entries = readEntries(cursor, cursor.u64(mostEntries, "the number of metadata entries"), fileBytes);

  const architecture = entries.get("general.architecture");
  if (typeof architecture !== "string" || !/^[\w.-]{1,64}$/.test(architecture)) return corrupt("it does not name its architecture");
  if (/bert|^clip$|^t5encoder$/.test(architecture)) corrupt(`a ${architecture} model cannot write answers`);
  if (tensorCount === 0) corrupt("it has no tensors");
  checkSizes(entries, architecture);

  const alignment = entries.get("general.alignment") ?? 32;
  if (typeof alignment !== "number" || alignment < 1 || alignment > largestAlignment || !Number.isInteger(Math.log2(alignment)))
    return corrupt("its alignment is not a power of two");
  const names = new Set<string>();
  let dataBytes = 0;
  let parameters = 0;
  for (let index = 0; index < tensorCount; index += 1) {
    const { end, numbers } = readTensor(cursor, names, alignment);
    dataBytes = Math.max(dataBytes, end);
    parameters += numbers;
  }
  checkNeeded(entries, names, architecture);
  const dataStart = Math.ceil(cursor.position() / alignment) * alignment;
  if (dataStart + dataBytes > fileBytes) corrupt(`it is cut off: ${fileBytes} bytes of at least ${dataStart + dataBytes}`);

  const name = entries.get("general.name");
  const contextTokens = entries.get(`${architecture}.context_length`);
  return {
    version,
    architecture,
    name: typeof name === "string" && name.trim() !== "" ? name.trim().slice(0, 120) : null,
    contextTokens: contextTokens === undefined ? null : Number(contextTokens),
    chatTemplate: typeof entries.get("tokenizer.chat_template") === "string",
    tensorCount,
    parameters,
    dataStart,
  };
};

/**
 * Reads and checks the header of a GGUF file from its first bytes: counts, lengths, types, sizes the engine would trip over, and that every
 * tensor lies inside the file. Never throws, never allocates more than the bytes given; time grows with the header only.
 */
export const parseGgufHeader = (bytes: Uint8Array, fileBytes: number): Result<GgufHeader, GgufProblem> => {
  try {
    return ok(parse(bytes, fileBytes));
  } catch (cause) {
    if (cause instanceof Stop) return err(cause.problem);
    throw cause;
  }
};
