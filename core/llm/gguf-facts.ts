import { open } from "node:fs/promises";
import { err, ok, reasonOf, type Result } from "#core/base";
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
} from "./gguf-cursor.ts";
import { valueBytes } from "./gguf-types.ts";

/** What decides how much memory a model takes. Null: the bytes at hand do not say. */
export interface GgufFacts {
  readonly architecture: string;
  readonly name: string | null;
  readonly contextTokens: number | null;
  readonly layers: number | null;
  readonly width: number | null;
  readonly heads: number | null;
  /** Key and value heads of each layer; one number where all are alike. */
  readonly sharedHeads: readonly number[] | null;
  readonly keyLength: number | null;
  readonly valueLength: number | null;
  readonly vocabulary: number | null;
  /** Some layers keep only so many tokens. */
  readonly slidingWindow: number | null;
  readonly chatTemplate: boolean;
}

/** Whole numbers of any width (ggml `gguf.h`, enum gguf_type): 8 to 64 bits, signed and not. */
const wholeTypes = new Set([0, 1, 2, 3, 4, 5, 10, 11]);
/** A list by layer is never longer; vocabularies are, and are skipped. */
const mostLayers = 4096;

type Value = number | string | boolean | bigint | readonly number[];

/** The entries that are whole within the bytes, in order. Lengths of other lists are under `key#length`. */
const readWhatIsThere = (bytes: Uint8Array): Map<string, Value> => {
  const entries = new Map<string, Value>();
  const cursor = createCursor(bytes, Number.MAX_SAFE_INTEGER);
  readVersion(cursor, Number.MAX_SAFE_INTEGER);
  cursor.u64(mostTensors, "the number of tensors");
  const count = cursor.u64(mostEntries, "the number of metadata entries");
  try {
    for (let index = 0; index < count; index += 1) {
      const key = cursor.text(longestKey, "a metadata key");
      if (!isName(key) || entries.has(key)) corrupt("a metadata key is no name or twice there");
      const type = cursor.u32();
      if (type === 8) entries.set(key, cursor.text(longestText, key.slice(0, 60)));
      else if (type !== 9) entries.set(key, readScalar(cursor, type));
      else {
        const elementType = cursor.u32();
        const length = cursor.u64(Number.MAX_SAFE_INTEGER, `the length of ${key.slice(0, 60)}`);
        entries.set(`${key}#length`, length);
        const size = valueBytes[elementType];
        if (wholeTypes.has(elementType) && length <= mostLayers) {
          const values: number[] = [];
          for (let element = 0; element < length; element += 1) values.push(Number(readScalar(cursor, elementType)));
          entries.set(key, values);
        } else if (elementType === 8)
          for (let element = 0; element < length; element += 1) cursor.take(cursor.u64(longestText, `a text in ${key.slice(0, 60)}`));
        else if (size) cursor.take(size * length);
        else corrupt(`${key.slice(0, 60)} holds values of type ${elementType}`);
      }
    }
  } catch (cause) {
    if (!(cause instanceof Stop) || cause.problem.type !== "more") throw cause;
  }
  return entries;
};

const factsOf = (entries: ReadonlyMap<string, Value>): GgufFacts => {
  const architecture = entries.get("general.architecture");
  if (typeof architecture !== "string" || !/^[\w.-]{1,64}$/.test(architecture)) return corrupt("it does not name its architecture");
  const size = (key: string, limit = 2 ** 31): number | null => {
    const value = entries.get(key);
    const number = typeof value === "number" || typeof value === "bigint" ? Number(value) : Number.NaN;
    return Number.isInteger(number) && number >= 1 && number <= limit ? number : null;
  };
  const own = (name: string, limit?: number) => size(`${architecture}.${name}`, limit);
  const layers = own("block_count", mostLayers);
  const heads = own("attention.head_count", 65_536);
  const listed = entries.get(`${architecture}.attention.head_count_kv`);
  const one = own("attention.head_count_kv", 65_536) ?? heads;
  const name = entries.get("general.name");
  return {
    architecture,
    name: typeof name === "string" && name.trim() !== "" ? name.trim().slice(0, 120) : null,
    contextTokens: own("context_length"),
    layers,
    width: own("embedding_length", 1_048_576),
    heads,
    sharedHeads: Array.isArray(listed)
      ? (listed as readonly number[]).map((count) => (count >= 0 && count <= 65_536 ? count : 0))
      : one === null
        ? null
        : [one],
    keyLength: own("attention.key_length", 65_536),
    valueLength: own("attention.value_length", 65_536),
    vocabulary: own("vocab_size", 2 ** 24) ?? size("tokenizer.ggml.tokens#length", 2 ** 24),
    slidingWindow: own("attention.sliding_window"),
    chatTemplate: typeof entries.get("tokenizer.chat_template") === "string",
  };
};

/**
 * What the first bytes of a GGUF file say; they may end anywhere. Vouches for nothing: `readGgufHeader` decides whether a file is used.
 * Never throws; allocates no more than the bytes given. The error is a reason for people.
 */
export const parseGgufFacts = (bytes: Uint8Array): Result<GgufFacts, string> => {
  try {
    return ok(factsOf(readWhatIsThere(bytes)));
  } catch (cause) {
    if (cause instanceof Stop) return err(cause.problem.type === "corrupt" ? cause.problem.reason : "it ends inside its header");
    throw cause;
  }
};

/** Sizes stand before the vocabulary in all files seen; templates may come between. */
const firstBytes = 1024 * 1024;

/** The same of a file on disk. */
export const readGgufFacts = async (path: string): Promise<Result<GgufFacts & { readonly fileBytes: number }, string>> => {
  try {
    await using file = await open(path, "r");
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(Math.min(firstBytes, size)), position: 0 });
    const facts = parseGgufFacts(buffer.subarray(0, bytesRead));
    return facts.ok ? ok({ ...facts.value, fileBytes: size }) : facts;
  } catch (cause) {
    return err(reasonOf(cause));
  }
};
