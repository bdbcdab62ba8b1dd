import type { ClockDep, LogDep } from "#core/base";
import type { Blobs } from "#core/workspace";

const dayMs = 24 * 3_600_000;
/** Long enough that a start is over before the disk is read. */
const firstAfterMs = 60_000;

/** Empties Olympus' trash of what no run can need any more, a minute after the start and then daily. */
export const sweepDaily = (blobs: Pick<Blobs, "sweep">, { clock, log }: ClockDep & LogDep) => {
  const ended = new AbortController();
  const run = async (): Promise<void> => {
    for (let waitMs = firstAfterMs; ; waitMs = dayMs) {
      await clock.sleep(waitMs, ended.signal);
      if (ended.signal.aborted) return;
      const swept = await blobs.sweep();
      if (!swept.ok) log.warn("the trash could not be emptied", { error: swept.error.type });
      else if (swept.value.freedBytes > 0) log.info("the trash was emptied", { ...swept.value });
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
