import { useEffect, useState } from "react";
import type { Plan, Run, RunEvent, RunId } from "#core/plans/schema";
import type { ClientError } from "../../bridge/index.ts";
import { runAfter } from "./run-view.ts";
import { usePlans } from "./use-plans.ts";

/** A broken line is taken up again after this. */
const retryMs = 1000;

export interface OpenRun {
  readonly run: Run | null;
  /** The plan in the version that ran; null until read, or when it is no longer kept. */
  readonly plan: Plan | null;
  readonly problem: ClientError | null;
}

/** A run and its plan, followed live to its end. */
export const useRun = (runId: string): OpenRun => {
  const port = usePlans();
  const [state, setState] = useState<OpenRun & { readonly of: string }>({ of: runId, run: null, plan: null, problem: null });
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const take = (change: Partial<OpenRun>) =>
      setState((before) => ({ ...(before.of === runId ? before : { run: null, plan: null, problem: null }), ...change, of: runId }));
    const look = async () => {
      const found = await port.run(runId as RunId);
      if (signal.aborted) return;
      if (!found.ok) return take({ problem: found.error });
      take({ run: found.value, problem: null });
      const plan = await port.plan(found.value.planId, found.value.planVersion);
      if (!signal.aborted && plan.ok) take({ plan: plan.value });
      let run: Run | null = found.value;
      const grow = (event: RunEvent) => {
        run = runAfter(run, event);
        take({ run });
      };
      const isOpen = () => !signal.aborted && run?.state !== "ended";
      while (isOpen()) {
        await port.followRun(found.value.id, grow, signal);
        if (isOpen()) await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    };
    void look();
    return () => controller.abort();
  }, [port, runId]);
  return state.of === runId ? state : { run: null, plan: null, problem: null };
};
