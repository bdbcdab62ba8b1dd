import { z } from "zod";
import { cachePolicyPatchSchema, cachePolicySchema, cacheStatusSchema } from "#core/answer-cache/schema";
import { operation } from "./operation.ts";

export const answerCacheContract = {
  status: operation("GET", "/answer-cache", "What is kept and what it saved").output(cacheStatusSchema),
  policy: operation("GET", "/answer-cache/policy", "How answers are kept").output(cachePolicySchema),
  setPolicy: operation("POST", "/answer-cache/policy", "Change how answers are kept")
    .input(cachePolicyPatchSchema)
    .output(cachePolicySchema),
  clear: operation("DELETE", "/answer-cache", "Forget all kept answers; what they saved stays counted").output(
    z.object({ removed: z.number() }),
  ),
};
