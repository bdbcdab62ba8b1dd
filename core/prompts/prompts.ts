import type { ClockDep, IdsDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import { promptSchema, type Prompt, type PromptDraft, type PromptError, type PromptId } from "./schema.ts";

const columns = `id, title, text, keyword, use_count AS useCount, last_used_at_ms AS lastUsedAtMs, created_at_ms AS createdAtMs,
  updated_at_ms AS updatedAtMs`;

/** Prompts a person keeps to use again. Every change is saved when the call returns. */
export const createPrompts = ({ clock, ids, store }: ClockDep & IdsDep & StoreDep) => {
  const { database } = store;
  const selectAll = database.prepare<[], Prompt>(`SELECT ${columns} FROM prompts ORDER BY use_count DESC, title COLLATE NOCASE, id`);
  const selectOne = database.prepare<[string], Prompt>(`SELECT ${columns} FROM prompts WHERE id = ?`);
  const selectKeyword = database.prepare<[string, string], Prompt>(`SELECT ${columns} FROM prompts WHERE keyword = ? AND id <> ?`);
  const insert = database.prepare("INSERT INTO prompts (id, title, text, keyword, created_at_ms, updated_at_ms) VALUES (?, ?, ?, ?, ?, ?)");
  const update = database.prepare("UPDATE prompts SET title = ?, text = ?, keyword = ?, updated_at_ms = ? WHERE id = ?");
  const use = database.prepare("UPDATE prompts SET use_count = use_count + 1, last_used_at_ms = ? WHERE id = ?");
  const drop = database.prepare("DELETE FROM prompts WHERE id = ?");

  const get = (id: PromptId): Result<Prompt, PromptError> => {
    const row = selectOne.get(id);
    return row === undefined ? err({ type: "PromptNotFound", promptId: id }) : ok(promptSchema.parse(row));
  };

  const isFree = (keyword: string | null, id: string): Result<void, PromptError> => {
    const holder = keyword === null ? undefined : selectKeyword.get(keyword, id);
    return holder === undefined ? ok(undefined) : err({ type: "KeywordTaken", keyword: holder.keyword ?? "", title: holder.title });
  };

  return {
    list: (): readonly Prompt[] => selectAll.all().map((row) => promptSchema.parse(row)),
    create: ({ keyword, text, title }: PromptDraft): Result<Prompt, PromptError> => {
      const free = isFree(keyword, "");
      if (!free.ok) return free;
      const id = ids.create("prompt");
      insert.run(id, title, text, keyword, clock.nowMs(), clock.nowMs());
      return get(id);
    },
    update: (id: PromptId, { keyword, text, title }: PromptDraft): Result<Prompt, PromptError> => {
      const free = isFree(keyword, id);
      if (!free.ok) return free;
      update.run(title, text, keyword, clock.nowMs(), id);
      return get(id);
    },
    /** Answers what was dropped. */
    remove: (id: PromptId): Result<Prompt, PromptError> => {
      const found = get(id);
      if (found.ok) drop.run(id);
      return found;
    },
    used: (id: PromptId): Result<Prompt, PromptError> => {
      use.run(clock.nowMs(), id);
      return get(id);
    },
  };
};

export type Prompts = ReturnType<typeof createPrompts>;
