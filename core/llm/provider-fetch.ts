import type { Clock } from "#core/base";
import { newReceipt, type CallReceipt } from "./call-receipt.ts";
import { failureOfConnection, failureOfResponse, isRefusal, wasNeverSent } from "./provider-failure.ts";
import type { ModelError } from "./schema.ts";

/** Most bytes one answer may have. The longest real ones (128k tokens as events of 300 bytes) stay under 40 MB. */
const answerLimitBytes = 64 * 1024 * 1024;
/** Most bytes read of an error page. */
const errorLimitBytes = 64 * 1024;

export interface GuardedFetch {
  readonly fetch: typeof globalThis.fetch;
  /** What went wrong on the wire, however the vendor's client words it; null while nothing did. */
  readonly failure: () => ModelError | null;
  /** Ends the request and the watch. */
  readonly close: () => void;
}

export interface GuardedFetchOptions {
  readonly provider: string;
  readonly key: string | null;
  readonly clock: Clock;
  readonly silenceMs: number;
  readonly signal: AbortSignal;
  /** Told what became of the request. */
  readonly receipt?: CallReceipt | undefined;
}

const readStart = async (response: Response): Promise<string> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    parts.push(part);
    size += part.byteLength;
    if (size >= errorLimitBytes) break;
  }
  return Buffer.concat(parts).subarray(0, errorLimitBytes).toString();
};

/**
 * A fetch for one attempt at one provider: follows no redirect (the key would travel), gives up after `silenceMs` without a byte, limits the
 * answer's size, and remembers the failure in our own words. Errors reach the caller as rejections of `fetch` or of the body.
 */
export const createGuardedFetch = ({
  provider,
  key,
  clock,
  silenceMs,
  signal,
  receipt = newReceipt(),
}: GuardedFetchOptions): GuardedFetch => {
  const controller = new AbortController();
  const combined = AbortSignal.any([signal, controller.signal]);
  let failure: ModelError | null = null;
  let lastByteMs = clock.nowMs();
  let watching = false;

  const fail = (error: ModelError): Error => {
    failure ??= error;
    return new Error(error.type);
  };

  const watch = async () => {
    if (watching) return;
    watching = true;
    while (!combined.aborted) {
      const leftMs = lastByteMs + silenceMs - clock.nowMs();
      if (leftMs <= 0) {
        fail({ type: "ProviderSilent", provider, limitMs: silenceMs });
        controller.abort();
      } else await clock.sleep(leftMs, combined);
    }
  };

  const counted = (body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> => {
    let size = 0;
    return body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (part, stream) => {
          lastByteMs = clock.nowMs();
          size += part.byteLength;
          if (size > answerLimitBytes) stream.error(fail({ type: "ProviderBroken", provider, reason: "the answer has no end" }));
          else stream.enqueue(part);
        },
      }),
    );
  };

  const guarded = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    lastByteMs = clock.nowMs();
    void watch();
    const signals = init?.signal ? AbortSignal.any([combined, init.signal]) : combined;
    let response: Response;
    receipt.state = "accepted";
    try {
      response = await fetch(input, { ...init, redirect: "manual", signal: signals });
    } catch (cause) {
      if (signals.aborted) throw cause;
      if (wasNeverSent(cause)) receipt.state = "unsent";
      throw fail(failureOfConnection(provider, cause, key));
    }
    lastByteMs = clock.nowMs();
    const { status, headers } = response;
    receipt.headers = headers;
    if (status < 200 || status > 299) {
      if (isRefusal(status)) receipt.state = "refused";
      const body = await readStart(response).catch(() => "");
      if (signals.aborted) throw new Error("aborted");
      throw fail(failureOfResponse({ provider, status, headers, body, key, nowMs: clock.nowMs() }));
    }
    if (headers.get("content-type")?.startsWith("text/html") === true) {
      void response.body?.cancel();
      throw fail({ type: "ProviderBroken", provider, reason: "a web page came back instead of an answer" });
    }
    return new Response(response.body === null ? null : counted(response.body), { status, headers });
  };

  return { fetch: guarded, failure: () => failure, close: () => controller.abort() };
};
