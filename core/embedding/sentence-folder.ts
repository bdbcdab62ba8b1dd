import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { err, ok, parseJson, reasonOf, tryAsync, type Result } from "#core/base";
import { poolingModes, type PoolingMode } from "./pooling.ts";
import type { EmbeddingError } from "./schema.ts";

/** Beyond this no sentence-embedding model was trained; also the limit when a folder names none. */
const defaultTokens = 512;
const maximumTokens = 8192;

const objectSchema = z.record(z.string(), z.unknown());
const poolingSchema = z.looseObject({
  pooling_mode: z.union([z.string(), z.array(z.string())]).optional(),
  pooling_mode_cls_token: z.boolean().optional(),
  pooling_mode_max_tokens: z.boolean().optional(),
  pooling_mode_mean_tokens: z.boolean().optional(),
  pooling_mode_mean_sqrt_len_tokens: z.boolean().optional(),
  pooling_mode_weightedmean_tokens: z.boolean().optional(),
  pooling_mode_lasttoken: z.boolean().optional(),
  include_prompt: z.boolean().optional(),
});
const modulesSchema = z.array(z.looseObject({ type: z.string() }));
const promptsSchema = z.looseObject({
  prompts: z.record(z.string(), z.string().nullable()).optional(),
  default_prompt_name: z.string().nullish(),
});
const limitsSchema = z.looseObject({
  max_seq_length: z.number().nullish(),
  max_position_embeddings: z.number().nullish(),
});

export interface SentenceFolder {
  readonly name: string;
  /** The first 16 hexadecimal digits of the SHA-256 over all files that shape a vector. */
  readonly revision: string;
  readonly modelPath: string;
  readonly tokenizer: Readonly<Record<string, unknown>>;
  readonly tokenizerConfig: Readonly<Record<string, unknown>>;
  readonly poolingModes: readonly PoolingMode[];
  /** Layers after pooling (`modules.json`) that only a model with its own `sentence_embedding` output can have built in. */
  readonly extraLayers: readonly string[];
  readonly maximumTokens: number;
  readonly prefixes: Readonly<Record<"query" | "passage", string>>;
}

const modesOf = (config: z.infer<typeof poolingSchema>): PoolingMode[] => {
  const named = config.pooling_mode === undefined ? [] : [config.pooling_mode].flat();
  const unknown = named.find((mode) => !poolingModes.some((known) => known === mode));
  if (unknown !== undefined) throw new Error(`pooling by ${JSON.stringify(unknown)} is unknown`);
  const chosen: Record<PoolingMode, boolean | undefined> = {
    cls: config.pooling_mode_cls_token,
    max: config.pooling_mode_max_tokens,
    mean: config.pooling_mode_mean_tokens,
    mean_sqrt_len_tokens: config.pooling_mode_mean_sqrt_len_tokens,
    weightedmean: config.pooling_mode_weightedmean_tokens,
    lasttoken: config.pooling_mode_lasttoken,
  };
  const modes = poolingModes.filter((mode) => (named.length > 0 ? named.includes(mode) : chosen[mode] === true));
  return modes.length > 0 ? modes : ["mean"];
};

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isFile() ?? false;

const findModel = async (folder: string): Promise<string> => {
  for (const name of ["model.onnx", "onnx/model.onnx"]) if (await isFile(join(folder, name))) return join(folder, name);
  throw new Error("there is no model.onnx and no onnx/model.onnx");
};

const readJson = async <Schema extends z.ZodType>(folder: string, name: string, schema: Schema): Promise<z.infer<Schema> | undefined> => {
  if (!(await isFile(join(folder, name)))) return undefined;
  const parsed = parseJson(await readFile(join(folder, name), "utf8"), schema);
  if (!parsed.ok) throw new Error(`${name}: ${parsed.error.reason}`);
  return parsed.value;
};

const revisionOf = async (modelPath: string, settings: unknown): Promise<string> => {
  const hash = createHash("sha256").update(JSON.stringify(settings));
  for (const path of [modelPath, `${modelPath}_data`, `${modelPath}.data`])
    if (await isFile(path)) for await (const part of createReadStream(path)) hash.update(part as Uint8Array);
  return hash.digest("hex").slice(0, 16);
};

const read = async (folder: string): Promise<SentenceFolder> => {
  const modelPath = await findModel(folder);
  const tokenizer = await readJson(folder, "tokenizer.json", objectSchema);
  if (tokenizer === undefined) throw new Error("there is no tokenizer.json");
  const tokenizerConfig = (await readJson(folder, "tokenizer_config.json", objectSchema)) ?? {};
  const modules = (await readJson(folder, "modules.json", modulesSchema)) ?? [];
  const layers = modules.map(({ type }) => type.split(".").at(-1) ?? type);
  const pooling = (await readJson(folder, "1_Pooling/config.json", poolingSchema)) ?? {};
  const { prompts = {}, default_prompt_name: usual } = (await readJson(folder, "config_sentence_transformers.json", promptsSchema)) ?? {};
  const everyText = (usual ? prompts[usual] : null) ?? "";
  const prefixes = {
    query: prompts["query"] ?? everyText,
    passage: prompts["passage"] ?? prompts["document"] ?? everyText,
  };
  if (pooling.include_prompt === false && prefixes.query + prefixes.passage !== "")
    throw new Error("leaving the prompt out of pooling (include_prompt: false) is not supported");
  const stated = [
    (await readJson(folder, "sentence_bert_config.json", limitsSchema))?.max_seq_length,
    (await readJson(folder, "config.json", limitsSchema))?.max_position_embeddings,
    tokenizerConfig["model_max_length"],
  ];
  // Some tokenizers state 1e30 for "no limit".
  const limits = stated.filter((limit) => typeof limit === "number").filter((limit) => limit >= 4 && limit <= maximumTokens);
  const settings = {
    tokenizer,
    tokenizerConfig,
    poolingModes: modesOf(pooling),
    maximumTokens: limits.length > 0 ? Math.min(...limits) : defaultTokens,
    prefixes,
  };
  return {
    ...settings,
    name: basename(folder),
    revision: await revisionOf(modelPath, settings),
    modelPath,
    extraLayers: layers.filter((layer) => !["Transformer", "Pooling", "Normalize"].includes(layer)),
  };
};

/** Reads what a sentence-embedding folder says about itself; the model file is only hashed. Errors: EmbeddingFolderInvalid. */
export const readSentenceFolder = async (folder: string): Promise<Result<SentenceFolder, EmbeddingError>> => {
  const found = await tryAsync(() => read(folder), reasonOf);
  return found.ok ? ok(found.value) : err({ type: "EmbeddingFolderInvalid", folder, reason: found.error });
};
