import type { ClockDep, Result } from "#core/base";
import type { HubFailure } from "./hub-fetch.ts";

/** Waits before the second try, the third, and so on; the last one again and again. */
const waitsMs = [1000, 2000, 5000, 10_000, 20_000, 30_000];
/** Tries in a row that bring nothing. About a minute and a half with the waits. */
const mostTries = 7;

/**
 * Tries again what failed in passing. `tookUp` tells whether a failed try brought something: then counting begins anew.
 * Ends with the last failure, or at once when the signal aborts.
 */
export const retrying = async <T>(
  { clock }: ClockDep,
  signal: AbortSignal,
  attempt: () => Promise<Result<T, HubFailure>>,
  tookUp: () => boolean = () => false,
): Promise<Result<T, HubFailure>> => {
  for (let tries = 1; ; tries += 1) {
    const result = await attempt();
    if (result.ok || !result.error.isPassing || signal.aborted) return result;
    if (tookUp()) tries = 1;
    if (tries >= mostTries) return result;
    await clock.sleep(Math.max(result.error.waitMs, waitsMs[tries - 1] ?? waitsMs.at(-1) ?? 0), signal);
    if (signal.aborted) return result;
  }
};
