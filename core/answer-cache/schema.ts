import { z } from "zod";

/** How an answer came out of the cache. `saved…` is what the first asking cost, on this machine or in the cloud. */
export const cacheHitSchema = z.object({
  kind: z.enum(["exact", "similar"]),
  /** 1 for exact. */
  similarity: z.number(),
  storedAtMs: z.number(),
  /** Who answered then. */
  modelId: z.string(),
  savedTokens: z.number(),
  savedMicroUsd: z.number(),
});
export type CacheHit = z.infer<typeof cacheHitSchema>;

const fields = {
  enabled: z.boolean(),
  /** Near-duplicates too; exact ones always when enabled. */
  similar: z.boolean(),
  /** After so long an entry is not used any more. */
  keepDays: z.number().int().min(1).max(365),
};

export const cachePolicySchema = z.object({
  enabled: fields.enabled.default(true),
  similar: fields.similar.default(true),
  keepDays: fields.keepDays.default(7),
});
export type CachePolicy = z.infer<typeof cachePolicySchema>;

/** Built from the bare fields: a field with a default would come back as that default when it is left out, and reset it. */
export const cachePolicyPatchSchema = z.object(fields).partial();
export type CachePolicyPatch = z.infer<typeof cachePolicyPatchSchema>;

export const cacheStatusSchema = z.object({
  entries: z.number(),
  sizeBytes: z.number(),
  hits: z.object({ exact: z.number(), similar: z.number() }),
  /** Lookups that found nothing. */
  misses: z.number(),
  /** By where the saved answer had been made. */
  saved: z.object({
    local: z.object({ tokens: z.number(), durationMs: z.number() }),
    cloud: z.object({ tokens: z.number(), microUsd: z.number() }),
  }),
});
export type CacheStatus = z.infer<typeof cacheStatusSchema>;
