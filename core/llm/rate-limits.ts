import type { ClockDep } from "#core/base";

/** A provider that names a longer wait is asked again after this all the same: one odd header must not silence it for good. */
const longestPauseMs = 60 * 60_000;

/** `1h2m3.5s`, `6m0s`, `20ms` (OpenAI's form of a duration). */
const durationMs = (text: string): number | null => {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return null;
  const units = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit as keyof typeof units], 0);
};

/** When a window begins anew: a duration, a number of seconds, or a date. */
const resetAtMs = (text: string, nowMs: number): number | null => {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return nowMs + Number(trimmed) * 1000;
  const duration = durationMs(trimmed);
  if (duration !== null) return nowMs + duration;
  const date = /[-:]/.test(trimmed) ? Date.parse(trimmed) : Number.NaN;
  return Number.isNaN(date) ? null : date;
};

/** Milliseconds to wait by a Retry-After header in either form of RFC 9110 §10.2.3 (seconds, HTTP date), or by retry-after-ms; null when none or unreadable. */
export const retryAfterMs = (headers: Headers, nowMs: number): number | null => {
  const precise = headers.get("retry-after-ms")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(precise)) return Number(precise);
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const date = /[a-z]{3}/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
};

/** What is left of one window, by OpenAI's names and by Anthropic's (platform.openai.com/docs/guides/rate-limits, docs.anthropic.com/en/api/rate-limits). */
const windows: readonly { readonly remaining: string; readonly reset: string; readonly counts: "requests" | "tokens" }[] = [
  { remaining: "x-ratelimit-remaining-requests", reset: "x-ratelimit-reset-requests", counts: "requests" },
  { remaining: "x-ratelimit-remaining-tokens", reset: "x-ratelimit-reset-tokens", counts: "tokens" },
  { remaining: "anthropic-ratelimit-requests-remaining", reset: "anthropic-ratelimit-requests-reset", counts: "requests" },
  { remaining: "anthropic-ratelimit-tokens-remaining", reset: "anthropic-ratelimit-tokens-reset", counts: "tokens" },
  { remaining: "anthropic-ratelimit-input-tokens-remaining", reset: "anthropic-ratelimit-input-tokens-reset", counts: "tokens" },
  { remaining: "anthropic-ratelimit-output-tokens-remaining", reset: "anthropic-ratelimit-output-tokens-reset", counts: "tokens" },
];

interface Window {
  readonly counts: "requests" | "tokens";
  readonly remaining: number;
  readonly resetAtMs: number;
}

export interface RateLimits {
  /** Keeps what a response says about what may still be asked. */
  readonly note: (key: string, headers: Headers) => void;
  /** Told to wait so long. */
  readonly pause: (key: string, waitMs: number) => void;
  /** Until when a request of about so many tokens would be turned away; null when it may go. */
  readonly pausedUntilMs: (key: string, tokens: number) => number | null;
}

/** What providers said about their limits, by provider. In memory: a new start asks and learns again. */
export const createRateLimits = ({ clock }: ClockDep): RateLimits => {
  const known = new Map<string, readonly Window[]>();
  const pauses = new Map<string, number>();
  const soonest = (atMs: number): number => Math.min(atMs, clock.nowMs() + longestPauseMs);

  return {
    note: (key, headers) => {
      const nowMs = clock.nowMs();
      const said = windows.flatMap(({ counts, remaining, reset }): Window[] => {
        const left = headers.get(remaining)?.trim() ?? "";
        const atMs = resetAtMs(headers.get(reset) ?? "", nowMs);
        return /^\d+$/.test(left) && atMs !== null ? [{ counts, remaining: Number(left), resetAtMs: soonest(atMs) }] : [];
      });
      if (said.length > 0) known.set(key, said);
    },
    pause: (key, waitMs) => void pauses.set(key, soonest(clock.nowMs() + waitMs)),
    pausedUntilMs: (key, tokens) => {
      const nowMs = clock.nowMs();
      // A window too small for this request even when whole cannot be told from one nearly used up; after its reset the request goes out all the same.
      const full = (known.get(key) ?? []).filter(
        ({ counts, remaining, resetAtMs: atMs }) => atMs > nowMs && (remaining === 0 || (counts === "tokens" && remaining < tokens)),
      );
      const untilMs = Math.max(pauses.get(key) ?? 0, ...full.map((window) => window.resetAtMs));
      return untilMs > nowMs ? untilMs : null;
    },
  };
};
