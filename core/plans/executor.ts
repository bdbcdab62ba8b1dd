import { abortedBy } from "#core/base";
import { err, ok, type Aborted, type Result } from "#core/base/schema";
import type { FolderFiles } from "#core/workspace";
import type { Journal, NewRun, RunRow } from "./journal.ts";
import type { Json } from "./json-pointer.ts";
import { createLiveRun, readRun, type LiveRun } from "./live-run.ts";
import type { PlanStore } from "./plan-store.ts";
import type { PlansDeps } from "./ports.ts";
import type { StepContext, StepError } from "./prepare-step.ts";
import { applyIntents, continueStep, runStep } from "./run-step.ts";
import type { RunChanges } from "./run-changes.ts";
import type { RunId, Step } from "./schema.ts";
import { takeBack } from "./take-back.ts";

/** Steps under way at the same time in one run; file changes of all of them go one by one. */
const defaultParallelSteps = 4;

/** Everything the steps of one run share. `steps` in the order of their positions. */
interface RunFrame {
  readonly run: LiveRun;
  readonly world: FolderFiles;
  readonly contexts: readonly StepContext[];
}

const isShutdown = (signal: AbortSignal): boolean => signal.aborted && abortedBy(signal).by === "shutdown";

export const createExecutor = (deps: PlansDeps, journal: Journal, plans: PlanStore, changes: RunChanges) => {
  const live = new Map<RunId, LiveRun>();

  /** Puts plan, dry run and folder together. The error says what is missing. */
  const frameOf = (run: LiveRun, world: FolderFiles): Result<RunFrame, StepError> => {
    const { hash, planId, planVersion } = run.row;
    const plan = plans.find(planId, planVersion);
    const simulation = hash === null ? null : plans.simulation(hash);
    if (!plan.ok || simulation === null) return err({ type: "Deviated", path: "", reason: "the plan or its dry run is no longer kept" });
    const steps = new Map(plan.value.steps.map((step) => [step.name, step]));
    const approvedHosts = run.row.approved === 1 ? simulation.hosts : [];
    const outputs = new Map<string, Json>();
    const contexts: StepContext[] = [];
    for (const [position, name] of simulation.order.entries()) {
      const step: Step | undefined = steps.get(name);
      const tool = step === undefined ? null : deps.tools.find(step.tool);
      const prediction = simulation.predictions[position];
      const expectation = simulation.expectations[position];
      if (step === undefined || prediction === undefined || expectation === undefined) throw new Error(`simulation without step ${name}`);
      if (tool === null) return err({ type: "ToolNotFound", tool: step.tool });
      contexts.push({ run, position, step, tool, prediction, expectation, world, outputs, approvedHosts, journal, deps });
    }
    for (const { position, state, step } of journal.steps(run.row.id))
      if (state === "done") outputs.set(step, journal.outputOf(run.row.id, position) ?? null);
    return ok({ run, world, contexts });
  };

  const failStep = (run: LiveRun, position: number, error: StepError): void => {
    const step = run.steps[position];
    const endedAtMs = deps.clock.nowMs();
    const ended = {
      state: "failed",
      attempts: step?.attempts ?? 0,
      output: null,
      error,
      startedAtMs: step?.startedAtMs ?? endedAtMs,
      endedAtMs,
    } as const;
    journal.endStep(run.row.id, position, ended);
    run.changeStep(position, ended);
  };

  /** Finishes what a process that died had decided to do to the folder, before anything new is begun or taken back. Answers whether a step has failed. */
  const finishBegun = async ({ contexts, run }: RunFrame): Promise<boolean> => {
    for (const context of contexts) {
      const { position, step } = context;
      if (run.steps[position]?.state !== "running") continue;
      const result = await continueStep(context);
      if (!result.ok) failStep(run, position, result.error);
      else if (result.value === undefined) {
        journal.setStepState(run.row.id, position, "waiting");
        run.changeStep(position, { state: "waiting" });
      } else (context.outputs as Map<string, Json>).set(step.name, result.value);
    }
    return run.steps.some(({ state }) => state === "failed");
  };

  /** Runs what is ready, a few at a time, until all is done, one step fails or somebody stops it. Answers whether a step failed. */
  const forward = async ({ contexts, run }: RunFrame): Promise<boolean> => {
    const { signal } = run.controller;
    const done = new Set(contexts.filter(({ position }) => run.steps[position]?.state === "done").map(({ step }) => step.name));
    const waiting = new Map(
      contexts
        .filter(({ step }) => !done.has(step.name))
        .map((context) => [context.step.name, new Set(context.expectation.waitsFor.filter((name) => !done.has(name)))]),
    );
    const waiters = new Map<string, string[]>();
    for (const [name, missing] of waiting) for (const other of missing) waiters.set(other, [...(waiters.get(other) ?? []), name]);
    const contextOf = new Map(contexts.map((context) => [context.step.name, context]));
    const ready = contexts.filter(({ step }) => waiting.get(step.name)?.size === 0);
    const underWay = new Map<string, Promise<void>>();
    let failed = false;

    const carryOut = async (context: StepContext): Promise<void> => {
      const { position, step } = context;
      const result = await runStep(context);
      if (!result.ok && result.error.type === "Aborted" && signal.aborted && mayStartAgain(run.row.id, position)) {
        journal.setStepState(run.row.id, position, "waiting");
        run.changeStep(position, { state: "waiting" });
      } else if (!result.ok) {
        const stopped = result.error.type === "Aborted" && signal.aborted;
        // Stopped is not failed: nothing is taken back. A step that the end of the process cut off is finished or begun anew by the next one.
        if (stopped && isShutdown(signal)) return;
        failed ||= !stopped;
        failStep(run, position, result.error);
      } else {
        (context.outputs as Map<string, Json>).set(step.name, result.value);
        for (const name of waiters.get(step.name) ?? []) {
          const missing = waiting.get(name);
          missing?.delete(step.name);
          const next = contextOf.get(name);
          if (missing?.size === 0 && next !== undefined) ready.push(next);
        }
      }
    };

    for (;;) {
      if (run.row.state === "paused" && underWay.size === 0) await run.whilePaused();
      const halted = failed || signal.aborted || run.row.state === "paused";
      while (!halted && ready.length > 0 && underWay.size < (deps.parallelSteps ?? defaultParallelSteps)) {
        const context = ready.shift();
        if (context === undefined) break;
        const { name } = context.step;
        underWay.set(
          name,
          carryOut(context).finally(() => underWay.delete(name)),
        );
      }
      if (underWay.size > 0) await Promise.race(underWay.values());
      else if (run.row.state !== "paused" || signal.aborted) return failed;
    }
  };

  /** True when nothing of a step has reached the world. */
  const mayStartAgain = (runId: string, position: number): boolean =>
    journal.effectsOf(runId, position).every(({ state }) => state === "nothing");

  const end = (run: LiveRun, stopReason: RunRow["stopReason"]): void => {
    run.changeRun({ state: "ended", phase: "ended", stopReason, endedAtMs: deps.clock.nowMs() });
    deps.gateway.endRun(run.row.id);
    // What it took back, or did again, reads differently now.
    for (let other = run.row.undoes; other !== null; other = journal.run(other)?.undoes ?? null) changes.tell(other);
    run.events.publish({ type: "run-end", run: readRun(journal, run.row) });
  };

  const back = async (frame: RunFrame): Promise<void> => {
    const { contexts, run } = frame;
    if (run.row.phase !== "back") run.changeRun({ phase: "back", stopReason: "failed", state: "running" });
    await deps.onJournalPoint?.("on the way back");
    await takeBack({ deps, journal, run, world: frame.world }, (position) => {
      const failed = run.steps[position]?.state === "failed";
      return failed || contexts[position]?.step.rollback === "undo";
    });
    end(run, "failed");
  };

  /** A run that undoes another: its effects stand in the journal as intents and are applied in order. It stops at the first that does not fit. */
  const undoing = async (run: LiveRun, world: FolderFiles): Promise<void> => {
    for (const [position, step] of run.steps.entries()) {
      if (step.state === "done") continue;
      await run.whilePaused();
      if (run.controller.signal.aborted) break;
      run.changeStep(position, { state: "running", attempts: step.attempts + 1, startedAtMs: deps.clock.nowMs() });
      const applied = await applyIntents({ deps, journal, position, run, world }, deps.contents.get, null);
      if (!applied.ok) {
        failStep(run, position, applied.error);
        break;
      }
    }
    if (isShutdown(run.controller.signal)) return;
    const unfinished = run.steps.some(({ state }) => state !== "done");
    if (unfinished) journal.dropIntents(run.row.id);
    end(run, unfinished ? "cancelled" : null);
  };

  const drive = async (run: LiveRun): Promise<void> => {
    const opened = await deps.openFolder(run.row.workspaceRoot, "write");
    if (!opened.ok) {
      // Nothing can be done or taken back now; a later start of Olympus tries again.
      deps.log.warn("a run waits for its folder", { runId: run.row.id, error: opened.error.type });
      run.changeRun({ state: "paused" });
      return;
    }
    const world = opened.value;
    try {
      if (run.row.undoes !== null) return await undoing(run, world);
      const frame = frameOf(run, world);
      if (!frame.ok) {
        failStep(run, 0, frame.error);
        return await back({ run, world, contexts: [] });
      }
      const failed = (await finishBegun(frame.value)) || run.row.phase === "back" || (await forward(frame.value));
      if (failed) return await back(frame.value);
      if (isShutdown(run.controller.signal)) return;
      end(run, run.controller.signal.aborted ? "cancelled" : null);
    } finally {
      await world.close();
    }
  };

  const launch = (row: RunRow): LiveRun => {
    const run = createLiveRun(journal, row, changes.tell);
    if (row.state === "waiting-for-approval") run.changeRun({ state: "running" });
    live.set(row.id, run);
    changes.tell(row.id);
    run.events.publish({ type: "run-state", run: readRun(journal, row) });
    run.ended = drive(run)
      .catch((cause: unknown) => {
        deps.log.error("a run broke", { runId: row.id, reason: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause) });
      })
      .finally(() => {
        run.events.close();
        live.delete(row.id);
      });
    return run;
  };

  return {
    live: (runId: RunId): LiveRun | null => live.get(runId) ?? null,
    /** Writes the run down, then starts it. */
    start: (
      newRun: NewRun,
      effects: readonly (readonly { readonly effect: StepContext["prediction"]["effects"][number]; readonly reverses: string }[])[] = [],
    ): LiveRun => {
      journal.createWithIntents(newRun, effects);
      const row = journal.run(newRun.id);
      if (row === null) throw new Error("a run was not written down");
      return launch(row);
    },
    /** Goes on with a run that another process left; a paused one stays paused until `resume`. */
    reopen: (row: RunRow): LiveRun => live.get(row.id) ?? launch(row),
    /** Stops all runs where they are; they go on at the next start. */
    close: async (): Promise<void> => {
      const shutdown: Aborted = { type: "Aborted", by: "shutdown" };
      const runs = [...live.values()];
      runs.forEach(({ controller }) => controller.abort(shutdown));
      await Promise.all(runs.map(({ ended }) => ended));
    },
  };
};

export type Executor = ReturnType<typeof createExecutor>;
