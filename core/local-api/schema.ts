import { z } from "zod";
import { idSchema } from "#core/base/schema";

export const apiTokenIdSchema = idSchema("apitoken");
export type ApiTokenId = z.infer<typeof apiTokenIdSchema>;

/** A key for a program that asks through the local API. The key itself is never stored. */
export const apiTokenSchema = z.object({
  id: apiTokenIdSchema,
  name: z.string().min(1).max(80),
  createdAtMs: z.number(),
  lastUsedAtMs: z.number().nullable(),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

export const localApiStatusSchema = z.object({
  enabled: z.boolean(),
  /** What a client takes as its base URL; null while nothing listens. */
  baseUrl: z.string().nullable(),
  /** Why nothing listens though it is enabled. */
  problem: z.string().nullable(),
  tokens: z.array(apiTokenSchema),
});
export type LocalApiStatus = z.infer<typeof localApiStatusSchema>;
