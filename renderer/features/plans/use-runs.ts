import { useEffect, useState } from "react";
import type { PlanId, RunSummary } from "#core/plans/schema";
import { follow, type ClientError } from "../../bridge/index.ts";
import { withRun } from "./run-view.ts";
import { usePlans } from "./use-plans.ts";

export interface Runs {
  /** Newest first; null until read. */
  readonly runs: readonly RunSummary[] | null;
  readonly problem: ClientError | null;
}

const unknown: Runs = { runs: null, problem: null };

/** All runs, or those of one plan, live while the calling screen is shown. */
export const useRuns = (planId: PlanId | null = null): Runs => {
  const port = usePlans();
  const [state, setState] = useState<Runs & { readonly of: PlanId | null }>({ ...unknown, of: planId });
  useEffect(() => {
    const controller = new AbortController();
    /** Listens before it reads, so that nothing is missed between the two; the list is read anew whenever the line was broken. */
    const open = async (signal: AbortSignal) => {
      const changes = await port.watchRuns(signal);
      const found = await port.runs(planId);
      if (!signal.aborted)
        setState((before) =>
          found.ok
            ? { of: planId, runs: found.value, problem: null }
            : { ...(before.of === planId ? before : unknown), of: planId, problem: found.error },
        );
      return changes;
    };
    const take = (run: RunSummary) => {
      if (planId !== null && run.planId !== planId) return;
      setState((before) => (before.of === planId && before.runs !== null ? { ...before, runs: withRun(before.runs, run) } : before));
    };
    void follow(open, take, controller.signal);
    return () => controller.abort();
  }, [port, planId]);
  return state.of === planId ? state : unknown;
};
