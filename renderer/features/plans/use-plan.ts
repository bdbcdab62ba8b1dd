import { useCallback, useEffect, useState } from "react";
import type { Plan, PlanDraft, PlanId, RunId, Simulation } from "#core/plans/schema";
import type { Result } from "#core/base/schema";
import type { ClientError } from "../../bridge/index.ts";
import { usePlans } from "./use-plans.ts";

interface PlanState {
  readonly plan: Plan | null;
  /** What the plan would do now; null until that is known. */
  readonly simulation: Simulation | null;
  readonly simulating: boolean;
  readonly problem: ClientError | null;
}

const unknown: PlanState = { plan: null, simulation: null, simulating: true, problem: null };

export interface OpenPlan extends PlanState {
  readonly simulate: () => void;
  /** False: it could not be said, `problem` says why. */
  readonly reject: () => Promise<boolean>;
  readonly edit: (draft: PlanDraft) => Promise<Result<Plan, ClientError>>;
  /**
   * `approved`: says yes to the dry run that is shown and starts it; a stale or expired one is answered with its reason and looked at anew.
   * `unapproved`: starts an Autopilot plan that asks where policy says so. Null: it did not start, `problem` says why.
   */
  readonly start: (how: "approved" | "unapproved") => Promise<RunId | null>;
}

/** A plan with its dry run. Simulates whenever the plan is opened or has changed. */
export const usePlan = (planId: string): OpenPlan => {
  const port = usePlans();
  const [state, setState] = useState<PlanState & { readonly of: string }>({ ...unknown, of: planId });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const look = async () => {
      const plan = await port.plan(planId as PlanId);
      if (signal.aborted) return;
      if (!plan.ok) return setState({ ...unknown, of: planId, simulating: false, problem: plan.error });
      setState((before) => ({ ...(before.of === planId ? before : unknown), of: planId, plan: plan.value, simulating: true }));
      const simulation = await port.simulate(plan.value.id, signal);
      if (signal.aborted) return;
      setState((before) => ({
        ...before,
        simulation: simulation.ok ? simulation.value : null,
        simulating: false,
        problem: simulation.ok ? before.problem : simulation.error,
      }));
    };
    void look();
    return () => controller.abort();
  }, [port, planId, turn]);

  const shown = state.of === planId ? state : { ...unknown, of: planId };
  const again = useCallback((problem: ClientError | null) => {
    setState((before) => ({ ...before, simulating: true, problem }));
    setTurn((before) => before + 1);
  }, []);
  return {
    ...shown,
    simulate: () => again(null),
    edit: async (draft) => {
      if (shown.plan === null) return { ok: false, error: { type: "PlanNotFound", planId } };
      const edited = await port.edit(shown.plan.id, draft);
      if (edited.ok) again(null);
      return edited;
    },
    reject: async () => {
      if (shown.plan === null) return false;
      const rejected = await port.reject(shown.plan.id);
      setState((before) => (rejected.ok ? { ...before, plan: rejected.value, problem: null } : { ...before, problem: rejected.error }));
      return rejected.ok;
    },
    start: async (how) => {
      const { plan, simulation } = shown;
      if (plan === null || simulation === null) return null;
      const started = await (how === "approved" ? port.approveAndRun(plan.id, simulation.hash) : port.runUnapproved(plan.id));
      if (started.ok) return started.value;
      // What was shown is no longer what would happen: say so, and show what would.
      again(started.error);
      return null;
    },
  };
};
