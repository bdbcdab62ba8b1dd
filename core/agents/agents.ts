import { abortedBy, type Aborted } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { Mode, PlanId, RunSummary } from "#core/plans/schema";
import type { WorkspaceError } from "#core/workspace/schema";
import { createLiveTask, type LiveTask } from "./live-task.ts";
import type { AgentsDeps } from "./ports.ts";
import type { AgentError, AgentEvent, Task, TaskError, TaskFigures, TaskId, TaskLimits, TaskLimitsChange, TaskState } from "./schema.ts";
import { createTaskStore } from "./task-store.ts";
import { think, type Concluded } from "./work.ts";

/** Enough for a dozen looks with a large model, and an end within minutes for one that goes in circles. */
const defaultTaskLimits: TaskLimits = { rounds: 16, tokens: 400_000, durationMs: 10 * 60_000 };

export interface TaskDraft {
  readonly goal: string;
  /** The real path of a folder. */
  readonly workspaceRoot: string;
  readonly mode: Mode;
  readonly conversationId?: string | null | undefined;
  /** Asked first; the order of the settings follows. */
  readonly modelId?: string | null | undefined;
  readonly limits?: TaskLimitsChange | undefined;
  /** The person names this folder for this task alone, though it is not granted. Never to be set by a model. */
  readonly ownGrant?: boolean | undefined;
}

export interface TaskFilter {
  /** Part of the goal; "" for all. */
  readonly filter: string;
  /** Only tasks of this conversation; null for all. */
  readonly conversationId: string | null;
  readonly limit: number;
  readonly offset: number;
}

export interface Agents {
  /** Begins a task; it belongs to the host and goes on when nobody listens. */
  readonly start: (draft: TaskDraft) => Task;
  /** The task as it stands, then what happens, ending in exactly one `agent-end` or `agent-error`. Errors: TaskNotFound. */
  readonly follow: (taskId: string, signal?: AbortSignal) => Result<AsyncGenerator<AgentEvent, void, void>, AgentError>;
  /** Newest first. */
  readonly list: (filter: TaskFilter) => Task[];
  /** Errors: TaskNotFound. */
  readonly find: (taskId: string) => Result<Task, AgentError>;
  /** Stops thinking, or the run, and answers when it has stopped. False when the task is over. What a run did stays to be undone. */
  readonly cancel: (taskId: string) => Promise<boolean>;
  readonly figures: () => TaskFigures;
  /** Stops thinking; runs are left to be continued. */
  readonly close: () => Promise<void>;
}

interface WorkOptions {
  readonly limits: TaskLimits;
  readonly modelId: string | null;
  readonly ownGrant: boolean;
}

const limitsFrom = (usual: TaskLimits, { durationMs, rounds, tokens }: TaskLimitsChange = {}): TaskLimits => ({
  rounds: rounds ?? usual.rounds,
  tokens: tokens ?? usual.tokens,
  durationMs: durationMs ?? usual.durationMs,
});

const isOpen = (state: TaskState): boolean => state === "working" || state === "running" || state === "waiting-for-approval";

/** What the newest run of a task's plan says about the task. */
const afterRun = (task: Task, run: RunSummary): Partial<Task> => {
  if (run.state !== "ended") return { runId: run.id, state: run.state === "waiting-for-approval" ? run.state : "running" };
  const approvals = task.mode === "draft" ? 1 : 0;
  return {
    runId: run.id,
    state: run.outcome === "done" || run.outcome === "undone" ? "done" : "stopped",
    interventions: Math.max(run.interventions, approvals),
    endedAtMs: run.endedAtMs,
  };
};

/** Goals into plans. Whatever a model says, nothing happens but looking, and runs that pass the gateway. */
export const createAgents = (deps: AgentsDeps): Agents => {
  const { clock, gateway, ids, isGranted, log, models, openFolder, plans } = deps;
  const rows = createTaskStore(deps);
  const live = new Map<string, LiveTask>();

  const aborted = (by: Aborted["by"]): Aborted => ({ type: "Aborted", by });
  // A process that died takes its thinking with it; runs are continued by their journal.
  for (const task of rows.withState("working"))
    rows.save({ ...task, state: "cancelled", error: aborted("shutdown"), endedAtMs: clock.nowMs() });

  /** A task whose plan was run, perhaps by somebody else or by an earlier process, as it stands now. */
  const settled = (task: Task): Task => {
    if (live.has(task.id) || task.planId === null || (task.state !== "running" && task.state !== "waiting-for-approval")) return task;
    const run = plans.latestRun(task.planId);
    if (run === null) return task;
    const now = { ...task, ...afterRun(task, run) };
    if (JSON.stringify(now) !== JSON.stringify(task)) rows.save(now);
    return now;
  };

  const hasModel = async (): Promise<boolean> => (await models.list()).some(({ available, place }) => place !== "extractive" && available);

  const conclude = async (one: LiveTask, { limits, modelId, ownGrant }: WorkOptions): Promise<Result<Concluded, TaskError>> => {
    const { workspaceRoot } = one.task();
    const unusable = (error: WorkspaceError) => err({ type: "WorkspaceUnusable" as const, root: workspaceRoot, error });
    if (!ownGrant && !isGranted(workspaceRoot))
      return unusable({ type: "WorkspaceRefused", path: workspaceRoot, reason: "this folder is not granted" });
    if (!(await hasModel())) return err({ type: "PlannerMissing" });
    const opened = await openFolder(workspaceRoot, "read");
    if (!opened.ok) return unusable(opened.error);
    const timer = new AbortController();
    const { signal: cancelled } = one.controller;
    void clock.sleep(limits.durationMs, AbortSignal.any([timer.signal, cancelled])).then(() => timer.abort(aborted("timeout")));
    try {
      const signal = AbortSignal.any([timer.signal, cancelled]);
      const concluded = await think({ ...deps, rows }, one, { folder: opened.value, limits, modelId, ownGrant, signal });
      const isLate = !concluded.ok && concluded.error.type === "Aborted" && !cancelled.aborted;
      return isLate ? err({ type: "TaskLimitReached", limit: "time", allowed: limits.durationMs }) : concluded;
    } finally {
      timer.abort();
      await opened.value.close();
    }
  };

  const end = (one: LiveTask, change: Partial<Task>): void => {
    one.change({ ...change, endedAtMs: clock.nowMs() });
    const task = one.task();
    one.tell(task.error === null ? { type: "agent-end", task } : { type: "agent-error", task, error: task.error });
  };

  /** Autopilot: the plan is run as far as the gateway lets it, without anybody having approved it. */
  const runPlan = async (one: LiveTask, planId: PlanId): Promise<void> => {
    const { id: taskId, readFrom } = one.task();
    const { signal } = one.controller;
    const started = await plans.start(planId, readFrom);
    if (!started.ok) return end(one, { state: "failed", error: started.error });
    const runId = started.value;
    one.change({ runId, state: "running" }, { type: "run", runId });
    const cancelRun = () => {
      if (abortedBy(signal).by !== "shutdown") plans.cancel(runId);
    };
    signal.addEventListener("abort", cancelRun, { once: true });
    if (signal.aborted) cancelRun();
    const shutdown = new AbortController();
    signal.addEventListener("abort", () => abortedBy(signal).by === "shutdown" && shutdown.abort(), { once: true });
    for await (const event of plans.follow(runId, shutdown.signal)) {
      one.tell({ type: "agent-run", taskId, event });
      if (event.type === "run-step") continue;
      const { interventions, report, state } = event.run;
      if (event.type === "run-end")
        return end(one, { state: signal.aborted ? "cancelled" : report?.outcome === "done" ? "done" : "stopped", interventions });
      const shown = state === "waiting-for-approval" ? state : "running";
      if (shown !== one.task().state) one.change({ state: shown });
    }
    // The process ends and the run is continued by the next one: the task stays as it is on disk.
    one.tell({ type: "agent-end", task: one.task() });
  };

  const work = async (one: LiveTask, options: WorkOptions): Promise<void> => {
    const { id, mode } = one.task();
    try {
      const concluded = await conclude(one, options);
      if (!concluded.ok) end(one, { state: concluded.error.type === "Aborted" ? "cancelled" : "failed", error: concluded.error });
      else if (concluded.value.type === "answer") end(one, { state: "answered", answer: concluded.value.text });
      else if (mode === "observe") end(one, { state: "simulated" });
      else if (mode === "draft") {
        // The agent's part is over; the person approves this plan by its hash, or does not.
        one.change({ state: "waiting-for-approval" });
        one.tell({ type: "agent-end", task: one.task() });
      } else await runPlan(one, concluded.value.planId);
    } catch (cause) {
      // The host boundary of work nobody waits for: a defect is logged and becomes the task's visible end.
      log.error("a task broke", { reference: id, stack: cause instanceof Error ? cause.stack : String(cause) });
      end(one, { state: "failed", error: { type: "Defect", reference: id } });
    } finally {
      live.delete(id);
      gateway.endRun(id);
      one.events.close();
    }
  };

  async function* followLive(one: LiveTask, signal?: AbortSignal): AsyncGenerator<AgentEvent, void, void> {
    const rest = one.events.subscribe(signal, "next");
    const next = rest.next();
    yield { type: "agent-state", task: one.task() };
    const plan = one.lastPlan();
    if (plan !== null) yield plan;
    const first = await next;
    if (first.done === true) return;
    yield first.value;
    yield* rest;
  }

  async function* tellEnd(task: Task): AsyncGenerator<AgentEvent, void, void> {
    yield { type: "agent-state", task };
    yield task.error === null ? { type: "agent-end", task } : { type: "agent-error", task, error: task.error };
  }

  const find = (taskId: string): Result<Task, AgentError> => {
    const task = live.get(taskId)?.task() ?? rows.find(taskId);
    return task === null ? err({ type: "TaskNotFound", taskId }) : ok(settled(task));
  };

  return {
    start: ({ conversationId = null, goal, limits, mode, modelId = null, ownGrant = false, workspaceRoot }) => {
      const task: Task = {
        id: ids.create("task") as TaskId,
        goal,
        workspaceRoot,
        mode,
        conversationId,
        state: "working",
        steps: [],
        readFrom: [],
        planId: null,
        hash: null,
        runId: null,
        answer: null,
        error: null,
        modelId: null,
        modelName: null,
        rounds: 0,
        repairs: 0,
        inputTokens: 0,
        outputTokens: 0,
        costMicroUsd: 0,
        interventions: 0,
        startedAtMs: clock.nowMs(),
        endedAtMs: null,
      };
      rows.add(task);
      const one = createLiveTask(rows, task);
      live.set(task.id, one);
      one.ended = work(one, { limits: limitsFrom({ ...defaultTaskLimits, ...deps.limits }, limits), modelId, ownGrant });
      return task;
    },
    follow: (taskId, signal) => {
      const one = live.get(taskId);
      if (one !== undefined) return ok(followLive(one, signal));
      const found = find(taskId);
      return found.ok ? ok(tellEnd(found.value)) : found;
    },
    list: (filter) => rows.list(filter).map((task) => settled(live.get(task.id)?.task() ?? task)),
    find,
    cancel: async (taskId) => {
      const one = live.get(taskId);
      if (one === undefined) {
        const task = rows.find(taskId);
        if (task === null || !isOpen(settled(task).state)) return false;
        const open = settled(task);
        if (open.runId !== null) plans.cancel(open.runId);
        rows.save({ ...open, state: "cancelled", endedAtMs: clock.nowMs() });
        return true;
      }
      one.controller.abort(aborted("user"));
      await one.ended;
      return true;
    },
    figures: () => {
      rows.withState("running", "waiting-for-approval").forEach(settled);
      return rows.figures();
    },
    close: async () => {
      const open = [...live.values()];
      open.forEach(({ controller }) => controller.abort(aborted("shutdown")));
      await Promise.all(open.map(({ ended }) => ended));
    },
  };
};
