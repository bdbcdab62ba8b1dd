import type { AnswerSpeed, LoadedConversation } from "./llama-port.ts";
import { evaluatePrompt } from "./llama-prompt.ts";

/** A prompt as long as a question with two passages, and an answer of a few sentences. */
const promptTokens = 256;
const answerTokens = 32;
const sentence = "The river runs to the sea, and a small boat carries bread and wine while we write. ";

/** Times one cold prompt and a short answer to it. Gives null when stopped. */
export const measureSpeed = async (loaded: LoadedConversation, signal: AbortSignal): Promise<AnswerSpeed | null> => {
  const { model, sequence, threads } = loaded;
  const prompt = model.tokenize(sentence.repeat(promptTokens), true).slice(0, Math.min(promptTokens, Math.floor(sequence.contextSize / 2)));
  await sequence.clearHistory();
  const startedAtMs = performance.now();
  await evaluatePrompt(loaded, prompt, signal);
  let firstAtMs = startedAtMs;
  let written = 0;
  for await (const token of sequence.evaluate(prompt.slice(-1), { temperature: 0, yieldEogToken: true })) {
    if (written === 0) firstAtMs = performance.now();
    written += 1;
    if (signal.aborted || written > answerTokens || token === undefined) break;
  }
  if (signal.aborted) return null;
  return { tokensPerSecond: ((written - 1) * 1000) / (performance.now() - firstAtMs), firstTokenMs: firstAtMs - startedAtMs, threads };
};
