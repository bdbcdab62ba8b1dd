import type { Clock } from "#core/base";

/** A value that can be looked at and watched. A slow watcher misses intermediate values, never the last one. */
export interface ChangeFeed<T> {
  readonly changed: () => void;
  /** The value now and after changes, at most one each `intervalMs`. Ends with the signal or the feed; never rejects. */
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<T, void, void>;
  readonly close: () => void;
}

export const createChangeFeed = <T>(read: () => T, clock: Clock, intervalMs: number): ChangeFeed<T> => {
  const ended = new AbortController();
  const sleepers = new Set<() => void>();
  let revision = 0;

  const wakeAll = () => {
    for (const wake of sleepers) wake();
    sleepers.clear();
  };
  ended.signal.addEventListener("abort", wakeAll, { once: true });

  async function* watch(signal?: AbortSignal): AsyncGenerator<T, void, void> {
    const stop = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
    stop.addEventListener("abort", wakeAll, { once: true });
    let seen = -1;
    while (!stop.aborted) {
      if (seen === revision) {
        await new Promise<void>((resolve) => sleepers.add(resolve));
        continue;
      }
      seen = revision;
      yield read();
      await clock.sleep(intervalMs, stop);
    }
  }

  return {
    changed: () => {
      revision += 1;
      wakeAll();
    },
    watch,
    close: () => ended.abort(),
  };
};
