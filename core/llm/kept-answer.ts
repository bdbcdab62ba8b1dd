import { createHash } from "node:crypto";
import type { AnswerCache, CacheKey } from "#core/answer-cache";
import type { Privacy, RouteFeatures } from "#core/router/schema";
import { imageCount } from "./request-size.ts";
import type { GenerateRequest } from "./schema.ts";

/** Answers kept from before: the part of the cache that models need. */
export type KeptAnswers = Pick<AnswerCache, "lookup" | "store">;

/** Above it the person asked for variety. */
const mostTemperature = 0.5;

/** What an answer is kept under. `request` is the whole one, as for a model without limits; two requests with the same key may share an answer. */
export const cacheKeyOf = (
  request: GenerateRequest,
  { features, modelId, privacy }: { readonly features: RouteFeatures; readonly modelId: string | null; readonly privacy: Privacy },
): CacheKey => {
  const { jsonSchema, messages, sources, temperature, tools = [] } = request;
  const at = messages.findLastIndex(({ role }) => role === "user");
  const context = JSON.stringify({
    modelId,
    messages: messages.map((message, index) => (index === at ? null : message)),
    // Their order counts: the answer's [n] point into it.
    sources: sources.map(({ number, text }) => ({ number, text })),
    jsonSchema: jsonSchema ?? null,
    temperature: temperature ?? null,
  });
  return {
    question: messages[at]?.text ?? "",
    context: createHash("sha256").update(context).digest("hex"),
    class: features.intent,
    privacy,
    cacheable: at >= 0 && tools.length === 0 && imageCount(request) === 0 && (temperature ?? 0) <= mostTemperature,
  };
};

/** Keeps nothing. */
export const noKeptAnswers: KeptAnswers = { lookup: async () => null, store: () => {} };
