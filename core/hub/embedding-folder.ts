import { open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { parseJson, reasonOf } from "#core/base";

/** The largest published tokenizers (250,000 entries with merges) have some 40 MB. */
const largestJsonBytes = 64 * 1024 ** 2;
/** A model without any weights would be smaller. */
const smallestModelBytes = 512;
/** Top-level fields of an ONNX file are few; a graph is one of them. */
const mostFields = 4096;

const vocabularySchema = z.union([z.record(z.string(), z.number().int().min(0)), z.array(z.tuple([z.string(), z.number()]))]);
/** What the `tokenizers` library writes: a model of a known type with its words. */
const tokenizerSchema = z.looseObject({
  model: z.looseObject({ type: z.enum(["WordPiece", "BPE", "Unigram", "WordLevel"]).optional(), vocab: vocabularySchema }),
  added_tokens: z.array(z.looseObject({ id: z.number().int().min(0), content: z.string() })).optional(),
});
const objectSchema = z.record(z.string(), z.unknown());

const readJson = async <Schema extends z.ZodType>(folder: string, name: string, schema: Schema): Promise<z.infer<Schema> | string> => {
  const found = await stat(join(folder, name)).catch(() => null);
  if (found === null || !found.isFile()) return `there is no ${name}`;
  if (found.size > largestJsonBytes) return `${name} is too large`;
  const parsed = parseJson(await readFile(join(folder, name), "utf8"), schema);
  return parsed.ok ? parsed.value : `${name} does not have the form it should have`;
};

/**
 * Walks the outermost fields of a protobuf message (ONNX `ModelProto`: 1 is the version, 7 the graph) without reading what they hold: every length must
 * lie within the file. Gives what is wrong, or null.
 */
const modelProblem = async (path: string): Promise<string | null> => {
  await using file = await open(path, "r");
  const { size } = await file.stat();
  if (size < smallestModelBytes) return "model.onnx is too small";
  const buffer = Buffer.alloc(20);
  let at = 0;
  let hasGraph = false;
  for (let field = 0; at < size; field += 1) {
    if (field > mostFields) return "model.onnx is no ONNX model";
    const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, size - at), at);
    let cursor = 0;
    const variable = (): bigint | null => {
      let value = 0n;
      for (let shift = 0n; shift < 70n; shift += 7n) {
        if (cursor >= bytesRead) return null;
        const byte = buffer[cursor++] ?? 0;
        value |= BigInt(byte & 127) << shift;
        if (byte < 128) return value;
      }
      return null;
    };
    const tag = variable();
    if (tag === null) return "model.onnx is no ONNX model";
    const wire = Number(tag & 7n);
    const length = wire === 2 || wire === 0 ? variable() : wire === 1 ? 8n : wire === 5 ? 4n : null;
    if (length === null || tag >> 3n === 0n) return "model.onnx is no ONNX model";
    const skipped = wire === 0 ? 0n : length;
    if (skipped > BigInt(size - at)) return "model.onnx is cut off";
    at += cursor + Number(skipped);
    if (at > size) return "model.onnx is cut off";
    if (tag >> 3n === 7n && wire === 2) hasGraph = length > 0n;
  }
  return hasGraph ? null : "model.onnx holds no graph";
};

/**
 * Checks a sentence-embedding folder before native code sees it: the files that must be there, the shape of what is JSON, a tokenizer whose numbers agree,
 * and an ONNX file whose outermost lengths lie within it. Gives what is wrong, for people, or null.
 */
export const embeddingFolderProblem = async (folder: string): Promise<string | null> => {
  try {
    const tokenizer = await readJson(folder, "tokenizer.json", tokenizerSchema);
    if (typeof tokenizer === "string") return tokenizer;
    const { vocab } = tokenizer.model;
    const ids = Array.isArray(vocab) ? vocab.map((_, index) => index) : Object.values(vocab);
    if (ids.length < 2) return "tokenizer.json has no words";
    const words = new Set(ids);
    if (words.size < ids.length) return "tokenizer.json gives two words the same number";
    const largest = ids.reduce((most, id) => Math.max(most, id), 0);
    if (largest > ids.length * 4 + 1_000_000) return "tokenizer.json numbers its words too high";
    const config = await readJson(folder, "config.json", objectSchema);
    if (typeof config === "string") return config;
    if (
      await stat(join(folder, "model.onnx")).then(
        (found) => !found.isFile(),
        () => true,
      )
    )
      return "there is no model.onnx";
    return await modelProblem(join(folder, "model.onnx"));
  } catch (cause) {
    return reasonOf(cause);
  }
};
