import { z } from "zod";
import { abortedSchema, idSchema } from "#core/base/schema";

export const providerKindSchema = z.enum(["openai", "anthropic", "gemini", "ollama", "compatible"]);
export type ProviderKind = z.infer<typeof providerKindSchema>;
export const providerIdSchema = idSchema("provider");
export type ProviderId = z.infer<typeof providerIdSchema>;

/** A service the person has an account with. Its key lies in the keychain under the id, never here. */
export const providerSchema = z.object({
  id: providerIdSchema,
  kind: providerKindSchema,
  name: z.string().min(1).max(80),
  baseUrl: z.url().nullable(),
  /** The model asked for, in the provider's own name. */
  model: z.string().min(1).max(200),
  hasKey: z.boolean(),
});
export type Provider = z.infer<typeof providerSchema>;

export const providerDraftSchema = z.object({
  kind: providerKindSchema,
  name: z.string().min(1).max(80),
  baseUrl: z.url().nullable().default(null),
  model: z.string().min(1).max(200),
  key: z.string().max(4000).nullable().default(null),
});
export type ProviderDraft = z.infer<typeof providerDraftSchema>;

/** `extractive` quotes; `local` runs a GGUF file here; `cloud` sends the question and the passages to a provider. */
const modelPlaceSchema = z.enum(["extractive", "local", "cloud"]);

/** Somebody who can answer. `id` is what settings and messages store: `extractive`, `gguf:<sha256 of path>`, or `<providerId>`. */
export const modelInfoSchema = z.object({
  id: z.string(),
  name: z.string(),
  place: modelPlaceSchema,
  /** For people: the file's path or the provider's address. */
  detail: z.string(),
  contextTokens: z.number(),
  tools: z.boolean(),
  jsonSchema: z.boolean(),
  images: z.boolean(),
  available: z.boolean(),
  /** Why not, when not available. */
  problem: z.lazy(() => modelErrorSchema).nullable(),
});
export type ModelInfo = z.infer<typeof modelInfoSchema>;

/** Everything that can go wrong between a question and its answer. */
export const modelErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ModelNotFound"), modelId: z.string() }),
  z.object({ type: z.literal("ProviderNotFound"), providerId: z.string() }),
  z.object({ type: z.literal("ModelFileMissing"), path: z.string() }),
  z.object({ type: z.literal("ModelFileCorrupt"), path: z.string(), reason: z.string() }),
  z.object({ type: z.literal("ModelEngineFailed"), reason: z.string() }),
  z.object({ type: z.literal("ProviderKeyMissing"), provider: z.string() }),
  z.object({ type: z.literal("ProviderKeyRefused"), provider: z.string(), status: z.number() }),
  z.object({ type: z.literal("ProviderBusy"), provider: z.string(), status: z.number(), retryAfterMs: z.number().nullable() }),
  z.object({ type: z.literal("ProviderRefused"), provider: z.string(), status: z.number(), reason: z.string() }),
  z.object({ type: z.literal("ProviderUnreachable"), provider: z.string(), reason: z.string() }),
  z.object({ type: z.literal("ProviderBroken"), provider: z.string(), reason: z.string() }),
  z.object({ type: z.literal("ProviderSilent"), provider: z.string(), limitMs: z.number() }),
  z.object({ type: z.literal("ContextTooLong"), limitTokens: z.number(), neededTokens: z.number() }),
  z.object({ type: z.literal("AnswerInvalid"), reason: z.string() }),
]);
export type ModelError = z.infer<typeof modelErrorSchema>;

export const usageSchema = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  /** How many of `inputTokens` were known from an earlier turn and cost no work; absent where nobody says. */
  cachedInputTokens: z.number().optional(),
});
export type Usage = z.infer<typeof usageSchema>;

/** A numbered piece of the person's own text. Models cite it as [n]; `text` is exactly the stored chunk. */
export interface SourcePassage {
  readonly number: number;
  readonly chunkId: number;
  readonly title: string;
  readonly heading: string;
  readonly page: number | null;
  readonly text: string;
}

export type ModelMessage =
  | { readonly role: "system" | "user"; readonly text: string }
  | { readonly role: "assistant"; readonly text: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: "tool"; readonly toolCallId: string; readonly text: string };

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** Parsed JSON, not yet checked against the tool's schema. */
  readonly input: unknown;
}

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the input; every property is required (llama.cpp grammar has no optional ones). */
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

export interface GenerateRequest {
  readonly messages: readonly ModelMessage[];
  /** What the answer may quote. Fluent models see them through the messages; the extractive one reads them here. */
  readonly sources: readonly SourcePassage[];
  readonly maxOutputTokens: number;
  readonly temperature?: number;
  readonly tools?: readonly ToolSpec[];
  /** JSON Schema the whole answer must obey. */
  readonly jsonSchema?: Readonly<Record<string, unknown>>;
  /** Same value for turns of one conversation, so that a local engine can keep its prefix. */
  readonly conversationKey?: string;
}

/** One answer's story: deltas and tool calls in order, then exactly one `model-end` or `model-error`. The stream never rejects. */
export type ModelEvent =
  | { readonly type: "model-delta"; readonly text: string }
  | { readonly type: "model-tool-call"; readonly call: ToolCall }
  | {
      readonly type: "model-end";
      readonly reason: "stop" | "length" | "tool-calls";
      readonly usage: Usage;
      readonly firstTokenMs: number | null;
    }
  | { readonly type: "model-error"; readonly error: ModelError | z.infer<typeof abortedSchema>; readonly usage: Usage };
