import { implement } from "@orpc/server";
import { contract } from "#core/contract";
import type { AnswerCache } from "./answer-cache.ts";

const os = implement(contract.answerCache);

export const answerCacheOperations = (cache: AnswerCache) =>
  os.router({
    status: os.status.handler(() => cache.status()),
    policy: os.policy.handler(() => cache.policy()),
    setPolicy: os.setPolicy.handler(({ input }) => cache.setPolicy(input)),
    clear: os.clear.handler(() => ({ removed: cache.clear() })),
  });
