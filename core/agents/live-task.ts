import { createBroadcast, type Broadcast } from "#core/base";
import type { AgentEvent, Task, TaskStep } from "./schema.ts";
import type { TaskStore } from "./task-store.ts";

/** A task under way in this process. Every change is on disk before anybody hears of it. */
export interface LiveTask {
  readonly task: () => Task;
  readonly events: Broadcast<AgentEvent>;
  /** Aborts when somebody cancels, or at shutdown; the reason says which. */
  readonly controller: AbortController;
  readonly change: (change: Partial<Task>, step?: TaskStep) => void;
  readonly tell: (event: AgentEvent) => void;
  /** The plan that was told last, for who listens late. */
  readonly lastPlan: () => Extract<AgentEvent, { type: "agent-plan" }> | null;
  /** Resolves when the agent's part is over. */
  ended: Promise<void>;
}

export const createLiveTask = (rows: TaskStore, added: Task): LiveTask => {
  let task = added;
  let lastPlan: Extract<AgentEvent, { type: "agent-plan" }> | null = null;
  const events = createBroadcast<AgentEvent>();
  return {
    task: () => task,
    events,
    controller: new AbortController(),
    change: (change, step) => {
      task = { ...task, ...change, steps: step === undefined ? task.steps : [...task.steps, step] };
      rows.save(task);
      events.publish({ type: "agent-state", task });
    },
    tell: (event) => {
      if (event.type === "agent-plan") lastPlan = event;
      events.publish(event);
    },
    lastPlan: () => lastPlan,
    ended: Promise.resolve(),
  };
};
