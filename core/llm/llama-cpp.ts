import type { ChatHistoryItem, ChatModelFunctions, LlamaChatResponse, Token } from "node-llama-cpp";
import { abortedBy, err, ok, type Aborted, type ClockDep, type Result } from "#core/base";
import { createChannel } from "./channel.ts";
import { estimateTokens, type LanguageModel } from "./language-model.ts";
import type { LlamaEngine, LoadedConversation } from "./llama-engine.ts";
import { toFunctions, toHistory } from "./llama-history.ts";
import type { GenerateRequest, ModelError, ModelEvent, ModelInfo, Usage } from "./schema.ts";

/**
 * Tokens evaluated between two looks at the stop signal. Processor time for a prompt of 2,000 tokens in slices of 64, 128, 256 and 512:
 * 2.67, 2.56, 2.42, 2.47 s (measured 2026-11, one thread, 62 MB model), so 256 costs nothing and stops soonest.
 */
const sliceTokens = 256;
/** Answers stay near the passages; tasks that want variety say so. */
const defaultTemperature = 0.3;
/** An answer shorter than this is none; a prompt that leaves less room is too long. */
const leastAnswerTokens = 16;

type End = Extract<ModelEvent, { type: "model-end" }>;

interface Prompt {
  readonly history: ChatHistoryItem[];
  readonly functions: ChatModelFunctions | undefined;
  readonly tokens: Token[];
}

const makePrompt = ({ chat, model }: LoadedConversation, request: GenerateRequest): Prompt => {
  const history = toHistory(request.messages);
  const functions = request.tools === undefined || request.tools.length === 0 ? undefined : toFunctions(request.tools);
  const shared = { chatHistory: history, documentFunctionParams: true };
  const state = chat.chatWrapper.generateContextState(functions === undefined ? shared : { ...shared, availableFunctions: functions });
  return { history, functions, tokens: state.contextText.tokenize(model.tokenizer) };
};

/** Evaluates the prompt up to its last token, in slices, keeping what the sequence already holds. Gives the number of tokens that were there. */
const evaluatePrompt = async ({ sequence }: LoadedConversation, tokens: Token[], signal: AbortSignal): Promise<number> => {
  const prefix = tokens.slice(0, -1);
  await sequence.adaptStateToTokens(prefix, false);
  const kept = sequence.nextTokenIndex;
  for (let start = kept; start < prefix.length && !signal.aborted; start += sliceTokens)
    await sequence.evaluateWithoutGeneratingNewTokens(prefix.slice(start, start + sliceTokens));
  return kept;
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** A GGUF file on this machine. Streams while the engine writes; the conversation's earlier text is not evaluated again. */
export const createLlamaModel = (deps: ClockDep & { readonly engine: LlamaEngine }, path: string, info: ModelInfo): LanguageModel => {
  const disposal = new AbortController();

  const generateResponse = async (
    loaded: LoadedConversation,
    { history, functions, tokens }: Prompt,
    request: GenerateRequest,
    signal: AbortSignal,
    onText: (text: string) => void,
  ): Promise<LlamaChatResponse<ChatModelFunctions>> => {
    const room = loaded.sequence.contextSize - tokens.length - 1;
    const shared = {
      signal,
      stopOnAbortSignal: true,
      maxTokens: Math.min(request.maxOutputTokens, room),
      temperature: request.temperature ?? defaultTemperature,
      onTextChunk: onText,
      // The sequence already holds these items, so nothing of them may be dropped to make room.
      lastEvaluationContextWindow: { history, minimumOverlapPercentageToPreventContextShift: 0.01 },
    };
    if (functions !== undefined)
      return loaded.chat.generateResponse<ChatModelFunctions>(history, { ...shared, functions, documentFunctionParams: true });
    const grammar =
      request.jsonSchema === undefined ? undefined : await loaded.llama.createGrammarForJsonSchema(request.jsonSchema as never);
    return loaded.chat.generateResponse<ChatModelFunctions>(history, grammar === undefined ? shared : { ...shared, grammar });
  };

  const answer = async (
    loaded: LoadedConversation,
    request: GenerateRequest,
    signal: AbortSignal,
    usage: Usage,
    emit: (event: ModelEvent) => void,
  ): Promise<Result<End["reason"], ModelError | Aborted>> => {
    const prompt = makePrompt(loaded, request);
    const limitTokens = loaded.sequence.contextSize;
    const neededTokens = prompt.tokens.length + Math.min(request.maxOutputTokens, leastAnswerTokens);
    usage.inputTokens = prompt.tokens.length;
    if (neededTokens > limitTokens) return err({ type: "ContextTooLong", limitTokens, neededTokens });
    usage.cachedInputTokens = await evaluatePrompt(loaded, prompt.tokens, signal);
    if (signal.aborted) return err(abortedBy(signal));

    const outputBefore = loaded.sequence.tokenMeter.usedOutputTokens;
    let text = "";
    let response: LlamaChatResponse<ChatModelFunctions>;
    try {
      response = await generateResponse(loaded, prompt, request, signal, (part) => {
        text += part;
        emit({ type: "model-delta", text: part });
      });
    } finally {
      usage.outputTokens = loaded.sequence.tokenMeter.usedOutputTokens - outputBefore;
    }
    if (response.metadata.stopReason === "abort" || signal.aborted) return err(abortedBy(signal));
    const calls: readonly { functionName: string; params: unknown }[] = response.functionCalls ?? [];
    calls.forEach(({ functionName, params }, index) =>
      emit({ type: "model-tool-call", call: { id: `call_${prompt.tokens.length}_${index}`, name: functionName, input: params ?? {} } }),
    );
    if (calls.length > 0) return ok("tool-calls");
    const reason = response.metadata.stopReason === "maxTokens" ? "length" : "stop";
    if (request.jsonSchema !== undefined && !isJson(text))
      return err({
        type: "AnswerInvalid",
        reason: reason === "length" ? "the JSON was cut at the length limit" : "the answer is not JSON",
      });
    return ok(reason);
  };

  async function* generate(request: GenerateRequest, callerSignal: AbortSignal): AsyncGenerator<ModelEvent> {
    const left = new AbortController();
    const signal = AbortSignal.any([callerSignal, disposal.signal, left.signal]);
    const startedAtMs = deps.clock.nowMs();
    const usage: Usage = { inputTokens: 0, outputTokens: 0 };
    const channel = createChannel<ModelEvent>();
    let firstTokenMs: number | null = null;

    const emit = (event: ModelEvent) => {
      firstTokenMs ??= deps.clock.nowMs() - startedAtMs;
      channel.push(event);
    };
    const work = deps.engine
      .use(path, request.conversationKey, signal, (loaded) => answer(loaded, request, signal, usage, emit))
      .then((outcome) => {
        channel.push(
          outcome.ok
            ? { type: "model-end", reason: outcome.value, usage, firstTokenMs }
            : { type: "model-error", error: outcome.error, usage },
        );
        channel.end();
      });
    try {
      yield* channel.values();
    } finally {
      left.abort();
      await work;
    }
  }

  return {
    info,
    generate,
    countTokens: async (text) => (await deps.engine.countTokens(path, text, disposal.signal)) ?? estimateTokens(text),
    dispose: async () => disposal.abort({ type: "Aborted", by: "shutdown" } satisfies Aborted),
  };
};
