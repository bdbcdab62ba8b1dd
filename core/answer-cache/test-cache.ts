import { silentLog } from "#core/base";
import { createHashedEmbedder } from "#core/embedding";
import { createFakeClock, openTestStore } from "#core/testing";
import { createAnswerCache, type AnswerCacheDeps, type CacheKey, type KeptAnswer } from "./answer-cache.ts";
import { answerCacheMigrations } from "./migrations.ts";

export const dayMs = 24 * 3_600_000;
export const signal: AbortSignal = new AbortController().signal;

const hashed = createHashedEmbedder();
export const embed = async (text: string) => {
  const rows = await hashed.embed([text], "query");
  return rows.ok ? { modelId: hashed.model.id, vector: rows.value } : null;
};

export const openTestCache = (options: Partial<AnswerCacheDeps> = {}) => {
  const clock = createFakeClock();
  const store = openTestStore(answerCacheMigrations, clock);
  return { cache: createAnswerCache({ clock, embed, log: silentLog, store, ...options }), clock, store };
};

export const key = (question: string, rest: Partial<CacheKey> = {}): CacheKey => ({
  question,
  context: "context",
  class: "lookup",
  privacy: "open",
  cacheable: true,
  ...rest,
});
export const answer = (text: string, rest: Partial<KeptAnswer> = {}): KeptAnswer => ({
  text,
  modelId: "small",
  place: "local",
  usage: { inputTokens: 30, outputTokens: 12 },
  costMicroUsd: 0,
  durationMs: 900,
  ...rest,
});
