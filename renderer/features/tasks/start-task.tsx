import { useEffect, useId, useRef, useState } from "react";
import { useStore } from "zustand";
import type { AgentEvent, Look, Task, TaskError, TaskLimitsChange } from "#core/agents/schema";
import { attempt, consume, useClient, type ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { TaskChoices } from "./task-choices.tsx";
import { TaskFailure } from "./task-failure.tsx";
import { TaskSteps } from "./task-steps.tsx";
import { useDesk } from "./use-desk.ts";

/** The dialog shows the newest; all of them are with the task. */
const shownLooks = 5;

interface StartTaskProps {
  readonly onPlan: (planId: string) => void;
  readonly onRun: (runId: string) => void;
  readonly onClose: () => void;
}

/** A goal and a folder → a plan to look at, or in Autopilot a run. What the planner looks at is told while it does. */
export const StartTask = ({ onPlan, onRun, onClose }: StartTaskProps) => {
  const t = useTexts("tasks");
  const shared = useTexts("ui");
  const client = useClient();
  const desk = useDesk();
  const { mode, planners, root } = useStore(desk.store);
  const formId = useId();
  const controller = useRef(new AbortController());
  const [goal, setGoal] = useState("");
  const [task, setTask] = useState<Task | null>(null);
  const [looks, setLooks] = useState<readonly Look[]>([]);
  const [problem, setProblem] = useState<TaskError | ClientError | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => () => controller.current.abort(), []);
  const ready = goal.trim() !== "" && root !== null && planners?.length !== 0 && !busy;

  const take = (event: AgentEvent) => {
    if (event.type === "agent-look") setLooks((before) => [...before, event.look]);
    if (event.type === "agent-error") setProblem(event.error);
    if (event.type === "agent-state" || event.type === "agent-end") setTask(event.task);
    // Whoever approves or watches does so on the plan's or the run's own page.
    if (event.type === "agent-run" && event.event.type === "run-state") onRun(event.event.run.id);
    else if (event.type === "agent-end" && event.task.runId !== null) onRun(event.task.runId);
    else if (event.type === "agent-end" && event.task.planId !== null) onPlan(event.task.planId);
  };
  const start = async (limits: TaskLimitsChange) => {
    if (root === null) return;
    setBusy(true);
    setProblem(null);
    setTask(null);
    setLooks([]);
    const fail = (error: ClientError) => {
      setProblem(error);
      setBusy(false);
    };
    const modelId = planners?.find(({ available }) => available)?.id ?? null;
    const started = await desk.start({ goal: goal.trim(), workspaceRoot: root, mode, conversationId: null, modelId, limits });
    if (!started.ok) return fail(started.error);
    setTask(started.value);
    controller.current = new AbortController();
    const { signal } = controller.current;
    const told = await consume(client.agents.follow({ taskId: started.value.id }, { signal }), take, signal);
    if (signal.aborted) return;
    if (!told.ok) return fail(told.error);
    setBusy(false);
  };
  const close = () => {
    if (busy && task !== null) void attempt(client.agents.cancel({ taskId: task.id }));
    onClose();
  };
  return (
    <Dialog
      open
      onClose={close}
      title={t("new.title")}
      description={t("new.text")}
      footer={
        <>
          <Button onClick={close}>{shared("cancel")}</Button>
          <Button tone="primary" type="submit" form={formId} busy={busy} disabled={!ready}>
            {t("new.start")}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) void start({});
        }}
      >
        <Field label={t("new.goal")}>
          {(props) => (
            <textarea
              {...props}
              autoFocus
              rows={3}
              placeholder={t("new.goalExample")}
              value={goal}
              onChange={(event) => setGoal(event.target.value)}
              className="w-full resize-y rounded-medium border border-line bg-surface px-3 py-2 shadow-low outline-none hover:border-line-strong focus-visible:border-focus"
            />
          )}
        </Field>
        <TaskChoices />
      </form>
      <div aria-live="polite" className="mt-4 flex flex-col gap-2 empty:mt-0">
        {problem !== null && (
          <TaskFailure error={problem} busy={busy} onAgain={problem.type === "TaskLimitReached" ? (limits) => void start(limits) : null} />
        )}
        {looks.length > 0 && <TaskSteps steps={looks.slice(-shownLooks)} />}
        {busy && (
          <p className="flex items-center gap-2 text-note text-ink-faint">
            <Spinner />
            {t("new.working")}
          </p>
        )}
        {!busy && typeof task?.answer === "string" && (
          <p className="rounded-medium bg-sunken px-3.5 py-3 whitespace-pre-wrap">{task.answer}</p>
        )}
      </div>
    </Dialog>
  );
};
