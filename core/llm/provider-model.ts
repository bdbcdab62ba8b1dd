import { abortedBy, reasonOf, type Aborted, type ClockDep } from "#core/base";
import type { SecretsDep } from "#core/settings";
import { newReceipt, type CallReceipt } from "./call-receipt.ts";
import { estimateTokens, type LanguageModel } from "./language-model.ts";
import { shortReason } from "./provider-failure.ts";
import { createGuardedFetch } from "./provider-fetch.ts";
import { baseUrlOf, needsKey } from "./provider-kinds.ts";
import type { GenerateRequest, ModelError, ModelEvent, ModelInfo, Provider, ToolCall, Usage } from "./schema.ts";

/** What one protocol says, freed of its wording. `end` comes once, after all text; a stream without it was cut. */
export type ProviderPiece =
  | { readonly type: "text"; readonly text: string }
  /** `json` is the input as sent; empty means no input. */
  | { readonly type: "tool-call"; readonly id: string; readonly name: string; readonly json: string }
  | { readonly type: "usage"; readonly usage: Partial<Usage> }
  | { readonly type: "refused"; readonly reason: string }
  | { readonly type: "end"; readonly reason: "stop" | "length" | "tool-calls" };

export interface ProviderQuestion {
  readonly provider: Provider;
  readonly baseUrl: string;
  readonly key: string | null;
  readonly request: GenerateRequest;
  readonly fetch: typeof globalThis.fetch;
}

/** One protocol: sends the request through the given fetch, once, and reads the answer. May throw anything; the caller translates. */
export type ProviderWire = (question: ProviderQuestion) => AsyncIterable<ProviderPiece>;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

interface Progress {
  text: string;
  usage: Usage;
  firstTokenMs: number | null;
}

const nothingSaid = Symbol("nothing said");

/** A cloud model behind any of the three protocols. The key is read from the secret store for each answer and goes to the base URL's host only. */
export const createProviderModel = (
  deps: ClockDep & SecretsDep,
  provider: Provider,
  info: ModelInfo,
  wire: ProviderWire,
  silenceMs: number,
): LanguageModel => {
  const disposal = new AbortController();
  const broken = (reason: string): ModelError => ({ type: "ProviderBroken", provider: provider.name, reason });

  const toolCall = (piece: { id: string; name: string; json: string }): ToolCall | ModelError => {
    const json = piece.json.trim() === "" ? "{}" : piece.json;
    return isJson(json)
      ? { id: piece.id, name: piece.name, input: JSON.parse(json) as unknown }
      : { type: "AnswerInvalid", reason: `the input for the tool ${shortReason(piece.name, null)} is not JSON` };
  };

  /** Yields deltas and tool calls; returns the end event, or what went wrong. */
  async function* attempt(
    question: Omit<ProviderQuestion, "fetch">,
    signal: AbortSignal,
    startedAtMs: number,
    progress: Progress,
    receipt: CallReceipt,
  ): AsyncGenerator<ModelEvent, ModelEvent | ModelError | Aborted> {
    const { key, request } = question;
    const guard = createGuardedFetch({ provider: provider.name, key, clock: deps.clock, silenceMs, signal, receipt });
    let thrown: unknown = nothingSaid;
    let end: Extract<ProviderPiece, { type: "end" }> | undefined;
    try {
      for await (const piece of wire({ ...question, fetch: guard.fetch })) {
        if (signal.aborted) break;
        if (piece.type === "usage") progress.usage = { ...progress.usage, ...piece.usage };
        else if (piece.type === "end") end = piece;
        else if (piece.type === "refused")
          return { type: "ProviderRefused", provider: provider.name, status: 200, reason: shortReason(piece.reason, key) };
        else {
          const call = piece.type === "tool-call" ? toolCall(piece) : undefined;
          if (call !== undefined && "type" in call) return call;
          if (piece.type === "text" && piece.text === "") continue;
          progress.firstTokenMs ??= deps.clock.nowMs() - startedAtMs;
          if (piece.type === "text") progress.text += piece.text;
          yield call === undefined
            ? { type: "model-delta", text: piece.type === "text" ? piece.text : "" }
            : { type: "model-tool-call", call };
        }
      }
    } catch (cause) {
      thrown = cause;
    } finally {
      guard.close();
    }
    if (signal.aborted) return abortedBy(signal);
    const failure = guard.failure();
    if (failure !== null) return failure;
    if (thrown !== nothingSaid)
      return busyInStream(provider.name, thrown) ?? broken(shortReason(reasonOf(thrown), key) || "unreadable answer");
    if (end === undefined) return broken("the answer was cut off");
    receipt.ended = true;
    if (request.jsonSchema !== undefined && end.reason !== "tool-calls" && !isJson(progress.text))
      return { type: "AnswerInvalid", reason: end.reason === "length" ? "the JSON was cut at the length limit" : "the answer is not JSON" };
    return { type: "model-end", reason: end.reason, usage: progress.usage, firstTokenMs: progress.firstTokenMs };
  }

  async function* generate(
    request: GenerateRequest,
    callerSignal: AbortSignal,
    receipt: CallReceipt = newReceipt(),
  ): AsyncGenerator<ModelEvent> {
    const signal = AbortSignal.any([callerSignal, disposal.signal]);
    const progress: Progress = { text: "", usage: { inputTokens: 0, outputTokens: 0 }, firstTokenMs: null };
    const failed = (error: ModelError | Aborted): ModelEvent => ({ type: "model-error", error, usage: progress.usage });

    const url = baseUrlOf(provider);
    if (!url.ok) return yield failed(url.error);
    const secret = await deps.secrets.get(provider.id);
    const key = secret.ok ? secret.value : null;
    if (key === null && (needsKey(provider.kind) || provider.hasKey))
      return yield failed({ type: "ProviderKeyMissing", provider: provider.name });
    if (signal.aborted) return yield failed(abortedBy(signal));

    const question = { provider, baseUrl: url.value, key, request };
    const outcome = yield* attempt(question, signal, deps.clock.nowMs(), progress, receipt);
    yield outcome.type === "model-end" ? outcome : failed(outcome as ModelError | Aborted);
  }

  return {
    info,
    generate,
    countTokens: async (text) => estimateTokens(text),
    dispose: async () => disposal.abort({ type: "Aborted", by: "shutdown" } satisfies Aborted),
  };
};

/** Providers that become busy after they began to answer say so inside the stream (Anthropic `overloaded_error`, OpenAI `rate_limit_exceeded`). */
const busyInStream = (provider: string, cause: unknown): ModelError | null =>
  /overloaded_error|rate_limit|RESOURCE_EXHAUSTED/.test(reasonOf(cause))
    ? { type: "ProviderBusy", provider, status: 529, retryAfterMs: null }
    : null;
