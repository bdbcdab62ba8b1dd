import type { ChatModelFunctions, LlamaChatResponse } from "node-llama-cpp";
import { abortedBy, err, ok, type Aborted, type ClockDep, type Result } from "#core/base";
import { createChannel } from "./channel.ts";
import { estimateTokens, type LanguageModel } from "./language-model.ts";
import type { LlamaEngine, LoadedConversation } from "./llama-port.ts";
import { evaluatePrompt, makePrompt, type Prompt } from "./llama-prompt.ts";
import type { GenerateRequest, ModelError, ModelEvent, ModelInfo, Usage } from "./schema.ts";

/** Answers stay near the passages; tasks that want variety say so. */
const defaultTemperature = 0.3;
/** An answer shorter than this is none; a prompt that leaves less room is too long. */
const leastAnswerTokens = 16;
/** Tokens after the first that make a speed worth noting. */
const leastMeasuredTokens = 16;

type End = Extract<ModelEvent, { type: "model-end" }>;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

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
  const stopWriting = loaded.writing();
  try {
    if (functions !== undefined)
      return await loaded.chat.generateResponse<ChatModelFunctions>(history, { ...shared, functions, documentFunctionParams: true });
    const grammar =
      request.jsonSchema === undefined ? undefined : await loaded.llama.createGrammarForJsonSchema(request.jsonSchema as never);
    return await loaded.chat.generateResponse<ChatModelFunctions>(history, grammar === undefined ? shared : { ...shared, grammar });
  } finally {
    stopWriting();
  }
};

/** A GGUF file on this machine. Streams while the engine writes; the conversation's earlier text is not evaluated again. A stop ends the stream at once. */
export const createLlamaModel = (deps: ClockDep & { readonly engine: LlamaEngine }, path: string, info: ModelInfo): LanguageModel => {
  const { clock, engine } = deps;
  const disposal = new AbortController();

  const answer = async (
    loaded: LoadedConversation,
    request: GenerateRequest,
    signal: AbortSignal,
    usage: Usage,
    emit: (event: ModelEvent) => void,
  ): Promise<Result<End["reason"], ModelError | Aborted>> => {
    const startedAtMs = clock.nowMs();
    const prompt = makePrompt(loaded, request);
    const limitTokens = loaded.sequence.contextSize;
    const neededTokens = prompt.tokens.length + Math.min(request.maxOutputTokens, leastAnswerTokens);
    usage.inputTokens = prompt.tokens.length;
    if (neededTokens > limitTokens) return err({ type: "ContextTooLong", limitTokens, neededTokens });
    usage.cachedInputTokens = await evaluatePrompt(loaded, prompt.tokens, signal);
    if (signal.aborted) return err(abortedBy(signal));

    const { tokenMeter } = loaded.sequence;
    const outputBefore = tokenMeter.usedOutputTokens;
    let text = "";
    let first: { readonly atMs: number; readonly tokens: number } | undefined;
    let response: LlamaChatResponse<ChatModelFunctions>;
    try {
      response = await generateResponse(loaded, prompt, request, signal, (part) => {
        text += part;
        usage.outputTokens = tokenMeter.usedOutputTokens - outputBefore;
        first ??= { atMs: clock.nowMs(), tokens: usage.outputTokens };
        emit({ type: "model-delta", text: part });
      });
    } finally {
      usage.outputTokens = tokenMeter.usedOutputTokens - outputBefore;
    }
    if (response.metadata.stopReason === "abort" || signal.aborted) return err(abortedBy(signal));
    if (first !== undefined && loaded.alone()) noteSpeed(loaded, usage.outputTokens - first.tokens, startedAtMs, first.atMs);
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

  const noteSpeed = ({ threads }: LoadedConversation, tokens: number, startedAtMs: number, firstAtMs: number) => {
    const spentMs = clock.nowMs() - firstAtMs;
    if (tokens >= leastMeasuredTokens && spentMs > 0)
      engine.noteSpeed(path, { tokensPerSecond: (tokens * 1000) / spentMs, firstTokenMs: firstAtMs - startedAtMs, threads });
  };

  async function* generate(request: GenerateRequest, callerSignal: AbortSignal): AsyncGenerator<ModelEvent> {
    const left = new AbortController();
    const signal = AbortSignal.any([callerSignal, disposal.signal, left.signal]);
    const startedAtMs = clock.nowMs();
    const usage: Usage = { inputTokens: 0, outputTokens: 0 };
    const channel = createChannel<ModelEvent>();
    let firstTokenMs: number | null = null;
    let ended = false;

    const emit = (event: ModelEvent) => {
      if (ended) return;
      firstTokenMs ??= clock.nowMs() - startedAtMs;
      channel.push(event);
    };
    const end = (outcome: Result<End["reason"], ModelError | Aborted>) => {
      if (ended) return;
      ended = true;
      channel.push(
        outcome.ok
          ? { type: "model-end", reason: outcome.value, usage: { ...usage }, firstTokenMs }
          : { type: "model-error", error: outcome.error, usage: { ...usage } },
      );
      channel.end();
    };
    // The native part notices a stop only between two slices or tokens; the person does not wait for it.
    const onAbort = () => end(err(abortedBy(signal)));
    signal.addEventListener("abort", onAbort, { once: true });
    if (signal.aborted) onAbort();
    else void engine.use(path, request.conversationKey, signal, (loaded) => answer(loaded, request, signal, usage, emit)).then(end);
    try {
      yield* channel.values();
    } finally {
      signal.removeEventListener("abort", onAbort);
      left.abort();
    }
  }

  return {
    info,
    generate,
    countTokens: async (text) => (await engine.countTokens(path, text, disposal.signal)) ?? estimateTokens(text),
    dispose: async () => disposal.abort({ type: "Aborted", by: "shutdown" } satisfies Aborted),
  };
};
