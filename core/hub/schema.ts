import { z } from "zod";
import { idSchema } from "#core/base/schema";

export const downloadIdSchema = idSchema("download");
export type DownloadId = z.infer<typeof downloadIdSchema>;

/** `gguf`: a language model in one file (or its numbered parts). `embedding`: a folder with model.onnx, tokenizer.json and what belongs to it. */
export const hubKindSchema = z.enum(["gguf", "embedding"]);
export type HubKind = z.infer<typeof hubKindSchema>;

/** One file to fetch. `sha256` is null where nobody published it; the size is then still checked. */
export const hubFileSchema = z.object({
  name: z.string().min(1).max(300),
  uri: z.string().max(2000),
  sizeBytes: z.number().int().positive().nullable(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});
export type HubFile = z.infer<typeof hubFileSchema>;

/** One build of a model: the same weights in one quantisation. */
export const hubVariantSchema = z.object({
  id: z.string().max(200),
  quantisation: z.string().max(40),
  files: z.array(hubFileSchema).min(1).max(32),
  /** About how large it is, to two digits, where the catalogue gives no exact sizes; the hub says exactly when a download begins. */
  aboutBytes: z.number().int().positive().nullable().default(null),
});
export type HubVariant = z.infer<typeof hubVariantSchema>;

export const hubModelSchema = z.object({
  id: z.string().max(200),
  kind: hubKindSchema,
  name: z.string().max(120),
  publisher: z.string().max(120),
  description: z.string().max(400),
  licence: z.string().max(80),
  licenceUri: z.string().max(400).nullable(),
  billionParameters: z.number().nullable(),
  contextTokens: z.number().int().positive().nullable(),
  capabilities: z.array(z.enum(["chat", "tools", "json", "code", "images", "multilingual", "embedding"])),
  languages: z.array(z.string().max(8)),
  variants: z.array(hubVariantSchema).min(1).max(40),
});
export type HubModel = z.infer<typeof hubModelSchema>;

/** Memory of this machine that a model could have, now. */
export const hardwareSchema = z.object({
  cores: z.number(),
  totalMemoryBytes: z.number(),
  freeMemoryBytes: z.number(),
  /** Graphics memory that the engine could use; null: none found. */
  graphicsMemoryBytes: z.number().nullable(),
  freeDiskBytes: z.number(),
  /** What the processor reads from memory in a second, measured once in a start; null: not measured yet. */
  memoryBytesPerSecond: z.number().nullable().default(null),
});
export type Hardware = z.infer<typeof hardwareSchema>;

/** Whether a model fits, with the sum. `isExact`: from the file's own header; otherwise from its size and usual proportions. */
export const fitSchema = z.object({
  label: z.enum(["fits", "slow", "wont-fit", "unknown"]),
  reasons: z.array(z.enum(["memory", "memory-tight", "disk", "processor", "size-unknown"])),
  isExact: z.boolean(),
  weightsBytes: z.number(),
  /** Keys and values of the context. */
  contextBytes: z.number(),
  workBytes: z.number(),
  neededBytes: z.number(),
  availableBytes: z.number(),
  contextTokens: z.number(),
  /** From memory bandwidth and, once measured, from models on this machine; null: nothing to go by. */
  expectedTokensPerSecond: z.number().nullable(),
});
export type Fit = z.infer<typeof fitSchema>;

export const hubErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("HubModelNotFound"), modelId: z.string() }),
  z.object({ type: z.literal("DownloadNotFound"), downloadId: z.string() }),
  /** The address is none that is fetched from: wrong scheme, a host outside the list, a private address. */
  z.object({ type: z.literal("HubAddressRefused"), uri: z.string(), reason: z.string() }),
  z.object({ type: z.literal("HubUnreachable"), host: z.string(), reason: z.string() }),
  /** Needs an account or the acceptance of a licence at the publisher's page. */
  z.object({ type: z.literal("HubAccessRefused"), host: z.string(), status: z.number() }),
  z.object({ type: z.literal("DownloadTooLarge"), limitBytes: z.number(), sizeBytes: z.number().nullable() }),
  z.object({ type: z.literal("DiskFull"), neededBytes: z.number(), freeBytes: z.number() }),
  z.object({ type: z.literal("ChecksumWrong"), file: z.string(), expected: z.string(), actual: z.string() }),
  z.object({ type: z.literal("DownloadCut"), file: z.string(), receivedBytes: z.number(), expectedBytes: z.number() }),
  /** It arrived whole but is no model Olympus can use; the file was put aside, not deleted. */
  z.object({ type: z.literal("ModelRefused"), file: z.string(), reason: z.string() }),
  z.object({ type: z.literal("FileWriteFailed"), path: z.string(), reason: z.string() }),
]);
export type HubError = z.infer<typeof hubErrorSchema>;

/** `paused` survives a restart; a download that ran when the program ended is `paused` with its bytes kept. */
export const downloadStateSchema = z.enum(["waiting", "running", "checking", "paused", "done", "failed", "cancelled"]);
export type DownloadState = z.infer<typeof downloadStateSchema>;

export const downloadSchema = z.object({
  id: downloadIdSchema,
  kind: hubKindSchema,
  /** Of the catalogue; null for a pasted address. */
  hubModelId: z.string().nullable(),
  variantId: z.string().nullable(),
  name: z.string(),
  host: z.string(),
  state: downloadStateSchema,
  receivedBytes: z.number(),
  /** Null while the server has not said. */
  totalBytes: z.number().nullable(),
  /** Over the last seconds; 0 when not running. */
  bytesPerSecond: z.number(),
  leftMs: z.number().nullable(),
  /** Whether a checksum is known and will be (was) compared. */
  verified: z.enum(["pending", "checksum", "size-only"]),
  error: hubErrorSchema.nullable(),
  /** The model it became; `onnx:…` for an embedding folder. */
  modelId: z.string().nullable(),
  /** Where it lies, once done: a GGUF file, or the folder to choose as `embeddingFolder` in the settings. */
  path: z.string().nullable().default(null),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
});
export type Download = z.infer<typeof downloadSchema>;

/** Something Olympus fetched and may delete. */
export const fetchedModelSchema = z.object({
  modelId: z.string(),
  kind: hubKindSchema,
  name: z.string(),
  /** The GGUF file, or the embedding folder. */
  path: z.string(),
  sizeBytes: z.number(),
  hubModelId: z.string().nullable(),
  variantId: z.string().nullable(),
  verified: z.enum(["checksum", "size-only"]),
  fetchedAtMs: z.number(),
  /** An embedding folder that the library uses. */
  inUse: z.boolean(),
});
export type FetchedModel = z.infer<typeof fetchedModelSchema>;

/** A program on this machine that serves models over the OpenAI protocol now. `models` by its own names; may be empty. */
export const neighbourSchema = z.object({
  program: z.enum(["ollama", "lm-studio", "llama-cpp"]),
  baseUrl: z.string(),
  models: z.array(z.string()),
});
export type Neighbour = z.infer<typeof neighbourSchema>;
