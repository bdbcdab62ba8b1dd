import { Pencil, RefreshCw, ShieldCheck, X, Zap } from "lucide-react";
import { useMemo, useState } from "react";
import type { RunId } from "#core/plans/schema";
import type { ClientError } from "../../bridge/index.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { DiffView } from "../../ui/diff/index.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Keys } from "../../ui/keys.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { ApproveDialog } from "./approve-dialog.tsx";
import { EditPlan } from "./edit-plan.tsx";
import { sectionsOf } from "./effect-sections.ts";
import { effectWords } from "./effect-words.ts";
import { ModeBadge, RiskBadge } from "./mode-badge.tsx";
import { PlanFacts } from "./plan-facts.tsx";
import { standingTones } from "./run-view.ts";
import { StepList } from "./step-list.tsx";
import { stepViews } from "./step-views.ts";
import { useKeys } from "./use-keys.ts";
import { usePlan } from "./use-plan.ts";

/** What a plan says of itself that has been carried out: its files are elsewhere now. */
const cannotRunNow = ({ type }: ClientError): boolean => type === "SimulationFailed" || type === "ConditionFailed";

const noticeTone = (problem: ClientError, ranBefore: boolean): "info" | "warning" | "danger" => {
  if (ranBefore && cannotRunNow(problem)) return "info";
  return problem.type === "ApprovalStale" || problem.type === "ApprovalExpired" ? "warning" : "danger";
};

interface PlanCardProps {
  readonly planId: string;
  /** Takes single keys: true where this is the one plan on the screen. */
  readonly keys: boolean;
  /** It ran: that it cannot run once more is no fault. */
  readonly ranBefore?: boolean | undefined;
  readonly onRun: (runId: RunId) => void;
  /** After a no; null where the card itself stays and says so. */
  readonly onReject: (() => void) | null;
}

/** A plan before it runs: what it would do, exactly, and the choice. Nothing has been touched. */
export const PlanCard = ({ planId, keys, ranBefore = false, onRun, onReject }: PlanCardProps) => {
  const t = useTexts("plans");
  const { plan, simulation, simulating, problem, simulate, edit, reject: sayNo, start: startRun } = usePlan(planId);
  const [layer, setLayer] = useState<"edit" | "confirm" | null>(null);
  const [starting, setStarting] = useState(false);
  const effects = useMemo(() => simulation?.predictions.flatMap((prediction) => prediction.effects) ?? [], [simulation]);
  const sections = useMemo(() => sectionsOf(t, effects), [t, effects]);
  const views = useMemo(() => stepViews(plan, simulation, null), [plan, simulation]);
  /** There the goal stands above the card. */
  const inConversation = onReject === null;
  const looksOnly = plan?.mode === "observe";
  const ready = plan !== null && simulation !== null && !simulating && !starting && !looksOnly;

  const start = async (how: "approved" | "unapproved") => {
    setLayer(null);
    setStarting(true);
    const runId = await startRun(how);
    setStarting(false);
    if (runId !== null) onRun(runId);
  };
  const askToStart = () => {
    if (!ready) return;
    if (simulation.risk === "high" || simulation.unpredictable.length > 0) setLayer("confirm");
    else void start("approved");
  };
  const isRejected = plan !== null && plan.rejectedAtMs !== null;
  const reject = async () => {
    if (isRejected || (await sayNo())) onReject?.();
  };
  useKeys(keys && layer === null, {
    a: askToStart,
    e: () => plan !== null && setLayer("edit"),
    r: () => void reject(),
  });

  const wrong = problem === null ? null : errorText(problem);
  const notice = wrong !== null && (
    <Notice
      tone={problem === null ? "danger" : noticeTone(problem, ranBefore)}
      title={problem !== null && ranBefore && cannotRunNow(problem) ? t("past.notAgain") : wrong.title}
      action={
        <Button size="small" onClick={simulate} busy={simulating}>
          {t("card.again")}
        </Button>
      }
    >
      {wrong.text}
    </Notice>
  );
  if (plan === null) return notice || <p className="text-ink-faint">{t("card.loading")}</p>;

  return (
    <article
      aria-label={t("card.label", { title: plan.title })}
      data-testid="plan-card"
      data-hash={simulation?.hash}
      data-rejected={isRejected || undefined}
      className="rounded-large border border-line bg-surface shadow-low"
    >
      <header className="flex flex-col gap-2 px-5 pt-4 pb-3">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="mr-auto min-w-0 text-title font-semibold break-words">{plan.title}</h2>
          {isRejected && <Badge tone={standingTones.rejected}>{t("standing.rejected")}</Badge>}
          <ModeBadge mode={plan.mode} />
          {simulation !== null && <RiskBadge risk={simulation.risk} />}
        </div>
        {plan.goal !== "" && !inConversation && <p className="text-ink-soft">{plan.goal}</p>}
        <p aria-live="polite" className="flex items-start gap-2 text-read font-medium">
          {simulating ? (
            <>
              <Spinner className="mt-1.5" />
              {t("card.simulating")}
            </>
          ) : (
            simulation !== null &&
            (effects.length === 0 ? t("card.nothing") : t("card.would", { effects: effectWords(t, effects, "will") }))
          )}
        </p>
        <PlanFacts plan={plan} simulation={simulation} />
      </header>
      <div className="flex flex-col gap-4 px-5 pb-4">
        {notice}
        {plan.rejectedAtMs !== null && (
          <Notice tone="info" title={t("card.rejected", { time: formatTime(plan.rejectedAtMs) })}>
            {t("card.rejectedText")}
          </Notice>
        )}
        {looksOnly && (
          <Notice tone="info" title={t("card.observe")}>
            {t("card.observeText")}
          </Notice>
        )}
        {simulation !== null && simulation.unpredictable.length > 0 && (
          <Notice tone="warning" title={t("card.unpredictable", { count: simulation.unpredictable.length })}>
            {t("card.unpredictableText", { count: simulation.unpredictable.length })}
          </Notice>
        )}
        <section>
          <h3 className="text-small font-medium text-ink-faint">{t("steps.title", { count: plan.steps.length })}</h3>
          <StepList views={views} firstCount={6} />
        </section>
        {sections.length > 0 && <DiffView key={simulation?.hash} sections={sections} />}
      </div>
      <footer className="@container sticky bottom-0 flex flex-wrap items-center justify-end gap-2 rounded-b-large border-t border-line bg-surface px-5 py-3">
        <p className="mr-auto hidden items-center gap-1.5 text-small text-ink-faint @2xl:flex">
          <ShieldCheck aria-hidden size={14} />
          {t("card.promise")}
        </p>
        <IconButton icon={RefreshCw} label={t("card.again")} onClick={simulate} disabled={simulating} />
        <Button tone="quiet" onClick={() => setLayer("edit")}>
          <Pencil aria-hidden size={14} />
          {t("card.edit")}
          {keys && <Keys keys="e" />}
        </Button>
        {!isRejected && (
          <Button onClick={() => void reject()}>
            <X aria-hidden size={14} />
            {t("card.reject")}
            {keys && <Keys keys="r" />}
          </Button>
        )}
        {plan.mode === "autopilot" && !isRejected && (
          <Button onClick={() => void start("unapproved")} disabled={!ready}>
            <Zap aria-hidden size={14} />
            {t("card.autopilot")}
          </Button>
        )}
        <Button tone="primary" onClick={askToStart} disabled={!ready} busy={starting}>
          {t("card.approve")}
          {keys && <Keys keys="a" inverted />}
        </Button>
      </footer>
      {layer === "edit" && <EditPlan plan={plan} onSave={edit} onClose={() => setLayer(null)} />}
      {layer === "confirm" && simulation !== null && (
        <ApproveDialog simulation={simulation} onApprove={() => void start("approved")} onClose={() => setLayer(null)} />
      )}
    </article>
  );
};
