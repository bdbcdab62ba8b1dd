import { createHash } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { err, ok, parseJson, tryAsync, type Result } from "#core/base";
import { describeModel } from "./embedder.ts";
import { rareDimensions } from "./lsa-encode.ts";
import { encodeLsaGraph } from "./lsa-graph.ts";
import type { LsaModel } from "./lsa-model.ts";
import type { Vocabulary } from "./lsa-vocabulary.ts";
import type { EmbeddingError, EmbeddingModel } from "./schema.ts";

const files = { model: "model.onnx", vocabulary: "vocabulary.json", description: "model.json" } as const;

/** Raised when a folder written before would give other vectors today. */
const format = 1;

const descriptionSchema = z.object({
  kind: z.literal("lsa"),
  format: z.literal(format),
  /** The first 16 hexadecimal digits of the SHA-256 over the two hashes below. */
  revision: z.string(),
  dimensions: z.number().int().positive(),
  rank: z.number().int().positive(),
  learntFromChunks: z.number().int(),
  sha256: z.object({ model: z.string(), vocabulary: z.string() }),
});
const vocabularySchema = z.object({ stems: z.array(z.string()), weights: z.array(z.number()), forms: z.array(z.array(z.string())) });

const sha256 = (content: Uint8Array | string): string => createHash("sha256").update(content).digest("hex");
const revisionOf = (hashes: { readonly model: string; readonly vocabulary: string }): string =>
  sha256(`lsa ${format} ${hashes.model} ${hashes.vocabulary}`).slice(0, 16);

/** Writes the file and waits until the disk has it: the rename that follows must never be there without the contents. */
const writeDurably = async (path: string, content: Uint8Array | string): Promise<void> => {
  await using file = await open(path, "wx");
  await file.writeFile(content);
  await file.sync();
};

/** Writes a model to a folder, which is made. Throws what the file system throws; the folder may then be incomplete. */
export const writeLsaFolder = async (folder: string, model: LsaModel): Promise<void> => {
  const graph = encodeLsaGraph(model);
  const vocabulary = JSON.stringify(model.vocabulary);
  const hashes = { model: sha256(graph), vocabulary: sha256(vocabulary) };
  await mkdir(folder, { recursive: true });
  await writeDurably(join(folder, files.model), graph);
  await writeDurably(join(folder, files.vocabulary), vocabulary);
  const description: z.infer<typeof descriptionSchema> = {
    kind: "lsa",
    format,
    revision: revisionOf(hashes),
    dimensions: model.rank + rareDimensions,
    rank: model.rank,
    learntFromChunks: model.learntFromChunks,
    sha256: hashes,
  };
  await writeDurably(join(folder, files.description), `${JSON.stringify(description, null, 2)}\n`);
};

export interface LsaFolder {
  readonly model: EmbeddingModel;
  readonly rank: number;
  readonly graph: Uint8Array;
  readonly vocabulary: Vocabulary;
}

/** Reads a model's folder and checks every byte against its description. Errors: EmbeddingFolderInvalid. */
export const readLsaFolder = async (folder: string): Promise<Result<LsaFolder, EmbeddingError>> => {
  const invalid = (reason: string) => err({ type: "EmbeddingFolderInvalid", folder, reason } as const);
  const read = (name: string) =>
    tryAsync(
      () => readFile(join(folder, name)),
      () => `${name} cannot be read`,
    );
  const [descriptionFile, graph, vocabularyFile] = await Promise.all([read(files.description), read(files.model), read(files.vocabulary)]);
  if (!descriptionFile.ok) return invalid(descriptionFile.error);
  if (!graph.ok) return invalid(graph.error);
  if (!vocabularyFile.ok) return invalid(vocabularyFile.error);
  const description = parseJson(descriptionFile.value.toString("utf8"), descriptionSchema);
  if (!description.ok) return invalid(`${files.description}: ${description.error.reason}`);
  const { revision, dimensions, rank, learntFromChunks, sha256: expected } = description.value;
  if (sha256(graph.value) !== expected.model) return invalid(`${files.model} is damaged: its checksum differs`);
  if (sha256(vocabularyFile.value) !== expected.vocabulary) return invalid(`${files.vocabulary} is damaged: its checksum differs`);
  const vocabulary = parseJson(vocabularyFile.value.toString("utf8"), vocabularySchema);
  if (!vocabulary.ok) return invalid(`${files.vocabulary}: ${vocabulary.error.reason}`);
  if (revisionOf(expected) !== revision || dimensions !== rank + rareDimensions) return invalid(`${files.description} contradicts itself`);
  const name = `Learned from ${learntFromChunks.toLocaleString("en")} passages`;
  return ok({ model: describeModel("lsa", name, revision, dimensions), rank, graph: graph.value, vocabulary: vocabulary.value });
};
