import { History } from "lucide-react";
import type { PlanId, RunSummary } from "#core/plans/schema";
import { Badge } from "../../ui/badge.tsx";
import { formatTime } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { hrefOf } from "../../ui/route.ts";
import { PlanCard } from "./plan-card.tsx";
import { standingOf, standingTones } from "./run-view.ts";
import { useRuns } from "./use-runs.ts";

/** More runs of one plan are in the list of all runs. */
const shownRuns = 3;

const PastRun = ({ run }: { readonly run: RunSummary }) => {
  const t = useTexts("plans");
  const standing = standingOf(run, run.outcome);
  return (
    <li>
      <a
        href={hrefOf({ screen: "tasks", place: "run", id: run.id })}
        className="flex items-center gap-3 rounded-medium px-2 py-1.5 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <History aria-hidden size={14} className="shrink-0 text-ink-faint" />
        <span className="min-w-0 flex-1 truncate">{t("past.ran", { time: formatTime(run.startedAtMs) })}</span>
        <Badge tone={standingTones[standing]}>{t(`standing.${standing}`)}</Badge>
      </a>
    </li>
  );
};

interface PlanPageProps {
  readonly planId: string;
  readonly onRun: (runId: string) => void;
  readonly onReject: () => void;
}

/** A plan by itself, under what became of it before. */
export const PlanPage = ({ planId, onRun, onReject }: PlanPageProps) => {
  const t = useTexts("plans");
  const { runs } = useRuns(planId as PlanId);
  const past = runs ?? [];
  return (
    <>
      {past.length > 0 && (
        <section aria-label={t("past.title")} className="mb-4">
          <ul>
            {past.slice(0, shownRuns).map((run) => (
              <PastRun key={run.id} run={run} />
            ))}
          </ul>
        </section>
      )}
      <PlanCard planId={planId} keys ranBefore={past.length > 0} onRun={onRun} onReject={onReject} />
    </>
  );
};
