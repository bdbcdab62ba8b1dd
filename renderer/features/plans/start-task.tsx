import { Eye } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import type { AgentEvent, Look, Task } from "#core/agents/schema";
import { modeSchema, type Mode } from "#core/plans/schema";
import { attempt, consume, useClient, type ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText, type TellableError } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { rememberedFolder, rememberFolder } from "./remembered-folder.ts";

interface StartTaskProps {
  readonly onPlan: (planId: string) => void;
  readonly onRun: (runId: string) => void;
  readonly onClose: () => void;
}

/** A goal and a folder → a plan to look at, or in Autopilot a run. What the planner looks at is told while it does. */
export const StartTask = ({ onPlan, onRun, onClose }: StartTaskProps) => {
  const t = useTexts("plans");
  const shared = useTexts("ui");
  const client = useClient();
  const formId = useId();
  const controller = useRef(new AbortController());
  const [goal, setGoal] = useState("");
  const [folder, setFolder] = useState(rememberedFolder);
  const [mode, setMode] = useState<Mode>("draft");
  const [task, setTask] = useState<Task | null>(null);
  const [looks, setLooks] = useState<readonly Look[]>([]);
  const [problem, setProblem] = useState<TellableError | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => () => controller.current.abort(), []);

  const take = (event: AgentEvent) => {
    if (event.type === "agent-look") setLooks((before) => [...before, event.look]);
    if (event.type === "agent-error") setProblem(event.error);
    if (event.type === "agent-state" || event.type === "agent-end") setTask(event.task);
    // Whoever approves or watches does so on the plan's or the run's own page.
    if (event.type === "agent-run" && event.event.type === "run-state") onRun(event.event.run.id);
    else if (event.type === "agent-end" && event.task.runId !== null) onRun(event.task.runId);
    else if (event.type === "agent-end" && event.task.planId !== null) onPlan(event.task.planId);
  };
  const start = async () => {
    setBusy(true);
    setProblem(null);
    setLooks([]);
    const fail = (error: ClientError) => {
      setProblem(error);
      setBusy(false);
    };
    const started = await attempt(client.agents.start({ goal: goal.trim(), workspaceRoot: folder.trim(), ownGrant: true, mode }));
    if (!started.ok) return fail(started.error);
    rememberFolder(folder.trim());
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
  const wrong = problem === null ? null : errorText(problem);
  return (
    <Dialog
      open
      onClose={close}
      title={t("task.title")}
      description={t("task.text")}
      footer={
        <>
          <Button onClick={close}>{shared("cancel")}</Button>
          <Button tone="primary" type="submit" form={formId} busy={busy} disabled={goal.trim() === "" || folder.trim() === ""}>
            {t("task.start")}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <Field label={t("task.goal")}>
          {(props) => (
            <textarea
              {...props}
              autoFocus
              rows={3}
              placeholder={t("task.goalExample")}
              value={goal}
              onChange={(event) => setGoal(event.target.value)}
              className="w-full resize-y rounded-medium border border-line bg-surface px-3 py-2 shadow-low outline-none hover:border-line-strong focus-visible:border-focus"
            />
          )}
        </Field>
        <Field label={t("import.folder")} hint={t("task.folderHint")}>
          {(props) => (
            <Input
              {...props}
              spellCheck={false}
              autoComplete="off"
              placeholder={t("import.folderExample")}
              value={folder}
              onChange={(event) => setFolder(event.target.value)}
            />
          )}
        </Field>
        <div className="flex flex-wrap items-center gap-3">
          <Segmented
            label={t("timeline.mode")}
            value={mode}
            onChange={setMode}
            options={modeSchema.options.map((value) => ({ value, label: t(`mode.${value}`) }))}
          />
          <p className="min-w-0 flex-1 text-note text-ink-faint">{t(`modeText.${mode}`)}</p>
        </div>
      </form>
      <div aria-live="polite" className="mt-4 flex flex-col gap-2">
        {wrong !== null && (
          <Notice tone="danger" title={wrong.title}>
            {wrong.text}
          </Notice>
        )}
        {looks.slice(-5).map((look, position) => (
          <p key={position} className="flex items-center gap-2 truncate text-note text-ink-soft">
            <Eye aria-hidden size={13} className="shrink-0" />
            <span className="font-mono text-small">{look.tool}</span> {look.note}
          </p>
        ))}
        {busy && (
          <p className="flex items-center gap-2 text-note text-ink-faint">
            <Spinner />
            {t("task.working")}
          </p>
        )}
        {!busy && typeof task?.answer === "string" && (
          <p className="rounded-medium bg-sunken px-3.5 py-3 whitespace-pre-wrap">{task.answer}</p>
        )}
      </div>
    </Dialog>
  );
};
