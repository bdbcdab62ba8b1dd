import type { Plan, Prediction, Run, Simulation, Step, StepRun } from "#core/plans/schema";

/** One step with all that is known of it. `step` is null when the plan it belongs to is no longer kept. */
export interface StepView {
  readonly name: string;
  readonly step: Step | null;
  readonly prediction: Prediction | null;
  readonly run: StepRun | null;
}

/** Steps in the order they run in: as the run has it, as the dry run found it, else as the plan was written. */
export const stepViews = (plan: Plan | null, simulation: Simulation | null, run: Run | null): StepView[] => {
  const steps = new Map(plan?.steps.map((step) => [step.name, step]) ?? []);
  const predictions = new Map(simulation?.predictions.map((prediction) => [prediction.step, prediction]) ?? []);
  const runs = new Map(run?.steps.map((step) => [step.step, step]) ?? []);
  const names = run?.steps.map(({ step }) => step) ?? simulation?.predictions.map(({ step }) => step) ?? [...steps.keys()];
  return names.map((name) => ({
    name,
    step: steps.get(name) ?? null,
    prediction: predictions.get(name) ?? null,
    run: runs.get(name) ?? null,
  }));
};
