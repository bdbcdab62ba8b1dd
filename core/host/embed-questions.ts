import type { AnswerCacheDeps } from "#core/answer-cache";
import type { Memory } from "#core/memory";

/** Questions' vectors by the model the library uses; none while that model is broken. */
export const embedQuestions =
  (memory: Pick<Memory, "embedTexts">): NonNullable<AnswerCacheDeps["embed"]> =>
  async (text, signal) => {
    const embedded = await memory.embedTexts([text], "query", signal);
    return embedded.ok ? { modelId: embedded.value.model.id, vector: embedded.value.rows } : null;
  };
