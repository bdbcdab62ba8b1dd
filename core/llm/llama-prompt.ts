import type { ChatHistoryItem, ChatModelFunctions, Token } from "node-llama-cpp";
import type { LoadedConversation } from "./llama-port.ts";
import { toFunctions, toHistory } from "./llama-history.ts";
import type { GenerateRequest } from "./schema.ts";

export interface Prompt {
  readonly history: ChatHistoryItem[];
  readonly functions: ChatModelFunctions | undefined;
  readonly tokens: Token[];
}

export const makePrompt = ({ chat, model }: LoadedConversation, request: GenerateRequest): Prompt => {
  const history = toHistory(request.messages);
  const functions = request.tools === undefined || request.tools.length === 0 ? undefined : toFunctions(request.tools);
  const shared = { chatHistory: history, documentFunctionParams: true };
  const state = chat.chatWrapper.generateContextState(functions === undefined ? shared : { ...shared, availableFunctions: functions });
  return { history, functions, tokens: state.contextText.tokenize(model.tokenizer) };
};

/**
 * Tokens evaluated between two looks at the stop signal. Processor time for a prompt of 2,000 tokens in slices of 64, 128, 256 and 512:
 * 2.67, 2.56, 2.42, 2.47 s (measured 2026-11, one thread, 62 MB model), so larger ones gain nothing, and small ones cost little.
 */
const largestSlice = 256;
const smallestSlice = 16;
const firstSlice = 64;
/** A slice of a large model is small, so that after a stop the engine is free again soon, and other conversations get their tokens between two. */
const sliceMs = 200;

/** Evaluates the prompt up to its last token, in slices, keeping what the sequence already holds. Gives the number of tokens that were there. */
export const evaluatePrompt = async ({ sequence }: LoadedConversation, tokens: Token[], signal: AbortSignal): Promise<number> => {
  const prefix = tokens.slice(0, -1);
  await sequence.adaptStateToTokens(prefix, false);
  const kept = sequence.nextTokenIndex;
  let slice = firstSlice;
  for (let start = kept; start < prefix.length && !signal.aborted;) {
    const part = prefix.slice(start, start + slice);
    const startedAtMs = performance.now();
    await sequence.evaluateWithoutGeneratingNewTokens(part);
    start += part.length;
    const fitting = (part.length * sliceMs) / Math.max(1, performance.now() - startedAtMs);
    slice = Math.round(Math.min(largestSlice, Math.max(smallestSlice, Math.min(slice * 2, fitting))));
  }
  return kept;
};
