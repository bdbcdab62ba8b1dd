import type { Plans } from "#core/plans";
import type { TaskPlans } from "./ports.ts";

/** Plans as a task may use them: without approving. */
export const toTaskPlans = (plans: Plans): TaskPlans => ({
  create: plans.create,
  simulate: plans.simulate,
  start: (planId, readFrom) => plans.run(planId, { hash: null, mode: "autopilot", readFrom }),
  follow: plans.follow,
  cancel: (runId) => void plans.cancel(runId),
  latestRun: plans.latestRun,
  rejectedAtMs: (planId) => {
    const plan = plans.get(planId);
    return plan.ok ? plan.value.rejectedAtMs : null;
  },
});
