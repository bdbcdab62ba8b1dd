import { z } from "zod";
import { promptDraftSchema, type Prompt, type PromptDraft } from "#core/prompts/schema";
import { err, ok, type Result } from "#core/base/schema";

const fileSchema = z.object({ format: z.literal("olympus-prompts"), version: z.literal(1), prompts: z.array(z.unknown()).max(10_000) });

/** Prompts as a file that another Olympus reads. */
export const promptsToText = (prompts: readonly Prompt[]): string =>
  `${JSON.stringify(
    { format: "olympus-prompts", version: 1, prompts: prompts.map(({ keyword, text, title }) => ({ title, keyword, text })) },
    null,
    2,
  )}\n`;

/** What of a file are prompts, and how many entries are none. Errors: it is no file of prompts. */
export const textToPrompts = (
  text: string,
): Result<{ readonly drafts: readonly PromptDraft[]; readonly damagedCount: number }, "not-prompts"> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err("not-prompts");
  }
  const file = fileSchema.safeParse(value);
  if (!file.success) return err("not-prompts");
  const read = file.data.prompts.map((entry) => promptDraftSchema.safeParse(entry));
  return ok({ drafts: read.flatMap(({ data }) => data ?? []), damagedCount: read.filter(({ success }) => !success).length });
};

/** Those that are not here yet, word for word; a keyword that is taken is left off. */
export const newAmong = (drafts: readonly PromptDraft[], here: readonly Prompt[]): readonly PromptDraft[] => {
  const same = new Set(here.map(({ text, title }) => `${title}\n${text}`));
  const keywords = new Set(here.flatMap(({ keyword }) => (keyword === null ? [] : [keyword.toLowerCase()])));
  return drafts.flatMap((draft) => {
    const key = `${draft.title}\n${draft.text}`;
    if (same.has(key)) return [];
    same.add(key);
    const taken = draft.keyword !== null && keywords.has(draft.keyword.toLowerCase());
    if (draft.keyword !== null) keywords.add(draft.keyword.toLowerCase());
    return [taken ? { ...draft, keyword: null } : draft];
  });
};
