import type { Clock } from "#core/base";

/** Notices when work inside native code no longer moves. */
export interface EngineWatch {
  /** To be called at every sign of life: a token, an evaluated slice, a step of loading. */
  readonly alive: () => void;
  /** Resolves when there was no sign of life for the whole limit; never when stopped before. */
  readonly stuck: Promise<void>;
  readonly stop: () => void;
}

/** The limit is looked at in parts, so that a machine that slept, whose clock then jumps, is not taken for a stuck engine. */
const looks = 4;

export const createEngineWatch = (clock: Clock, limitMs: number): EngineWatch => {
  const stopping = new AbortController();
  const { promise: stuck, resolve } = Promise.withResolvers<void>();
  let silentLooks = 0;
  const look = async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(limitMs / looks, stopping.signal);
      if (stopping.signal.aborted) return;
      silentLooks += 1;
      if (silentLooks > looks) return resolve();
    }
  };
  void look();
  return { alive: () => void (silentLooks = 0), stuck, stop: () => stopping.abort() };
};

/** Reading a large file for the first time from a slow disk may take long without a sign of life; 50 MB/s is a slow hard disk. */
const slowestBytesPerMs = 50_000;

/** How long a model may stand still before it counts as stuck. */
export const stillLimitMs = (leastMs: number, sizeBytes: number): number => leastMs + Math.ceil(sizeBytes / slowestBytesPerMs);
