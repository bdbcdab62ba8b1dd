import type { Clock } from "#core/base";

export interface FakeClock extends Clock {
  /** Moves time on and wakes every sleeper whose time has come, in order. */
  readonly advance: (durationMs: number) => Promise<void>;
}

/** A clock that stands still until it is moved. */
export const createFakeClock = (startMs = Date.UTC(2026, 0, 1)): FakeClock => {
  let nowMs = startMs;
  const sleepers = new Set<{ wakeAtMs: number; wake: () => void }>();
  return {
    nowMs: () => nowMs,
    sleep: (delayMs, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted || delayMs <= 0) return resolve();
        const sleeper = {
          wakeAtMs: nowMs + delayMs,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", sleeper.wake, { once: true });
      }),
    advance: async (durationMs) => {
      const untilMs = nowMs + durationMs;
      for (;;) {
        const next = [...sleepers]
          .filter(({ wakeAtMs }) => wakeAtMs <= untilMs)
          .toSorted((left, right) => left.wakeAtMs - right.wakeAtMs)[0];
        if (next === undefined) break;
        nowMs = next.wakeAtMs;
        next.wake();
        await new Promise((resolve) => setImmediate(resolve));
      }
      nowMs = untilMs;
    },
  };
};
