import type { ReactNode } from "react";
import type { Task } from "#core/agents/schema";
import { Bubble } from "../../ui/bubble.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { hrefOf } from "../../ui/route.ts";
import { TaskWork } from "./task-work.tsx";
import { useTasks } from "./use-tasks.ts";

interface ConversationTasksProps {
  readonly conversationId: string;
  /** Draws the conversation's plan; given what changes whenever there may be another. */
  readonly plan: (planId: string) => ReactNode;
}

const placeOf = ({ planId, runId }: Task): string | null => {
  if (runId !== null) return hrefOf({ screen: "tasks", place: "run", id: runId });
  return planId === null ? null : hrefOf({ screen: "tasks", place: "plan", id: planId });
};

const Earlier = ({ tasks }: { readonly tasks: readonly Task[] }) => {
  const t = useTexts("tasks");
  return (
    <ul aria-label={t("goal.earlier")} className="flex flex-col gap-1">
      {tasks.toReversed().map((task) => {
        const place = placeOf(task);
        return (
          <li key={task.id} className="flex items-baseline justify-end gap-2 text-note text-ink-faint">
            <span className="min-w-0 truncate">{place === null ? task.goal : <a href={place}>{task.goal}</a>}</span>
            <span className="shrink-0 text-small">{t(`state.${task.state}`)}</span>
          </li>
        );
      })}
    </ul>
  );
};

/** The newest goal of a conversation, how it was worked on, and what came of it; earlier ones in a line each. */
export const ConversationTasks = ({ conversationId, plan }: ConversationTasksProps) => {
  const t = useTexts("tasks");
  const tasks = useTasks(conversationId);
  if (tasks === null) return null;
  const [task, ...earlier] = tasks;
  if (task === undefined) return plan("");
  return (
    <>
      <section aria-label={t("goal.label")} data-testid="task" data-state={task.state} className="px-4 pt-5 pb-4 sm:px-6">
        <div className="mx-auto flex max-w-184 flex-col gap-4">
          {earlier.length > 0 && <Earlier tasks={earlier} />}
          <div className="flex flex-col items-end gap-1.5">
            <Bubble text={task.goal} />
            <p className="text-small wrap-anywhere text-ink-faint">
              {t("goal.place", { folder: task.workspaceRoot, mode: t(`mode.${task.mode}`) })}
            </p>
          </div>
          <TaskWork key={task.id} task={task} />
        </div>
      </section>
      {task.planId !== null && task.state !== "working" && plan(`${task.planId} ${task.state}`)}
    </>
  );
};
