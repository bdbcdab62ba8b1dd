import { createBroadcast, type Broadcast } from "#core/base";
import type { Effect } from "#core/tools/schema";
import type { Journal, RunRow } from "./journal.ts";
import { reportOf, type EffectRecord } from "./report.ts";
import type { Run, RunEvent, RunId, RunSummary, StepRun } from "./schema.ts";

const happened = new Set<EffectRecord["state"]>(["done", "undone", "undoing", "stuck", "unknown"]);

/** A run as clients see it, read from the journal. */
export const readRun = (journal: Journal, row: RunRow): Run => {
  const effects = journal.effects(row.id);
  const actual = Map.groupBy(
    effects.filter(({ state }) => happened.has(state)),
    ({ position }) => position,
  );
  const { approved: _approved, hash: _hash, phase: _phase, stopReason, ...shown } = row;
  return {
    ...shown,
    steps: journal.steps(row.id).map(({ position, tool: _tool, ...step }) => ({
      ...step,
      predicted: [...step.predicted],
      actual: (actual.get(position) ?? []).map(({ effect }) => effect),
    })),
    report: row.state === "ended" ? reportOf(effects, stopReason) : null,
  };
};

/** A line of the list of runs. What an ended run came to is counted once and kept. */
export const readSummary = (journal: Journal, row: RunRow): RunSummary => {
  const { approved: _approved, hash: _hash, phase: _phase, stopReason, ...shown } = row;
  if (row.state !== "ended") return { ...shown, ...journal.counts(row.id), outcome: null, summary: "" };
  const known = journal.figures(row.id);
  if (known !== null) return { ...shown, ...known };
  const { outcome, summary } = reportOf(journal.effects(row.id), stopReason);
  const figures = { ...journal.counts(row.id), outcome, summary };
  journal.saveFigures(row.id, figures);
  return { ...shown, ...figures };
};

/** The same of a run under way, without a look at the disk. */
export const summaryOf = ({ row, steps }: Pick<LiveRun, "row" | "steps">): RunSummary => {
  const { approved: _approved, hash: _hash, phase: _phase, stopReason: _stopReason, ...shown } = row;
  return {
    ...shown,
    stepCount: steps.length,
    doneCount: steps.filter(({ state }) => state === "done").length,
    effectCount: steps.reduce((count, { actual }) => count + actual.length, 0),
    outcome: null,
    summary: "",
  };
};

/** A run under way in this process: its present state, who listens, and how to stop it. The journal is written by whoever changes it. */
export interface LiveRun {
  row: RunRow;
  readonly steps: StepRun[];
  readonly events: Broadcast<RunEvent>;
  /** Questions of this run that wait for a person. */
  openQuestions: number;
  /** Aborts when somebody cancels, or at shutdown; the reason says which. */
  readonly controller: AbortController;
  /** Resolves with the end of the run or of this process' part in it. */
  ended: Promise<void>;
  readonly changeStep: (position: number, change: Partial<StepRun>) => void;
  readonly addActual: (position: number, effect: Effect) => void;
  /** Saves and tells the run's own state. */
  readonly changeRun: (change: Partial<Pick<RunRow, "state" | "phase" | "stopReason" | "endedAtMs" | "interventions">>) => void;
  /** Waits while the run is paused. */
  readonly whilePaused: () => Promise<void>;
}

/** How a run stands that nobody paused. */
export const stateUnpaused = ({ openQuestions }: Pick<LiveRun, "openQuestions">): "running" | "waiting-for-approval" =>
  openQuestions > 0 ? "waiting-for-approval" : "running";

/** `tell` is called after every change that a list would show. */
export const createLiveRun = (journal: Journal, row: RunRow, tell: (runId: RunId) => void): LiveRun => {
  const { steps } = readRun(journal, row);
  const events = createBroadcast<RunEvent>();
  const controller = new AbortController();
  let wake = Promise.withResolvers<void>();
  const run: LiveRun = {
    row,
    steps,
    events,
    openQuestions: 0,
    controller,
    ended: Promise.resolve(),
    changeStep: (position, change) => {
      const step = steps[position];
      if (step === undefined) return;
      Object.assign(step, change);
      events.publish({ type: "run-step", runId: row.id, step: { ...step, actual: [...step.actual] } });
      tell(row.id);
    },
    addActual: (position, effect) => void steps[position]?.actual.push(effect),
    changeRun: (change) => {
      run.row = { ...run.row, ...change };
      journal.setRun(run.row);
      wake.resolve();
      wake = Promise.withResolvers<void>();
      if (run.row.state !== "ended") events.publish({ type: "run-state", run: readRun(journal, run.row) });
      tell(row.id);
    },
    whilePaused: async () => {
      const stop = Promise.withResolvers<void>();
      controller.signal.addEventListener("abort", () => stop.resolve(), { once: true });
      while (run.row.state === "paused" && !controller.signal.aborted) await Promise.race([wake.promise, stop.promise]);
    },
  };
  return run;
};
