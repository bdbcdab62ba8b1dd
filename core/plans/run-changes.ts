import type { ClockDep } from "#core/base";
import type { RunId } from "./schema.ts";

/** A reader hears of one run at most this often: five times a second is as much as an eye takes in. */
const restMs = 200;

/** Tells which runs have changed, each once however often it changed meanwhile. */
export const createRunChanges = ({ clock }: ClockDep) => {
  const readers = new Set<{ readonly changed: Set<RunId>; wake: () => void }>();
  return {
    tell: (runId: RunId): void => {
      for (const reader of readers) {
        reader.changed.add(runId);
        reader.wake();
      }
    },
    /** Changes from the call on. Ends with the signal. */
    watch: (signal: AbortSignal = new AbortController().signal): AsyncGenerator<RunId, void, void> => {
      const reader = { changed: new Set<RunId>(), wake: () => {} };
      readers.add(reader);
      const stop = () => reader.wake();
      signal.addEventListener("abort", stop, { once: true });
      return (async function* () {
        try {
          while (!signal.aborted) {
            const batch = [...reader.changed];
            reader.changed.clear();
            yield* batch;
            if (batch.length > 0) await clock.sleep(restMs, signal);
            if (reader.changed.size === 0 && !signal.aborted) await new Promise<void>((resolve) => (reader.wake = resolve));
          }
        } finally {
          readers.delete(reader);
          signal.removeEventListener("abort", stop);
        }
      })();
    },
  };
};

export type RunChanges = ReturnType<typeof createRunChanges>;
