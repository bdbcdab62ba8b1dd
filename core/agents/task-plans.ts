import type { Plans } from "#core/plans";
import type { TaskPlans } from "./ports.ts";

/** Runs of one plan that are looked through for the newest; a plan that ran more often shows an older one. */
const mostRuns = 200;

/** Plans as a task may use them: without approving. */
export const toTaskPlans = (plans: Plans): TaskPlans => ({
  create: plans.create,
  simulate: plans.simulate,
  start: (planId, readFrom) => plans.run(planId, { hash: null, mode: "autopilot", readFrom }),
  follow: plans.follow,
  cancel: (runId) => void plans.cancel(runId),
  latestRun: (planId) => {
    const plan = plans.get(planId);
    if (!plan.ok) return null;
    const runs = plans.runs({ filter: plan.value.title, state: null, limit: mostRuns, offset: 0 });
    return runs.find((run) => run.planId === planId && run.undoes === null) ?? null;
  },
});
