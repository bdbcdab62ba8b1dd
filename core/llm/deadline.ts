import type { Aborted, ClockDep } from "#core/base";

/** The end of a request's time, over everybody who is asked. */
export interface Deadline {
  readonly limitMs: number;
  /** Fires with the caller's signal, or when the time is over. */
  readonly signal: AbortSignal;
  readonly leftMs: () => number;
  /** Whether the time ran out, and nobody stopped the request before. */
  readonly isPassed: () => boolean;
  /** Stops the watch. */
  readonly end: () => void;
}

export const startDeadline = ({ clock }: ClockDep, limitMs: number, caller: AbortSignal): Deadline => {
  const controller = new AbortController();
  const watch = new AbortController();
  const endsAtMs = clock.nowMs() + limitMs;
  let passed = false;
  void clock.sleep(limitMs, AbortSignal.any([watch.signal, caller])).then(() => {
    if (watch.signal.aborted || caller.aborted) return;
    passed = true;
    controller.abort({ type: "Aborted", by: "timeout" } satisfies Aborted);
  });
  return {
    limitMs,
    signal: AbortSignal.any([caller, controller.signal]),
    leftMs: () => Math.max(0, endsAtMs - clock.nowMs()),
    isPassed: () => passed,
    end: () => watch.abort(),
  };
};
