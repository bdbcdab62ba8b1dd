import { abortedBy } from "#core/base";
import type { Answerer } from "#core/chat";
import type { AnswerOptions } from "#core/llm";
import { unmeasuredHere, type AnswerAccount, type GenerateRequest, type ModelError } from "#core/llm/schema";

type Step = { readonly say: string } | { readonly fail: ModelError } | { readonly wait: Promise<unknown> };

/** A model that says what it is told to, in pieces, and remembers what it was asked, and how. Stands in for `Models.answer`. */
export const createScriptedAnswerer = (
  script: (request: GenerateRequest) => Iterable<Step>,
  abilities: { readonly images?: boolean; readonly contextTokens?: number } = {},
) => {
  const requests: GenerateRequest[] = [];
  const asked: AnswerOptions[] = [];
  const account: AnswerAccount = { decision: null, costMicroUsd: 0, cache: null };
  const info = {
    ...unmeasuredHere,
    id: "scripted",
    name: "Scripted",
    place: "local" as const,
    detail: "",
    contextTokens: abilities.contextTokens ?? 4096,
    tools: false,
    jsonSchema: false,
    images: abilities.images ?? false,
    available: true,
    problem: null,
  };
  const usage = { inputTokens: 1, outputTokens: 1 };

  const answerer: Answerer = {
    answer: async function* answer(requestFor, options) {
      const { signal } = options;
      asked.push(options);
      const request = requestFor(info);
      requests.push(request);
      yield { type: "model-chosen", info, why: "it is the only one", tried: [], decision: null };
      for (const step of script(request)) {
        if ("wait" in step && !signal.aborted)
          await Promise.race([step.wait, new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }))]);
        const error = signal.aborted ? abortedBy(signal) : "fail" in step ? step.fail : null;
        if (error !== null) {
          yield { type: "model-account", account };
          return yield { type: "model-error", error, usage };
        }
        if ("say" in step) yield { type: "model-delta", text: step.say };
      }
      yield { type: "model-account", account };
      yield { type: "model-end", reason: "stop", usage, firstTokenMs: 1 };
    },
  };
  return { answerer, asked, requests };
};
