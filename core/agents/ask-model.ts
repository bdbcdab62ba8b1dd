import type { Aborted } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { AnswerOptions } from "#core/llm";
import type { GenerateRequest, ModelError, ModelInfo, Usage } from "#core/llm/schema";
import type { PlanningModels } from "./ports.ts";
import { mostAnswerCharacters } from "./read-answer.ts";
import type { AgentError } from "./schema.ts";

/** One question and what came of it; tokens and cost are counted whether it was answered or not. */
export interface Asked {
  readonly answer: Result<string, ModelError | Aborted | Extract<AgentError, { type: "PlannerMissing" }>>;
  readonly info: ModelInfo | null;
  readonly usage: Usage;
  /** Of all attempts; null when a price is not known. */
  readonly costMicroUsd: number | null;
}

/** Asks for one whole answer. Somebody who can only quote is not asked: without a fluent model the error is PlannerMissing, or why the fluent one failed. */
export const askModel = async (
  models: PlanningModels,
  request: (info: ModelInfo) => GenerateRequest,
  options: AnswerOptions,
): Promise<Asked> => {
  let text = "";
  let info: ModelInfo | null = null;
  let costMicroUsd: number | null = 0;
  // What was decided before the end; the rest is heard only for its account.
  let decided: Asked["answer"] | null = null;
  const leave = new AbortController();
  for await (const event of models.answer(request, { ...options, signal: AbortSignal.any([options.signal, leave.signal]) })) {
    switch (event.type) {
      case "model-chosen":
        if (event.info.place !== "extractive") {
          info = event.info;
          break;
        }
        decided = err(event.tried.at(-1)?.error ?? { type: "PlannerMissing" });
        leave.abort();
        break;
      case "model-delta":
        text += event.text;
        if (text.length <= mostAnswerCharacters) break;
        decided ??= err({ type: "AnswerInvalid", reason: `the answer is longer than ${mostAnswerCharacters} characters` });
        leave.abort();
        break;
      case "model-account":
        ({ costMicroUsd } = event.account);
        break;
      case "model-end":
        return { answer: decided ?? ok(text), info, usage: event.usage, costMicroUsd };
      case "model-error":
        return { answer: decided ?? err(event.error), info, usage: event.usage, costMicroUsd };
      case "model-fallback":
      case "model-tool-call":
        break;
    }
  }
  throw new Error("a model's answer ended without its end");
};
