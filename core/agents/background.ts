import type { Aborted } from "#core/base";
import { ok, type Result } from "#core/base/schema";
import type { ReadText } from "./prompt.ts";
import type { AgentsDeps } from "./ports.ts";
import type { Task } from "./schema.ts";
import type { TaskStore } from "./task-store.ts";

const mostPassages = 5;
const mostTasks = 3;

const describeTask = ({ answer, error, goal, state, steps }: Task): string => {
  const plan = steps.findLast((step) => step.type === "plan");
  const became = error === null ? state : `${state}: ${error.type}`;
  return [`Goal: ${goal}`, `Became: ${became}`, plan === undefined ? "" : `Plan: ${plan.title}`, answer === null ? "" : `Answer: ${answer}`]
    .filter((line) => line !== "")
    .join("\n");
};

/** What is known about a goal before anything is looked at: passages of the library, then earlier tasks like it. Errors: Aborted. */
export const findBackground = async (
  { library, rows }: Pick<AgentsDeps, "library"> & { readonly rows: TaskStore },
  task: Task,
  signal: AbortSignal,
): Promise<Result<readonly ReadText[], Aborted>> => {
  const found = await library.search({ query: task.goal.slice(0, 4000), k: mostPassages }, signal);
  if (!found.ok) return found;
  return ok([
    ...found.value.hits.map(({ isPrivate, path, text }) => ({ from: `library ${path}`, text, isPrivate })),
    ...rows
      .similar(task, mostTasks)
      .map((similar) => ({ from: `earlier task ${similar.id}`, text: describeTask(similar), isPrivate: similar.isPrivate })),
  ]);
};
