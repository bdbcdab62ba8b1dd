import type { ClockDep } from "#core/base";
import type { Refused } from "./schema.ts";

export interface CallLimits {
  readonly callsPerRun: number;
  /** The very same call within a run; a model that goes in circles is stopped here. */
  readonly sameCallPerRun: number;
  readonly pendingPerRun: number;
  readonly perTool: Readonly<Record<string, { readonly perRun: number; readonly perMinute: number }>>;
}

/** Far above what honest tasks need, far below what hurts. */
export const defaultLimits: CallLimits = {
  callsPerRun: 10_000,
  sameCallPerRun: 8,
  pendingPerRun: 50,
  perTool: {
    "http.fetch": { perRun: 300, perMinute: 60 },
    "memory.add": { perRun: 200, perMinute: 60 },
    "notify.send": { perRun: 20, perMinute: 5 },
    "shell.run": { perRun: 300, perMinute: 60 },
  },
};

interface RunCounts {
  total: number;
  readonly sameCall: Map<string, number>;
  readonly timesMs: Map<string, number[]>;
}

const minuteMs = 60_000;

/** Counts of calls that were allowed, per run, in memory: a new process begins anew. */
export const createCallCounter = ({ clock }: ClockDep, limits: CallLimits) => {
  const runs = new Map<string, RunCounts>();
  const countsOf = (runId: string): RunCounts => {
    const known = runs.get(runId) ?? { total: 0, sameCall: new Map<string, number>(), timesMs: new Map<string, number[]>() };
    runs.set(runId, known);
    return known;
  };

  return {
    /** Why one more such call is too much; null when it is not. */
    refusalOf: (runId: string, tool: string, requestHash: string): Refused | null => {
      const refuse = (why: "rate" | "loop", reason: string): Refused => ({ type: "CallRefused", tool, why, reason });
      const counts = countsOf(runId);
      if ((counts.sameCall.get(requestHash) ?? 0) >= limits.sameCallPerRun)
        return refuse("loop", `The same call was made ${limits.sameCallPerRun} times in this run.`);
      if (counts.total >= limits.callsPerRun) return refuse("rate", `A run may make ${limits.callsPerRun} calls.`);
      const cap = limits.perTool[tool];
      if (cap === undefined) return null;
      const times = counts.timesMs.get(tool) ?? [];
      if (times.length >= cap.perRun) return refuse("rate", `A run may use ${tool} ${cap.perRun} times.`);
      const lastMinute = times.filter((timeMs) => timeMs > clock.nowMs() - minuteMs).length;
      return lastMinute >= cap.perMinute ? refuse("rate", `A run may use ${tool} ${cap.perMinute} times a minute.`) : null;
    },
    count: (runId: string, tool: string, requestHash: string): void => {
      const counts = countsOf(runId);
      counts.total += 1;
      counts.sameCall.set(requestHash, (counts.sameCall.get(requestHash) ?? 0) + 1);
      if (limits.perTool[tool] !== undefined) counts.timesMs.set(tool, [...(counts.timesMs.get(tool) ?? []), clock.nowMs()]);
    },
    forget: (runId: string): void => void runs.delete(runId),
  };
};
