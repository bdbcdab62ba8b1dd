export { createAnswerCache, type AnswerCache, type AnswerCacheDeps, type CacheKey, type KeptAnswer } from "./answer-cache.ts";
export { answerCacheMigrations } from "./migrations.ts";
export { answerCacheOperations } from "./operations.ts";
