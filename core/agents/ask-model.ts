import type { Aborted } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { GenerateRequest, ModelError, ModelInfo, Usage } from "#core/llm/schema";
import type { PlanningModels } from "./ports.ts";
import { mostAnswerCharacters } from "./read-answer.ts";
import type { AgentError } from "./schema.ts";

/** One question and what came of it; tokens are counted whether it was answered or not. */
export interface Asked {
  readonly answer: Result<string, ModelError | Aborted | Extract<AgentError, { type: "PlannerMissing" }>>;
  readonly info: ModelInfo | null;
  readonly usage: Usage;
}

/** Asks for one whole answer. Somebody who can only quote is not asked: without a fluent model the error is PlannerMissing, or why the fluent one failed. */
export const askModel = async (
  models: PlanningModels,
  request: (info: ModelInfo) => GenerateRequest,
  modelId: string | null,
  signal: AbortSignal,
): Promise<Asked> => {
  let text = "";
  let info: ModelInfo | null = null;
  let usage: Usage = { inputTokens: 0, outputTokens: 0 };
  const leave = new AbortController();
  for await (const event of models.answer(request, { modelId, signal: AbortSignal.any([signal, leave.signal]) })) {
    switch (event.type) {
      case "model-chosen": {
        if (event.info.place !== "extractive") {
          info = event.info;
          break;
        }
        const reason = event.tried.at(-1)?.error;
        return { answer: err(reason ?? { type: "PlannerMissing" }), info, usage };
      }
      case "model-delta":
        text += event.text;
        if (text.length <= mostAnswerCharacters) break;
        leave.abort();
        return {
          answer: err({ type: "AnswerInvalid", reason: `the answer is longer than ${mostAnswerCharacters} characters` }),
          info,
          usage,
        };
      case "model-end":
        ({ usage } = event);
        return { answer: ok(text), info, usage };
      case "model-error":
        ({ usage } = event);
        return { answer: err(event.error), info, usage };
      case "model-fallback":
      case "model-account":
      case "model-tool-call":
        break;
    }
  }
  throw new Error("a model's answer ended without its end");
};
