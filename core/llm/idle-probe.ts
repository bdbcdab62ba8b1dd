import type { Clock, Result } from "#core/base";

export interface IdleProbe {
  /** Has a model tried out as soon as nobody has asked anything for a while. */
  readonly later: (modelId: string) => void;
  readonly forget: (modelId: string) => void;
  readonly close: () => void;
}

export interface IdleProbeDeps {
  readonly clock: Clock;
  readonly isIdle: () => boolean;
  /** Calls whenever a person asks; the function given back stops it. */
  readonly onWanted: (call: () => void) => () => void;
  /** Stops at the signal. */
  readonly probe: (modelId: string, signal: AbortSignal) => Promise<Result<unknown, unknown>>;
  /** Nobody asked for so long. */
  readonly quietMs: number;
}

/** Tries out models in the background, one after the other, and steps back at once when somebody asks. A model that cannot be tried is left alone. */
export const createIdleProbe = ({ clock, isIdle, onWanted, probe, quietMs }: IdleProbeDeps): IdleProbe => {
  const waiting = new Set<string>();
  const closing = new AbortController();
  let running = false;

  /** True when nobody asked in all that time. */
  const wasQuiet = async (): Promise<boolean> => {
    let asked = false;
    const stop = onWanted(() => (asked = true));
    await clock.sleep(quietMs, closing.signal);
    stop();
    return !asked && isIdle();
  };

  const tryOne = async (modelId: string) => {
    const wanted = new AbortController();
    const stop = onWanted(() => wanted.abort({ type: "Aborted", by: "user" }));
    await probe(modelId, AbortSignal.any([wanted.signal, closing.signal]));
    stop();
    if (!wanted.signal.aborted) waiting.delete(modelId);
  };

  const run = async () => {
    running = true;
    while (waiting.size > 0 && !closing.signal.aborted) {
      const quiet = await wasQuiet();
      const [modelId] = waiting;
      if (quiet && modelId !== undefined && !closing.signal.aborted) await tryOne(modelId);
    }
    running = false;
  };

  return {
    later: (modelId) => {
      waiting.add(modelId);
      if (!running) void run();
    },
    forget: (modelId) => void waiting.delete(modelId),
    close: () => closing.abort({ type: "Aborted", by: "shutdown" }),
  };
};
