import { parseJson } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import { createExecutor } from "./executor.ts";
import { createJournal, type RunFilter, type RunRow } from "./journal.ts";
import { readRun, readSummary, stateUnpaused, summaryOf } from "./live-run.ts";
import { createPlanStore } from "./plan-store.ts";
import type { PlansDeps } from "./ports.ts";
import { createRunChanges } from "./run-changes.ts";
import {
  planDraftSchema,
  type Approval,
  type Mode,
  type Plan,
  type PlanDraft,
  type PlanError,
  type Run,
  type RunEvent,
  type RunId,
  type RunSummary,
  type Simulation,
  type UndoPreview,
} from "./schema.ts";
import { simulatePlan, type SimulationRecord } from "./simulate.ts";
import { planUndo, type UndoChoices } from "./undo.ts";
import { validatePlan } from "./validate.ts";

export interface PlanPlace {
  /** Real, absolute path. */
  readonly workspaceRoot: string;
  readonly conversationId?: string | null | undefined;
  /** The person names this folder for this plan alone, though it is not granted. Never to be set by a model. */
  readonly ownGrant?: boolean | undefined;
}

/** A dry run that expired is still known so long, so that a late yes hears that it came too late. */
const keepExpiredMs = 24 * 3_600_000;

/** Plans from draft to undo. What it promises stands in SPEC.md. */
export const createPlans = (deps: PlansDeps) => {
  const { clock, ids, tools } = deps;
  const plans = createPlanStore(deps);
  const journal = createJournal(deps);
  const changes = createRunChanges(deps);
  const executor = createExecutor(deps, journal, plans, changes);
  const aborter = new AbortController();

  const findRun = (runId: string): Result<RunRow, PlanError> => {
    const row = journal.run(runId);
    return row === null ? err({ type: "RunNotFound", runId }) : ok(row);
  };

  const mayUse = (plan: Pick<Plan, "id" | "workspaceRoot">): Result<void, PlanError> =>
    deps.isGranted(plan.workspaceRoot) || plans.hasOwnGrant(plan.id) ? ok(undefined) : notGranted(plan.workspaceRoot);

  const simulateRecord = async (plan: Plan, signal: AbortSignal): Promise<Result<SimulationRecord, PlanError>> => {
    const allowed = mayUse(plan);
    if (!allowed.ok) return allowed;
    const valid = validatePlan(plan, tools.find);
    if (!valid.ok) return valid;
    // Opened for writing only so that an overlay allows changes; nothing here applies any.
    const world = await deps.openFolder(plan.workspaceRoot, "write");
    if (!world.ok) return err({ type: "WorkspaceUnusable", root: plan.workspaceRoot, error: world.error });
    try {
      return await simulatePlan(plan, world.value, { clock, findTool: tools.find, usualMs: journal.usualMs, ...deps.hostRules() }, signal);
    } finally {
      await world.value.close();
    }
  };

  const simulate = async (planId: string, signal: AbortSignal): Promise<Result<SimulationRecord, PlanError>> => {
    const plan = plans.find(planId);
    if (!plan.ok) return plan;
    const simulated = await simulateRecord(plan.value, signal);
    if (simulated.ok) plans.saveSimulation(simulated.value);
    return simulated;
  };

  /** The dry run a hash names, if it is of this plan as it is now and still holds. */
  const current = (plan: Plan, hash: string): Result<SimulationRecord, PlanError> => {
    const simulation = plans.simulation(hash);
    if (simulation === null || simulation.planId !== plan.id) return err({ type: "ApprovalMissing", hash });
    if (simulation.expiresAtMs <= clock.nowMs()) return err({ type: "ApprovalExpired", hash, expiredAtMs: simulation.expiresAtMs });
    return ok(simulation);
  };

  const approve = (planId: string, hash: string, approvedBy: string): Result<Approval, PlanError> => {
    const plan = plans.find(planId);
    if (!plan.ok) return plan;
    const simulation = current(plan.value, hash);
    if (!simulation.ok) return simulation;
    const { expiresAtMs, planVersion } = simulation.value;
    const approval = { planId: plan.value.id, planVersion, hash, approvedBy, approvedAtMs: clock.nowMs(), expiresAtMs };
    plans.saveApproval(approval);
    return ok(approval);
  };

  /** The dry run that was approved, if the plan and the world are still what they were then. */
  const approvedSimulation = async (plan: Plan, hash: string, signal: AbortSignal): Promise<Result<SimulationRecord, PlanError>> => {
    const simulation = current(plan, hash);
    if (!simulation.ok) return simulation;
    const approval = plans.approval(hash);
    if (approval === null) return err({ type: "ApprovalMissing", hash });
    if (approval.expiresAtMs <= clock.nowMs()) return err({ type: "ApprovalExpired", hash, expiredAtMs: approval.expiresAtMs });
    const again = await simulateRecord(plan, signal);
    if (!again.ok) return again;
    if (again.value.hash !== hash) return err({ type: "ApprovalStale", approved: hash, found: again.value.hash });
    return simulation;
  };

  const run = async (
    planId: string,
    options: { readonly hash: string | null; readonly mode?: Mode | undefined; readonly readFrom?: readonly string[] | undefined },
    signal: AbortSignal = aborter.signal,
  ): Promise<Result<RunId, PlanError>> => {
    const plan = plans.find(planId);
    if (!plan.ok) return plan;
    const mode = options.mode ?? plan.value.mode;
    if (mode === "observe") return err({ type: "ModeForbids", mode, what: "run a plan" });
    const { rejectedAtMs } = plan.value;
    if (rejectedAtMs !== null) return err({ type: "PlanRejected", planId, rejectedAtMs });
    const simulation = options.hash === null ? await simulate(planId, signal) : await approvedSimulation(plan.value, options.hash, signal);
    if (!simulation.ok) return simulation;
    if (options.hash === null && mode === "draft") return err({ type: "ApprovalMissing", hash: simulation.value.hash });
    const runId = ids.create("run");
    const approved = options.hash !== null;
    if (options.hash !== null && !plans.useApproval(options.hash, runId)) return err({ type: "ApprovalMissing", hash: options.hash });
    for (const from of options.readFrom ?? []) deps.gateway.noteOutcome(runId, { tool: "plan", untrusted: true, from });
    // A plan that was made from what others wrote carries that into every run, whoever starts it.
    if (deps.gateway.isTainted(plan.value.id))
      deps.gateway.noteOutcome(runId, { tool: "plan", untrusted: true, from: "what it was made from" });
    const steps = new Map(plan.value.steps.map((step) => [step.name, step]));
    executor.start({
      id: runId,
      plan: plan.value,
      mode,
      hash: simulation.value.hash,
      approved,
      undoes: null,
      startedAtMs: clock.nowMs(),
      interventions: approved ? 1 : 0,
      steps: simulation.value.predictions.map(({ effects, step }) => ({ step, tool: steps.get(step)?.tool ?? "", predicted: effects })),
    });
    return ok(runId);
  };

  const undoPlanOf = async (row: RunRow, choices: UndoChoices) => {
    const world = await deps.openFolder(row.workspaceRoot, "write");
    if (!world.ok) return err({ type: "WorkspaceUnusable" as const, root: row.workspaceRoot, error: world.error });
    try {
      return await planUndo({ journal, contents: deps.contents }, row, world.value, choices);
    } finally {
      await world.value.close();
    }
  };

  const undo = async (runId: string, choices: UndoChoices = {}): Promise<Result<RunId, PlanError>> => {
    const row = findRun(runId);
    if (!row.ok) return row;
    const planned = await undoPlanOf(row.value, choices);
    if (!planned.ok) return planned;
    const { preview, ways } = planned.value;
    if (preview.conflicts.length > 0) return err({ type: "UndoConflict", runId, paths: preview.conflicts });
    if (ways.length === 0)
      return err({ type: "RunNotUndoable", runId, reason: preview.cannotUndo[0]?.why ?? "nothing of it is left to undo" });
    const earlier = journal.steps(row.value.id);
    const byStep = [...Map.groupBy(ways, ({ position }) => position)];
    const { planId, planVersion, title, workspaceRoot } = row.value;
    const undoId = ids.create("run");
    executor.start(
      {
        id: undoId,
        plan: { id: planId, version: planVersion, title: `Undo: ${title}`.slice(0, 200), workspaceRoot },
        mode: "draft",
        hash: null,
        approved: true,
        undoes: row.value.id,
        startedAtMs: clock.nowMs(),
        interventions: 1,
        steps: byStep.map(([position, group]) => ({
          step: earlier[position]?.step ?? "step",
          tool: "plans.undo",
          predicted: group.map(({ effect }) => effect),
        })),
      },
      byStep.map(([, group]) => group),
    );
    return ok(undoId);
  };

  async function* follow(runId: RunId, signal?: AbortSignal): AsyncGenerator<RunEvent, void, void> {
    const live = executor.live(runId);
    const events = live?.events.subscribe(signal, "next");
    let next = events?.next();
    const row = journal.run(runId);
    if (row === null) return;
    if (row.state !== "ended") yield { type: "run-state", run: readRun(journal, row) };
    while (next !== undefined && events !== undefined) {
      const { done, value } = await next;
      if (done === true) break;
      yield value;
      if (value.type === "run-end") return;
      next = events.next();
    }
    const last = journal.run(runId);
    if (last !== null && signal?.aborted !== true) yield { type: "run-end", run: readRun(journal, last) };
  }

  const summarise = (row: RunRow): RunSummary => {
    const live = executor.live(row.id);
    return live === null || live.row.state === "ended" ? readSummary(journal, row) : summaryOf(live);
  };

  async function* watchRuns(signal?: AbortSignal): AsyncGenerator<RunSummary, void, void> {
    const changed = changes.watch(signal);
    for (const row of journal.openRuns()) yield summarise(row);
    for await (const runId of changed) {
      const row = journal.run(runId);
      if (row !== null) yield summarise(row);
    }
  }

  const change = (runId: string, wanted: "pause" | "resume" | "cancel"): Result<Run, PlanError> => {
    const row = findRun(runId);
    if (!row.ok) return row;
    const wrong = err({ type: "RunStateWrong" as const, runId, state: row.value.state, wanted });
    const { state } = row.value;
    if (state === "ended" || (wanted === "resume" && state !== "paused") || (wanted === "pause" && state === "paused")) return wrong;
    const live = executor.live(row.value.id) ?? executor.reopen(row.value);
    if (wanted === "pause") live.changeRun({ state: "paused", interventions: live.row.interventions + 1 });
    else if (wanted === "resume") live.changeRun({ state: stateUnpaused(live) });
    else {
      live.changeRun({ interventions: live.row.interventions + 1 });
      live.controller.abort({ type: "Aborted", by: "user" });
    }
    return ok(readRun(journal, live.row));
  };

  return {
    /** Errors: PlanInvalid, WorkspaceUnusable when the folder is neither granted nor named for this plan. */
    create: (draft: PlanDraft, place: PlanPlace): Result<Plan, PlanError> => {
      const { conversationId = null, ownGrant = false, workspaceRoot } = place;
      if (!ownGrant && !deps.isGranted(workspaceRoot)) return notGranted(workspaceRoot);
      const valid = validatePlan(draft, tools.find);
      return valid.ok ? ok(plans.create(draft, { workspaceRoot, conversationId, ownGrant })) : valid;
    },
    /** A plan from the text of a JSON file. Errors: PlanFileInvalid and those of `create`. */
    parse: (text: string): Result<PlanDraft, PlanError> => {
      const parsed = parseJson(text, planDraftSchema);
      return parsed.ok ? ok(parsed.value) : err({ type: "PlanFileInvalid", reason: parsed.error.reason });
    },
    /** A new version of a plan; approvals of earlier ones no longer hold. */
    edit: (planId: string, draft: PlanDraft): Result<Plan, PlanError> => {
      const valid = validatePlan(draft, tools.find);
      return valid.ok ? plans.edit(planId, draft) : valid;
    },
    get: plans.find,
    list: plans.list,
    simulate: async (planId: string, signal: AbortSignal = aborter.signal): Promise<Result<Simulation, PlanError>> => {
      const simulated = await simulate(planId, signal);
      if (!simulated.ok) return simulated;
      const { expectations: _expectations, order: _order, ...shown } = simulated.value;
      return ok(shown);
    },
    approve,
    /** A no to the newest version: it does not run until somebody approves it, or edits it. Errors: PlanNotFound. */
    reject: (planId: string): Result<Plan, PlanError> => {
      const plan = plans.find(planId);
      if (plan.ok) plans.saveRejection(plan.value);
      return plan.ok ? plans.find(planId) : plan;
    },
    /**
     * Starts a run and answers at once. `hash` null only in Autopilot, where the gateway asks for what policy does not allow. `readFrom`: untrusted
     * sources that whoever wrote the plan has read; the run counts as having read them.
     */
    run,
    follow,
    /** Resolves when the run has ended, or when nothing in this process drives it any more. */
    ended: async (runId: RunId): Promise<Result<Run, PlanError>> => {
      await executor.live(runId)?.ended;
      const row = findRun(runId);
      return row.ok ? ok(readRun(journal, row.value)) : row;
    },
    pause: (runId: string) => change(runId, "pause"),
    resume: (runId: string) => change(runId, "resume"),
    cancel: (runId: string) => change(runId, "cancel"),
    undoPreview: async (runId: string, choices: UndoChoices = {}): Promise<Result<UndoPreview, PlanError>> => {
      const row = findRun(runId);
      if (!row.ok) return row;
      const planned = await undoPlanOf(row.value, choices);
      return planned.ok ? ok(planned.value.preview) : planned;
    },
    /** Starts a run that takes another one back. Errors: UndoConflict (nothing was touched), RunNotUndoable. */
    undo,
    runs: (filter: RunFilter): readonly RunSummary[] => journal.search(filter).map(summarise),
    /** Runs that have not ended, then every run again after it changed, several changes at once where they come quickly. Ends with the signal. */
    watchRuns,
    /** The newest run of a plan that undoes no other; null when it never ran. */
    latestRun: (planId: string): RunSummary | null => {
      const row = journal.latestOf(planId);
      return row === null ? null : summarise(row);
    },
    getRun: (runId: string): Result<Run, PlanError> => {
      const row = findRun(runId);
      return row.ok ? ok(readRun(journal, row.value)) : row;
    },
    /** Goes on with what an earlier process left. To be called once, after everything it needs is there. */
    resumeInterrupted: (): readonly RunId[] => {
      const left = journal.openRuns().filter(({ state }) => state !== "paused");
      left.forEach((row) => executor.reopen(row));
      return left.map(({ id }) => id);
    },
    /** Whether a run has not ended, and may need what it replaced to take it back. */
    isOpen: (runId: string): boolean => (journal.run(runId)?.state ?? "ended") !== "ended",
    /** To be told of runs of which not everything they replaced is kept any more. */
    noteUndoEnded: (runIds: readonly string[]): void => {
      journal.endUndo(runIds, clock.nowMs());
      for (const runId of runIds) changes.tell(runId as RunId);
    },
    /** Forgets dry runs and written bytes that nothing can need any more. */
    prune: (): { readonly simulations: number; readonly contents: number } => ({
      simulations: plans.pruneSimulations(clock.nowMs() - keepExpiredMs),
      contents: journal.pruneContents(),
    }),
    close: async (): Promise<void> => {
      aborter.abort({ type: "Aborted", by: "shutdown" });
      await executor.close();
    },
  };
};

const notGranted = (root: string): Result<never, PlanError> =>
  err({ type: "WorkspaceUnusable", root, error: { type: "WorkspaceRefused", path: root, reason: "this folder is not granted" } });

export type Plans = ReturnType<typeof createPlans>;
