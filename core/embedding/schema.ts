import { z } from "zod";

/** `hashed`: word and character n-grams, needs nothing. `lsa`: learned from this library. `onnx`: a sentence-embedding folder. */
const embeddingKindSchema = z.enum(["hashed", "lsa", "onnx"]);
export type EmbeddingKind = z.infer<typeof embeddingKindSchema>;

/** What made a vector. Vectors are comparable only when `id` is equal; `id` contains kind, revision and dimensions. */
export const embeddingModelSchema = z.object({
  id: z.string(),
  kind: embeddingKindSchema,
  name: z.string(),
  revision: z.string(),
  dimensions: z.number().int(),
});
export type EmbeddingModel = z.infer<typeof embeddingModelSchema>;

export const embeddingErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("EmbeddingFolderInvalid"), folder: z.string(), reason: z.string() }),
  z.object({ type: z.literal("EmbeddingFailed"), reason: z.string() }),
]);
export type EmbeddingError = z.infer<typeof embeddingErrorSchema>;

/** Which embedder answers searches now, and what is being prepared in the background. */
export const embeddingStatusSchema = z.object({
  active: embeddingModelSchema,
  activity: z.discriminatedUnion("type", [
    z.object({ type: z.literal("idle") }),
    z.object({ type: z.literal("learning"), chunkCount: z.number() }),
    z.object({ type: z.literal("re-embedding"), next: embeddingModelSchema, done: z.number(), total: z.number() }),
  ]),
  problem: embeddingErrorSchema.nullable(),
});
export type EmbeddingStatus = z.infer<typeof embeddingStatusSchema>;
