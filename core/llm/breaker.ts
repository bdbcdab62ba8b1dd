import type { ClockDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { ModelError } from "./schema.ts";

/** So many failures in a row and a model is left alone. */
const mostFailures = 3;
/** The first pause, doubled with every probe that fails, up to the longest. */
const firstPauseMs = 30_000;
const longestPauseMs = 10 * 60_000;

export type CallOutcome = "worked" | "failed" | "neutral";

type Paused = Extract<ModelError, { type: "ModelPaused" }>;

export interface Breakers {
  /** Null when it may be asked. A pause that is over lets one call through to see. */
  readonly pausedUntilMs: (key: string) => number | null;
  /** Leave to ask, for all keys together; to be ended with what came of it for each. Errors: ModelPaused. */
  readonly enter: (keys: readonly string[], modelId: string) => Result<(outcomeFor: (key: string) => CallOutcome) => void, Paused>;
}

interface Circuit {
  failures: number;
  /** When the next call may go through; null while closed. */
  opensAtMs: number | null;
  pauseMs: number;
  /** Somebody is finding out whether it works again. */
  probing: boolean;
}

/** One breaker for each key, such as a model or a host. */
export const createBreakers = ({ clock }: ClockDep): Breakers => {
  const circuits = new Map<string, Circuit>();
  const circuitOf = (key: string): Circuit => {
    const known = circuits.get(key);
    if (known !== undefined) return known;
    const circuit: Circuit = { failures: 0, opensAtMs: null, pauseMs: firstPauseMs, probing: false };
    circuits.set(key, circuit);
    return circuit;
  };

  const pausedUntilMs = (key: string): number | null => {
    const circuit = circuits.get(key);
    if (circuit === undefined || circuit.opensAtMs === null) return null;
    const nowMs = clock.nowMs();
    if (circuit.opensAtMs > nowMs) return circuit.opensAtMs;
    return circuit.probing ? nowMs + circuit.pauseMs : null;
  };

  const report = (circuit: Circuit, wasProbe: boolean, outcome: CallOutcome): void => {
    if (wasProbe) circuit.probing = false;
    if (outcome === "neutral") return;
    if (outcome === "worked") {
      circuit.failures = 0;
      circuit.opensAtMs = null;
      circuit.pauseMs = firstPauseMs;
      return;
    }
    circuit.failures += 1;
    if (wasProbe) circuit.pauseMs = Math.min(circuit.pauseMs * 2, longestPauseMs);
    // Calls that were under way when it opened change nothing.
    else if (circuit.opensAtMs !== null || circuit.failures < mostFailures) return;
    circuit.opensAtMs = clock.nowMs() + circuit.pauseMs;
  };

  return {
    pausedUntilMs,
    enter: (keys, modelId) => {
      for (const key of keys) {
        const untilMs = pausedUntilMs(key);
        if (untilMs !== null) return err({ type: "ModelPaused", modelId, untilMs, failures: circuitOf(key).failures });
      }
      const entered = keys.map((key) => {
        const circuit = circuitOf(key);
        const isProbe = circuit.opensAtMs !== null;
        if (isProbe) circuit.probing = true;
        return { key, circuit, isProbe };
      });
      let ended = false;
      return ok((outcomeFor) => {
        if (ended) return;
        ended = true;
        entered.forEach(({ circuit, isProbe, key }) => report(circuit, isProbe, outcomeFor(key)));
      });
    },
  };
};
