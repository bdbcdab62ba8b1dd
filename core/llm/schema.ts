import { z } from "zod";
import { abortedSchema, idSchema } from "#core/base/schema";
import { cacheHitSchema } from "#core/answer-cache/schema";
import { budgetErrorSchema } from "#core/budgets/schema";
import { routeDecisionSchema } from "#core/router/schema";

export const providerKindSchema = z.enum(["openai", "anthropic", "gemini", "ollama", "compatible"]);
export type ProviderKind = z.infer<typeof providerKindSchema>;
export const providerIdSchema = idSchema("provider");
export type ProviderId = z.infer<typeof providerIdSchema>;

/** Micro-USD for a million tokens, as the provider publishes it. */
export const priceSchema = z.object({
  inputMicroUsd: z.number().int().min(0),
  outputMicroUsd: z.number().int().min(0),
  /** For input the provider had kept from before; the input price where null. */
  cachedInputMicroUsd: z.number().int().min(0).nullable().default(null),
});
export type Price = z.infer<typeof priceSchema>;

/** A service the person has an account with. Its key lies in the keychain under the id, never here. */
export const providerSchema = z.object({
  id: providerIdSchema,
  kind: providerKindSchema,
  name: z.string().min(1).max(80),
  baseUrl: z.url().nullable(),
  /** The model asked for, in the provider's own name. */
  model: z.string().min(1).max(200),
  hasKey: z.boolean(),
  /** What the person says it costs; null: the price list's, and nothing on this machine or the near network. */
  price: priceSchema.nullable().default(null),
  /** Whether its model sees pictures, as the person says; null: what is usual for its kind. */
  seesImages: z.boolean().nullable().default(null),
});
export type Provider = z.infer<typeof providerSchema>;

export const providerDraftSchema = z.object({
  kind: providerKindSchema,
  name: z.string().min(1).max(80),
  baseUrl: z.url().nullable().default(null),
  model: z.string().min(1).max(200),
  key: z.string().max(4000).nullable().default(null),
  price: priceSchema.nullable().default(null),
  /** Given along with the key: what this provider may cost in a month. Null changes nothing. */
  monthlyMicroUsd: z.number().int().min(0).nullable().default(null),
});
export type ProviderDraft = z.input<typeof providerDraftSchema>;

/** `extractive` quotes; `local` runs a GGUF file here; `cloud` sends the question and the passages to a provider. */
const modelPlaceSchema = z.enum(["extractive", "local", "cloud"]);

/** How fast a local model is here. */
export const modelSpeedSchema = z.object({
  tokensPerSecond: z.number(),
  firstTokenMs: z.number(),
  threads: z.number(),
  engineVersion: z.string(),
  measuredAtMs: z.number(),
  /** The best earlier engine version that was clearly faster; null: none. */
  before: z.object({ engineVersion: z.string(), tokensPerSecond: z.number() }).nullable(),
});
export type ModelSpeed = z.infer<typeof modelSpeedSchema>;

/** What a local model was seen to manage. */
export const modelAbilitiesSchema = z.object({ keepsJson: z.boolean(), callsTools: z.boolean(), probedAtMs: z.number() });
export type ModelAbilities = z.infer<typeof modelAbilitiesSchema>;

/** What is not known of a model before it was measured or priced. */
export const unmeasured = { price: null, sizeBytes: null, billionParameters: null, speed: null, abilities: null } as const;
const free = { inputMicroUsd: 0, outputMicroUsd: 0, cachedInputMicroUsd: null };
/** The same on this machine, where nothing costs money. */
export const unmeasuredHere = { ...unmeasured, price: free } as const;

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
  /** Null: not known. Zero on this machine. */
  price: priceSchema.nullable().default(null),
  sizeBytes: z.number().nullable().default(null),
  billionParameters: z.number().nullable().default(null),
  speed: modelSpeedSchema.nullable().default(null),
  abilities: modelAbilitiesSchema.nullable().default(null),
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
  ...budgetErrorSchema.options,
  /** Something in the context is marked private, and nobody on this machine could answer. */
  z.object({ type: z.literal("PrivateContent"), modelId: z.string() }),
  /** The question has a picture, and nobody who sees pictures may be asked. */
  z.object({ type: z.literal("PictureUnseen"), modelId: z.string() }),
  /** After repeated failures it is left alone for a while. */
  z.object({ type: z.literal("ModelPaused"), modelId: z.string(), untilMs: z.number(), failures: z.number() }),
  z.object({ type: z.literal("DeadlinePassed"), limitMs: z.number() }),
  /** The engine did not move for so long; it is being restarted. */
  z.object({ type: z.literal("ModelEngineStuck"), limitMs: z.number() }),
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

/** A picture in a question; for models that see. PNG, JPEG, WebP or GIF. */
export interface ImagePart {
  readonly mediaType: string;
  readonly base64: string;
}

export type ModelMessage =
  | { readonly role: "system"; readonly text: string }
  | { readonly role: "user"; readonly text: string; readonly images?: readonly ImagePart[] }
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

/** What became of a request beside its text: who, why, at what cost, and from where. */
export const answerAccountSchema = z.object({
  decision: routeDecisionSchema.nullable(),
  /** Null: the price is not known. 0 on this machine and from the cache. */
  costMicroUsd: z.number().nullable(),
  cache: cacheHitSchema.nullable(),
});
export type AnswerAccount = z.infer<typeof answerAccountSchema>;
