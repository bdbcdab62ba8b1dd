import { ChevronRight, Square } from "lucide-react";
import { useState } from "react";
import type { Task, TaskLimitsChange } from "#core/agents/schema";
import { attempt, useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { TaskFailure } from "./task-failure.tsx";
import { TaskSteps } from "./task-steps.tsx";
import { useDesk } from "./use-desk.ts";

const Thinking = ({ task }: { readonly task: Task }) => {
  const t = useTexts("tasks");
  const client = useClient();
  const [stopping, setStopping] = useState(false);
  const stop = async () => {
    setStopping(true);
    const stopped = await attempt(client.agents.cancel({ taskId: task.id }));
    setStopping(false);
    if (!stopped.ok) showToast({ ...errorText(stopped.error), tone: "danger" });
  };
  return (
    <div className="flex flex-col gap-2">
      <TaskSteps steps={task.steps} />
      <div className="flex items-center gap-2 text-note text-ink-soft">
        <Spinner />
        <span role="status" className="mr-auto">
          {task.modelName === null ? t("work.thinking") : t("work.thinkingBy", { name: task.modelName })}
        </span>
        <Button size="small" busy={stopping} onClick={() => void stop()}>
          <Square aria-hidden size={11} />
          {t("work.cancel")}
        </Button>
      </div>
    </div>
  );
};

/** The looks of a task that is planned, put away until somebody wants to see them. */
const Looked = ({ task }: { readonly task: Task }) => {
  const t = useTexts("tasks");
  const [open, setOpen] = useState(false);
  const count = task.steps.filter(({ type }) => type === "look").length;
  const parts = [
    count === 0 ? t("work.lookedNone") : t("work.looked", { count }),
    ...(task.modelName === null ? [] : [t("work.rounds", { count: task.rounds, name: task.modelName })]),
    ...(task.repairs === 0 ? [] : [t("work.repairs", { count: task.repairs })]),
  ];
  if (task.steps.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-ml-1 inline-flex items-center gap-1.5 self-start rounded-small px-1 text-left text-note text-ink-faint hover:text-ink"
      >
        <ChevronRight aria-hidden size={14} className={classNames("shrink-0 transition-transform duration-100", open && "rotate-90")} />
        {parts.join(", ")}
      </button>
      {open && <TaskSteps steps={task.steps} />}
    </div>
  );
};

const Failure = ({ task }: { readonly task: Task }) => {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  if (task.error === null) return null;
  const again = async (limits: TaskLimitsChange) => {
    setBusy(true);
    const { conversationId, goal, mode, modelId, workspaceRoot } = task;
    const started = await desk.start({ conversationId, goal, limits, mode, modelId, workspaceRoot });
    setBusy(false);
    if (!started.ok) showToast({ ...errorText(started.error), tone: "danger" });
  };
  return <TaskFailure error={task.error} busy={busy} onAgain={(limits) => void again(limits)} />;
};

/** How a goal became a plan, an answer or neither. */
export const TaskWork = ({ task }: { readonly task: Task }) => {
  if (task.state === "working") return <Thinking task={task} />;
  return (
    <div className="flex flex-col gap-3">
      <Looked task={task} />
      <Failure task={task} />
      {task.answer !== null && <p className="text-read wrap-anywhere whitespace-pre-wrap">{task.answer}</p>}
    </div>
  );
};
