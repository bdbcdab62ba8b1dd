import { CirclePause, CirclePlay, Redo2, Square, Undo2 } from "lucide-react";
import { useMemo, useState } from "react";
import type { Run, RunId } from "#core/plans/schema";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { DiffView } from "../../ui/diff/index.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatDuration, formatMoney, formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Keys } from "../../ui/keys.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { hrefOf } from "../../ui/route.ts";
import { showToast } from "../../ui/toast-store.ts";
import { sectionsOf } from "./effect-sections.ts";
import { ModeBadge } from "./mode-badge.tsx";
import { RunReport } from "./run-report.tsx";
import { wentAsForeseen } from "./compare-effects.ts";
import { currentSteps, durationMs, mayUndo, settledCount, standingOf, standingTones } from "./run-view.ts";
import { StepList } from "./step-list.tsx";
import { stepViews } from "./step-views.ts";
import { UndoDialog } from "./undo-dialog.tsx";
import { useKeys } from "./use-keys.ts";
import { useNow } from "./use-now.ts";
import { usePlans } from "./use-plans.ts";
import { useRun } from "./use-run.ts";

interface RunPanelProps {
  readonly runId: string;
  readonly keys: boolean;
  readonly onRun: (runId: RunId) => void;
}

/** What can be done to a run that has not ended. */
const Controls = ({ run, keys }: { readonly run: Run; readonly keys: boolean }) => {
  const t = useTexts("plans");
  const port = usePlans();
  const [busy, setBusy] = useState(false);
  const ask = async (what: "pause" | "resume" | "cancel") => {
    setBusy(true);
    const done = await port[what](run.id);
    setBusy(false);
    // Ending by itself meanwhile is what was wanted.
    if (!done.ok && done.error.type !== "RunStateWrong") showToast({ tone: "danger", ...errorText(done.error) });
  };
  const paused = run.state === "paused";
  useKeys(keys, { p: () => void ask(paused ? "resume" : "pause"), c: () => void ask("cancel") });
  return (
    <>
      <Button onClick={() => void ask(paused ? "resume" : "pause")} disabled={busy}>
        {paused ? <CirclePlay aria-hidden size={15} /> : <CirclePause aria-hidden size={15} />}
        {t(paused ? "run.resume" : "run.pause")}
        {keys && <Keys keys="p" />}
      </Button>
      <Button tone="danger" onClick={() => void ask("cancel")} disabled={busy}>
        <Square aria-hidden size={13} />
        {t("run.cancel")}
        {keys && <Keys keys="c" />}
      </Button>
    </>
  );
};

/** A run: live while it goes, then what became of it, with the way back. */
export const RunPanel = ({ runId, keys, onRun }: RunPanelProps) => {
  const t = useTexts("plans");
  const { run, plan, problem } = useRun(runId);
  const [undoing, setUndoing] = useState(false);
  const nowMs = useNow(run !== null && run.state !== "ended", 200);
  const views = useMemo(() => stepViews(plan, null, run), [plan, run]);
  const ended = run?.state === "ended";
  const sections = useMemo(
    () => (ended ? sectionsOf(t, run?.steps.flatMap(({ state, actual }) => (state === "done" ? actual : [])) ?? []) : []),
    [t, ended, run],
  );
  const undoable = run !== null && mayUndo(run);
  useKeys(keys && undoable && !undoing, { u: () => setUndoing(true) });

  if (run === null) {
    if (problem === null) return <p className="text-ink-faint">{t("card.loading")}</p>;
    const wrong = errorText(problem);
    return (
      <Notice tone="danger" title={wrong.title}>
        {wrong.text}
      </Notice>
    );
  }
  const standing = standingOf(run, run.report?.outcome ?? null);
  const done = settledCount(run);
  const current = currentSteps(run);
  const progress = t("run.progress", { done, count: run.steps.length });
  return (
    <article
      aria-label={t("run.label", { title: run.title })}
      data-testid="run"
      data-standing={standing}
      className="rounded-large border border-line bg-surface shadow-low"
    >
      <header className="flex flex-col gap-2 px-5 pt-4 pb-3">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="mr-auto min-w-0 text-title font-semibold break-words">{run.title}</h2>
          <Badge tone={standingTones[standing]}>{t(`standing.${standing}`)}</Badge>
          <ModeBadge mode={run.mode} />
        </div>
        <p className="text-small text-ink-faint tabular-nums">
          {formatTime(run.startedAtMs)} · {formatDuration(durationMs(run, nowMs))} · {run.workspaceRoot}
          {run.interventions > 0 && ` · ${t("run.interventions", { count: run.interventions })}`}
          {run.costMicroUsd > 0 && ` · ${t("card.cost", { cost: formatMoney(run.costMicroUsd) })}`}
        </p>
        {run.undoes !== null && (
          <a href={hrefOf({ screen: "tasks", place: "run", id: run.undoes })} className="text-note text-accent hover:underline">
            {t("run.undoes")}
          </a>
        )}
        {!ended && (
          <div className="pt-1" aria-live="polite">
            <ProgressBar label={progress} share={run.steps.length === 0 ? null : done / run.steps.length} />
            <p className="mt-1.5 flex gap-2 text-small text-ink-faint tabular-nums">
              <span>{progress}</span>
              <span className="min-w-0 truncate">
                {run.state === "waiting-for-approval"
                  ? t("run.waiting")
                  : current.length > 0
                    ? t("run.current", { steps: current.join(", ") })
                    : ""}
              </span>
            </p>
          </div>
        )}
      </header>
      <div className="flex flex-col gap-4 px-5 pb-4">
        {run.state === "waiting-for-approval" && (
          <Notice
            tone="warning"
            title={t("run.waitingTitle")}
            action={
              <Button size="small" asChild>
                <a href={hrefOf({ screen: "tasks", place: "approvals", id: null })}>{t("run.look")}</a>
              </Button>
            }
          >
            {t("run.waitingText")}
          </Notice>
        )}
        {undoable && run.undoEndedAtMs !== null && (
          <Notice tone="info" title={t("run.undoEnded")}>
            {t("run.undoEndedText", { time: formatTime(run.undoEndedAtMs) })}
          </Notice>
        )}
        {run.report !== null && ended && <RunReport report={run.report} asForeseen={wentAsForeseen(run)} />}
        <section>
          <h3 className="text-small font-medium text-ink-faint">{t(ended ? "run.journal" : "steps.title", { count: run.steps.length })}</h3>
          <StepList views={views} firstCount={60} />
        </section>
        {sections.length > 0 && <DiffView sections={sections} />}
      </div>
      {(!ended || undoable) && (
        <footer className="sticky bottom-0 flex items-center justify-end gap-2 rounded-b-large border-t border-line bg-surface px-5 py-3">
          {!ended && <Controls run={run} keys={keys} />}
          {undoable && (
            <Button tone="primary" onClick={() => setUndoing(true)}>
              {run.undoes === null ? <Undo2 aria-hidden size={15} /> : <Redo2 aria-hidden size={15} />}
              {t(run.undoes === null ? "undo.open" : "undo.openRedo")}
              {keys && <Keys keys="u" inverted />}
            </Button>
          )}
        </footer>
      )}
      {undoing && (
        <UndoDialog
          run={run}
          onClose={() => setUndoing(false)}
          onUndone={(undoId) => {
            setUndoing(false);
            onRun(undoId);
          }}
        />
      )}
    </article>
  );
};
