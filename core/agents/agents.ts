import type { Aborted } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { RunSummary } from "#core/plans/schema";
import { createCarrier } from "./carry-out.ts";
import { createLiveTask, type LiveTask } from "./live-task.ts";
import type { AgentsDeps } from "./ports.ts";
import type { AgentError, AgentEvent, Task, TaskFigures, TaskState } from "./schema.ts";
import { limitsFor, newTask, type TaskDraft } from "./task-draft.ts";
import { createTaskStore, type TaskFilter } from "./task-store.ts";

export interface Agents {
  /** Begins a task; it belongs to the host and goes on when nobody listens. */
  readonly start: (draft: TaskDraft) => Task;
  /** The task as it stands and the plan that was last shown, then what happens, ending in exactly one `agent-end` or `agent-error`. Errors: TaskNotFound. */
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

/** Ended tasks whose plan is still told to who asks a moment too late. */
const mostRecent = 100;

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
  const { clock, gateway, ids, plans } = deps;
  const rows = createTaskStore(deps);
  const carryOut = createCarrier({ ...deps, rows });
  const live = new Map<string, LiveTask>();
  const recentPlans = new Map<string, AgentEvent>();
  const keepPlan = (one: LiveTask): void => {
    const plan = one.lastPlan();
    if (plan === null) return;
    recentPlans.set(one.task().id, plan);
    for (const taskId of recentPlans.keys()) if (recentPlans.size > mostRecent) recentPlans.delete(taskId);
  };

  const aborted = (by: Aborted["by"]): Aborted => ({ type: "Aborted", by });
  // A process that died takes its thinking with it; runs are continued by their journal.
  for (const task of rows.withState("working"))
    rows.save({ ...task, state: "cancelled", error: aborted("shutdown"), endedAtMs: clock.nowMs() });

  /** A task whose plan was run, perhaps by somebody else or by an earlier process, as it stands now. */
  const settled = (task: Task): Task => {
    if (live.has(task.id) || task.planId === null || (task.state !== "running" && task.state !== "waiting-for-approval")) return task;
    const run = plans.latestRun(task.planId);
    if (run === null) {
      // Not saved: a later yes to the plan takes the no back.
      const rejectedAtMs = plans.rejectedAtMs(task.planId);
      return rejectedAtMs === null ? task : { ...task, state: "cancelled", endedAtMs: rejectedAtMs };
    }
    const now = { ...task, ...afterRun(task, run) };
    if (JSON.stringify(now) !== JSON.stringify(task)) rows.save(now);
    return now;
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
    const plan = recentPlans.get(task.id);
    if (plan !== undefined) yield plan;
    yield task.error === null ? { type: "agent-end", task } : { type: "agent-error", task, error: task.error };
  }

  const find = (taskId: string): Result<Task, AgentError> => {
    const task = live.get(taskId)?.task() ?? rows.find(taskId);
    return task === null ? err({ type: "TaskNotFound", taskId }) : ok(settled(task));
  };

  return {
    start: (draft) => {
      const task = newTask(ids.create("task"), draft, clock.nowMs());
      rows.add(task);
      const one = createLiveTask(rows, task);
      live.set(task.id, one);
      const { modelId = null, ownGrant = false } = draft;
      one.ended = carryOut(one, { limits: limitsFor(deps.limits, draft.limits), modelId, ownGrant }).finally(() => {
        live.delete(task.id);
        keepPlan(one);
        const ended = one.task();
        if (ended.state === "waiting-for-approval" && ended.runId === null) deps.onPlanWaiting?.(ended);
        gateway.endRun(task.id);
        one.events.close();
      });
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
