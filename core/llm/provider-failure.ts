import { reasonOf } from "#core/base";
import { retryAfterMs } from "./rate-limits.ts";
import type { ModelError } from "./schema.ts";

/** Longest `reason` kept of what a provider says; enough for one sentence. */
const reasonLimit = 240;

/** One line for people out of anything a provider sent: no markup, no control characters, no key. */
export const shortReason = (text: string, key: string | null): string => {
  const line = (key === null || key === "" ? text : text.replaceAll(key, "…"))
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/[\p{Cc}\s]+/gu, " ")
    .trim();
  return line.length > reasonLimit ? `${line.slice(0, reasonLimit - 1)}…` : line;
};

/** The sentence inside an error body: `error.message` of all three protocols, else the body's own text. */
const messageIn = (body: string): string => {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return /<html|<!doctype/i.test(body) ? "a web page came back instead of an answer" : body;
  }
  // Gemini's stream sends its error inside an array.
  const first: unknown = Array.isArray(value) ? value[0] : value;
  for (const path of [["error", "message"], ["message"], ["error"], ["detail"]]) {
    const found = path.reduce<unknown>(
      (inner, name) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, name) : undefined),
      first,
    );
    if (typeof found === "string") return found;
  }
  return "";
};

/** Gemini says in the body how long to wait: `"retryDelay": "34.07s"` (google.rpc.RetryInfo). */
const retryDelayIn = (body: string): number | null => {
  const seconds = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(body)?.[1];
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000);
};

export interface FailedResponse {
  readonly provider: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
  readonly key: string | null;
  readonly nowMs: number;
}

/** What a status that is not 2xx means. */
export const failureOfResponse = ({ provider, status, headers, body, key, nowMs }: FailedResponse): ModelError => {
  if (status === 401 || status === 403) return { type: "ProviderKeyRefused", provider, status };
  // 529 is Anthropic's "overloaded" (docs.anthropic.com/en/api/errors).
  if (status === 429 || status === 503 || status === 529)
    return { type: "ProviderBusy", provider, status, retryAfterMs: retryAfterMs(headers, nowMs) ?? retryDelayIn(body) };
  if (status >= 300 && status < 400) {
    const target = headers.get("location") ?? "";
    const host = URL.canParse(target) ? new URL(target).host : "another address";
    return { type: "ProviderRefused", provider, status, reason: shortReason(`redirects to ${host}; the key was not sent there`, key) };
  }
  const reason = shortReason(messageIn(body), key) || `status ${status}`;
  // Gemini answers a wrong key with 400.
  if (status === 400 && /api key not valid|API_KEY_INVALID/i.test(body)) return { type: "ProviderKeyRefused", provider, status };
  return status >= 400 && status < 500
    ? { type: "ProviderRefused", provider, status, reason }
    : { type: "ProviderBroken", provider, reason: `status ${status}: ${reason}` };
};

const codeOf = (cause: unknown): string => {
  for (let inner = cause, depth = 0; typeof inner === "object" && inner !== null && depth < 5; depth += 1) {
    const code: unknown = Reflect.get(inner, "code");
    if (typeof code === "string") return code;
    inner = Reflect.get(inner, "cause") ?? (Reflect.get(inner, "errors") as unknown[] | undefined)?.[0];
  }
  return "";
};

/** What a request without any answer means: nobody there, or somebody who hung up. */
export const failureOfConnection = (provider: string, cause: unknown, key: string | null): ModelError => {
  const code = codeOf(cause);
  const reason = shortReason(code || reasonOf(cause), key);
  return /^(UND_ERR_SOCKET|ECONNRESET|EPIPE|HPE_.*)$/.test(code)
    ? { type: "ProviderBroken", provider, reason: `the connection was closed before an answer (${reason})` }
    : { type: "ProviderUnreachable", provider, reason };
};

/** Whether a request that failed this way cannot have reached anybody: no connection, or one that was not trusted. */
export const wasNeverSent = (cause: unknown): boolean =>
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|EPROTO|CERT_.*|ERR_TLS_.*|ERR_SSL_.*|.*SELF_SIGNED.*|UNABLE_TO_.*)$/.test(
    codeOf(cause),
  );

/** Statuses by which somebody in between says that the provider gave no answer in time: it may have worked, and may send a bill. */
const mayHaveWorked: ReadonlySet<number> = new Set([502, 504, 520, 521, 522, 523, 524]);

/** Whether a response with this status ends the matter without a bill. */
export const isRefusal = (status: number): boolean => !mayHaveWorked.has(status);
