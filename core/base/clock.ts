/** Time as a dependency, so that tests move it by hand. */
export interface Clock {
  readonly nowMs: () => number;
  /** Resolves after `delayMs`, or at once when the signal aborts; never rejects. */
  readonly sleep: (delayMs: number, signal?: AbortSignal) => Promise<void>;
}

export interface ClockDep {
  readonly clock: Clock;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const finish = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", finish);
        resolve();
      };
      const timer = setTimeout(finish, delayMs);
      signal?.addEventListener("abort", finish, { once: true });
    }),
};
