import type { RunSummary } from "#core/plans/schema";
import { Badge } from "../../ui/badge.tsx";
import { formatClock, formatDuration } from "../../ui/format.ts";
import { i18n, useTexts, type Translate } from "../../ui/i18n.ts";
import { hrefOf } from "../../ui/route.ts";
import { ModeBadge } from "./mode-badge.tsx";
import { standingOfLine, type Line } from "./run-filter.ts";
import { durationMs, standingTones } from "./run-view.ts";

const RunFigures = ({ run, nowMs }: { readonly run: RunSummary; readonly nowMs: number }) => {
  const t = useTexts("plans");
  const count = run.stepCount;
  return (
    <>
      <span className="block">
        {run.state === "ended" ? t("timeline.steps", { count }) : t("run.progress", { done: run.doneCount, count })} ·{" "}
        {formatDuration(durationMs(run, nowMs))}
      </span>
      <span className="block">{t("timeline.effects", { count: run.effectCount })}</span>
    </>
  );
};

/** What became of a run. The core's own sentence is English; in another language it is said from the run's facts. A plan's summary is its author's. */
const summaryWords = (line: Line, t: Translate): string =>
  "standing" in line || line.outcome === null || i18n.language === "en"
    ? line.summary
    : `${t(`report.outcome.${line.outcome}`)} ${t("timeline.effects", { count: line.effectCount })}.`;

/** One run, or one plan that never ran. */
export const TimelineLine = ({ line, nowMs }: { readonly line: Line; readonly nowMs: number }) => {
  const t = useTexts("plans");
  const standing = standingOfLine(line);
  const isPlan = "standing" in line;
  return (
    <li>
      <a
        href={hrefOf({ screen: "tasks", place: isPlan ? "plan" : "run", id: line.id })}
        data-testid={isPlan ? "plan-line" : "run-line"}
        data-standing={standing}
        className="flex items-start gap-4 rounded-medium px-3 py-2.5 transition-colors duration-100 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <time className="w-11 shrink-0 pt-px text-note text-ink-faint tabular-nums" dateTime={new Date(line.startedAtMs).toISOString()}>
          {formatClock(line.startedAtMs)}
        </time>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{line.title}</span>
          <span className="block truncate text-note text-ink-soft">{summaryWords(line, t) || line.workspaceRoot}</span>
        </span>
        <span className="hidden shrink-0 text-right text-small text-ink-faint tabular-nums @2xl:block">
          {isPlan ? t("timeline.steps", { count: line.stepCount }) : <RunFigures run={line} nowMs={nowMs} />}
        </span>
        <span className="flex w-32 shrink-0 flex-wrap justify-end gap-1">
          <Badge tone={standingTones[standing]}>{t(`standing.${standing}`)}</Badge>
          {line.mode !== "draft" && <ModeBadge mode={line.mode} />}
        </span>
      </a>
    </li>
  );
};
