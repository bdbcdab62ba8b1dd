import type { Run, RunEvent, RunSummary } from "#core/plans/schema";

/** A run after one more event of its story. */
export const runAfter = (run: Run | null, event: RunEvent): Run | null => {
  if (event.type !== "run-step") return event.run;
  if (run === null || run.id !== event.runId) return run;
  return { ...run, steps: run.steps.map((step) => (step.step === event.step.step ? event.step : step)) };
};

/** A list of runs, newest first, in which one has changed or is new. */
export const withRun = (runs: readonly RunSummary[], run: RunSummary): RunSummary[] =>
  runs.some(({ id }) => id === run.id)
    ? runs.map((known) => (known.id === run.id ? run : known))
    : [run, ...runs].toSorted((left, right) => right.startedAtMs - left.startedAtMs);

/** Steps that need nothing more. */
export const settledCount = (run: Run): number => run.steps.filter(({ state }) => state !== "waiting" && state !== "running").length;

/** Names of the steps under way. */
export const currentSteps = (run: Run): string[] => run.steps.filter(({ state }) => state === "running").map(({ step }) => step);

export const durationMs = (run: Pick<Run, "startedAtMs" | "endedAtMs">, nowMs: number): number =>
  Math.max(0, (run.endedAtMs ?? nowMs) - run.startedAtMs);

/** How a run stands, in one word: its state, or how it ended. Plans that never ran are `planned`, or `rejected` by a person. */
export type Standing = Exclude<Run["state"], "ended"> | NonNullable<RunSummary["outcome"]> | "ended" | "planned" | "rejected";

export const standingOf = (run: Pick<Run, "state">, outcome: RunSummary["outcome"]): Standing =>
  run.state === "ended" ? (outcome ?? "ended") : run.state;

export const standingTones: Record<Standing, "neutral" | "accent" | "warning" | "danger"> = {
  running: "accent",
  paused: "warning",
  "waiting-for-approval": "warning",
  done: "accent",
  stopped: "neutral",
  compensated: "warning",
  "partly-undone": "danger",
  undone: "neutral",
  ended: "neutral",
  planned: "warning",
  rejected: "neutral",
};

/** Undo is offered for what ended, is not itself taken back entirely, and was no undo that left nothing. */
export const mayUndo = (run: Run): boolean => run.state === "ended" && (run.report?.done.length ?? 0) > 0;
