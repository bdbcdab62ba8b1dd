import type { Plan, PlanId, RunSummary } from "#core/plans/schema";
import type { Standing } from "./run-view.ts";

/** A plan that never ran, as a line of the timeline. */
export interface PlanLine {
  readonly id: PlanId;
  readonly title: string;
  readonly summary: string;
  readonly workspaceRoot: string;
  readonly mode: Plan["mode"];
  readonly standing: Extract<Standing, "planned" | "rejected">;
  /** When it was made. */
  readonly startedAtMs: number;
  readonly stepCount: number;
}

/** Plans that no run belongs to, in their order. */
export const planLines = (plans: readonly Plan[], runs: readonly RunSummary[]): PlanLine[] => {
  const ran = new Set(runs.map(({ planId }) => planId));
  return plans.flatMap(({ id, title, goal, workspaceRoot, mode, rejectedAtMs, createdAtMs, steps }) =>
    ran.has(id)
      ? []
      : [
          {
            id,
            title,
            summary: goal,
            workspaceRoot,
            mode,
            standing: rejectedAtMs === null ? "planned" : "rejected",
            startedAtMs: createdAtMs,
            stepCount: steps.length,
          },
        ],
  );
};
