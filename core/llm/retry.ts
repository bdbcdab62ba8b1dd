import type { Aborted, ClockDep } from "#core/base";
import type { ModelError } from "./schema.ts";

/** How somebody is asked again. Only before anything was delivered, only for what passes by itself. */
export interface RetryPolicy {
  /** Waits before the second, third, … attempt; its length is the number of repetitions in one request, over all models together. */
  readonly delaysMs: readonly number[];
  /** A busy provider that asks for a longer wait than this is given up at once, so that the next model can answer. */
  readonly longestWaitMs: number;
  /** Without a byte for so long a provider counts as silent; not repeated. */
  readonly silenceMs: number;
}

/** A person waits for the answer: two repetitions within two seconds, and a minute of silence, which slow reasoning models stay under with their pings. */
export const defaultRetryPolicy: RetryPolicy = { delaysMs: [400, 1600], longestWaitMs: 5000, silenceMs: 60_000 };

/** How long to wait before asking again after `error`; null when it is not to be asked again. */
export const waitBeforeRetryMs = (error: ModelError | Aborted, delayMs: number, { longestWaitMs }: RetryPolicy): number | null => {
  if (error.type === "ProviderBroken") return delayMs;
  if (error.type !== "ProviderBusy") return null;
  const askedMs = error.retryAfterMs ?? delayMs;
  return askedMs <= longestWaitMs ? Math.max(askedMs, delayMs) : null;
};

/** Of a provider's requests within the window, so many may be repetitions, and always a few: a provider in trouble is not asked three times as much. */
const windowMs = 60_000;
const repeatedShare = 0.2;
const alwaysRepeated = 4;

export interface RetryBudget {
  readonly noteRequest: (key: string) => void;
  /** Counts a repetition when there is room for one. */
  readonly take: (key: string) => boolean;
}

export const createRetryBudget = ({ clock }: ClockDep): RetryBudget => {
  const requests = new Map<string, number[]>();
  const repetitions = new Map<string, number[]>();
  const recent = (times: Map<string, number[]>, key: string): number[] => {
    const kept = (times.get(key) ?? []).filter((atMs) => atMs > clock.nowMs() - windowMs);
    times.set(key, kept);
    return kept;
  };
  return {
    noteRequest: (key) => void recent(requests, key).push(clock.nowMs()),
    take: (key) => {
      const taken = recent(repetitions, key);
      if (taken.length >= Math.max(alwaysRepeated, recent(requests, key).length * repeatedShare)) return false;
      taken.push(clock.nowMs());
      return true;
    },
  };
};
