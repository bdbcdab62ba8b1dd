import { expect, it } from "vitest";
import { createFakeClock } from "#core/testing";
import { createRateLimits, retryAfterMs } from "./rate-limits.ts";

const nowMs = Date.UTC(2026, 0, 1);

it.each([
  [{ "retry-after": "7" }, 7000],
  [{ "retry-after": " 1.5 " }, 1500],
  [{ "retry-after": "Thu, 01 Jan 2026 00:02:00 GMT" }, 120_000],
  [{ "retry-after": "Wed, 31 Dec 2025 23:00:00 GMT" }, 0],
  [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
  [{ "retry-after": "soon" }, null],
  [{ "retry-after": "-5" }, null],
  [{ "retry-after-ms": "", "retry-after": "" }, null],
  [{}, null],
])("[G13] reads %o as %s ms", (headers, expected) => {
  expect(retryAfterMs(new Headers(headers), nowMs)).toBe(expected);
});

const after = (headers: Record<string, string>, tokens = 100): number | null => {
  const clock = createFakeClock(nowMs);
  const limits = createRateLimits({ clock });
  limits.note("a", new Headers(headers));
  const untilMs = limits.pausedUntilMs("a", tokens);
  return untilMs === null ? null : untilMs - nowMs;
};

it.each([
  [{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s" }, 360_000],
  [{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "20ms" }, 20],
  [{ "x-ratelimit-remaining-tokens": "99", "x-ratelimit-reset-tokens": "1h2m3.5s" }, 3_600_000],
  [{ "x-ratelimit-remaining-tokens": "100", "x-ratelimit-reset-tokens": "1s" }, null],
  [{ "anthropic-ratelimit-requests-remaining": "0", "anthropic-ratelimit-requests-reset": "2026-01-01T00:00:30Z" }, 30_000],
  [{ "anthropic-ratelimit-input-tokens-remaining": "50", "anthropic-ratelimit-input-tokens-reset": "2026-01-01T00:01:00Z" }, 60_000],
  [{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "45" }, 45_000],
  [{ "x-ratelimit-remaining-requests": "none", "x-ratelimit-reset-requests": "1s" }, null],
  [{ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "later" }, null],
])("[G13] %o leaves a request of 100 tokens waiting %s ms", (headers, expected) => {
  expect(after(headers)).toBe(expected);
});

it("[G13] a pause ends by itself, is kept by provider, and never lasts longer than an hour", async () => {
  const clock = createFakeClock(nowMs);
  const limits = createRateLimits({ clock });
  limits.pause("a", 5000);
  limits.pause("b", 999_999_999_999);
  expect([limits.pausedUntilMs("a", 1), limits.pausedUntilMs("b", 1), limits.pausedUntilMs("c", 1)]).toEqual([
    nowMs + 5000,
    nowMs + 3_600_000,
    null,
  ]);
  await clock.advance(5000);
  expect(limits.pausedUntilMs("a", 1)).toBeNull();
});
