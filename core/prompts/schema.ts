import { z } from "zod";
import { idSchema } from "#core/base/schema";

export const promptIdSchema = idSchema("prompt");
export type PromptId = z.infer<typeof promptIdSchema>;

/** What a person writes. `{{name}}` in the text is asked for when the prompt is used; `{{name:words}}` begins with those words. */
export const promptDraftSchema = z.object({
  title: z.string().trim().min(1).max(120),
  text: z.string().min(1).max(20_000),
  /** Typed after "/" in the composer; no two prompts have the same. Null: found by its title only. */
  keyword: z
    .string()
    .regex(/^[\p{L}\p{N}-]{1,40}$/u)
    .nullable()
    .default(null),
});
export type PromptDraft = z.infer<typeof promptDraftSchema>;

export const promptSchema = promptDraftSchema.extend({
  id: promptIdSchema,
  useCount: z.number().int(),
  lastUsedAtMs: z.number().nullable(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
});
export type Prompt = z.infer<typeof promptSchema>;

export const promptErrorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("PromptNotFound"), promptId: z.string() }),
  z.object({ type: z.literal("KeywordTaken"), keyword: z.string(), title: z.string() }),
]);
export type PromptError = z.infer<typeof promptErrorSchema>;
