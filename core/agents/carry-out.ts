import { abortedBy } from "#core/base";
import { err, type Result } from "#core/base/schema";
import type { PlanId } from "#core/plans/schema";
import type { WorkspaceError } from "#core/workspace/schema";
import type { LiveTask } from "./live-task.ts";
import type { AgentsDeps } from "./ports.ts";
import type { Task, TaskError, TaskLimits } from "./schema.ts";
import type { TaskStore } from "./task-store.ts";
import { think, type Concluded } from "./work.ts";

export interface WorkOptions {
  readonly limits: TaskLimits;
  readonly modelId: string | null;
  readonly ownGrant: boolean;
}

/** One task from its goal to the end of the agent's part. Never rejects: what breaks becomes the task's end. */
export const createCarrier = (deps: AgentsDeps & { readonly rows: TaskStore }) => {
  const { clock, isGranted, log, models, openFolder, plans } = deps;

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
    void clock
      .sleep(limits.durationMs, AbortSignal.any([timer.signal, cancelled]))
      .then(() => timer.abort({ type: "Aborted", by: "timeout" }));
    try {
      const signal = AbortSignal.any([timer.signal, cancelled]);
      const concluded = await think(deps, one, { folder: opened.value, limits, modelId, ownGrant, signal });
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
    }
  };

  return work;
};
