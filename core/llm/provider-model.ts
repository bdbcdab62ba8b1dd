import { abortedBy, reasonOf, type Aborted, type ClockDep } from "#core/base";
import type { SecretsDep } from "#core/settings";
import { estimateTokens, type LanguageModel } from "./language-model.ts";
import { shortReason } from "./provider-failure.ts";
import { createGuardedFetch } from "./provider-fetch.ts";
import { baseUrlOf, needsKey, providerInfo } from "./provider-kinds.ts";
import type { GenerateRequest, ModelError, ModelEvent, Provider, ToolCall, Usage } from "./schema.ts";

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

/** How a provider is asked again. Only before anything was delivered, only for what passes by itself. */
export interface RetryPolicy {
  /** Waits before the second, third, … attempt; its length is the number of repetitions. */
  readonly delaysMs: readonly number[];
  /** A busy provider that asks for a longer wait than this is given up at once, so that the next model can answer. */
  readonly longestWaitMs: number;
  /** Without a byte for so long a provider counts as silent; not repeated. */
  readonly silenceMs: number;
}

/** A person waits for the answer: two repetitions within two seconds, and a minute of silence, which slow reasoning models stay under with their pings. */
const defaultRetryPolicy: RetryPolicy = { delaysMs: [400, 1600], longestWaitMs: 5000, silenceMs: 60_000 };

const waitMs = (error: ModelError | Aborted, attempt: number, policy: RetryPolicy): number | null => {
  const delayMs = policy.delaysMs[attempt];
  if (delayMs === undefined) return null;
  if (error.type === "ProviderBroken") return delayMs;
  if (error.type !== "ProviderBusy") return null;
  const askedMs = error.retryAfterMs ?? delayMs;
  return askedMs <= policy.longestWaitMs ? Math.max(askedMs, delayMs) : null;
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

interface Progress {
  delivered: boolean;
  text: string;
  usage: Usage;
  firstTokenMs: number | null;
}

const nothingSaid = Symbol("nothing said");

/** A cloud model behind any of the three protocols. The key is read from the secret store for each answer and goes to the base URL's host only. */
export const createProviderModel = (
  deps: ClockDep & SecretsDep,
  provider: Provider,
  wire: ProviderWire,
  policy: RetryPolicy = defaultRetryPolicy,
): LanguageModel => {
  const disposal = new AbortController();
  const broken = (reason: string): ModelError => ({ type: "ProviderBroken", provider: provider.name, reason });

  const toolCall = (piece: { id: string; name: string; json: string }): ToolCall | ModelError => {
    const json = piece.json.trim() === "" ? "{}" : piece.json;
    return isJson(json)
      ? { id: piece.id, name: piece.name, input: JSON.parse(json) as unknown }
      : { type: "AnswerInvalid", reason: `the input for the tool ${shortReason(piece.name, null)} is not JSON` };
  };

  /** One attempt. Yields deltas and tool calls; returns the end event, or what went wrong. */
  async function* attempt(
    question: Omit<ProviderQuestion, "fetch">,
    signal: AbortSignal,
    startedAtMs: number,
    progress: Progress,
  ): AsyncGenerator<ModelEvent, ModelEvent | ModelError | Aborted> {
    const { key, request } = question;
    const guard = createGuardedFetch({ provider: provider.name, key, clock: deps.clock, silenceMs: policy.silenceMs, signal });
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
          progress.delivered = true;
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
    if (request.jsonSchema !== undefined && end.reason !== "tool-calls" && !isJson(progress.text))
      return { type: "AnswerInvalid", reason: end.reason === "length" ? "the JSON was cut at the length limit" : "the answer is not JSON" };
    return { type: "model-end", reason: end.reason, usage: progress.usage, firstTokenMs: progress.firstTokenMs };
  }

  async function* generate(request: GenerateRequest, callerSignal: AbortSignal): AsyncGenerator<ModelEvent> {
    const signal = AbortSignal.any([callerSignal, disposal.signal]);
    const startedAtMs = deps.clock.nowMs();
    const progress: Progress = { delivered: false, text: "", usage: { inputTokens: 0, outputTokens: 0 }, firstTokenMs: null };
    const failed = (error: ModelError | Aborted): ModelEvent => ({ type: "model-error", error, usage: progress.usage });

    const url = baseUrlOf(provider);
    if (!url.ok) return yield failed(url.error);
    const secret = await deps.secrets.get(provider.id);
    const key = secret.ok ? secret.value : null;
    if (key === null && (needsKey(provider.kind) || provider.hasKey))
      return yield failed({ type: "ProviderKeyMissing", provider: provider.name });

    for (let count = 0; !signal.aborted; count += 1) {
      const outcome = yield* attempt({ provider, baseUrl: url.value, key, request }, signal, startedAtMs, progress);
      if (outcome.type === "model-end") return yield outcome;
      const error = outcome as ModelError | Aborted;
      const delayMs = progress.delivered ? null : waitMs(error, count, policy);
      if (delayMs === null) return yield failed(error);
      await deps.clock.sleep(delayMs, signal);
    }
    yield failed(abortedBy(signal));
  }

  return {
    info: providerInfo(provider),
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
