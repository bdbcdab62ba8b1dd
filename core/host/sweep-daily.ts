import type { ClockDep, LogDep } from "#core/base";
import type { Plans } from "#core/plans";
import type { Blobs } from "#core/workspace";

const dayMs = 24 * 3_600_000;
/** Long enough that a start is over before the disk is read. */
const firstAfterMs = 60_000;

/** Empties Olympus' trash, and forgets dry runs and journalled bytes that nothing can need any more, a minute after the start and then daily. */
export const sweepDaily = (work: Pick<Blobs, "sweep"> & Pick<Plans, "prune">, { clock, log }: ClockDep & LogDep) => {
  const ended = new AbortController();
  const run = async (): Promise<void> => {
    for (let waitMs = firstAfterMs; ; waitMs = dayMs) {
      await clock.sleep(waitMs, ended.signal);
      if (ended.signal.aborted) return;
      const swept = await work.sweep();
      if (!swept.ok) log.warn("the trash could not be emptied", { error: swept.error.type });
      else if (swept.value.freedBytes > 0) log.info("the trash was emptied", { ...swept.value });
      const { contents, simulations } = work.prune();
      if (contents + simulations > 0) log.info("what no run needs was forgotten", { contents, simulations });
    }
  };
  const running = run();
  return {
    /** Resolves when a sweep under way has ended. */
    stop: async (): Promise<void> => {
      ended.abort();
      await running;
    },
  };
};
