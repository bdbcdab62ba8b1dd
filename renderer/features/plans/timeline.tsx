import { Download, SearchX } from "lucide-react";
import { useState, type ReactNode } from "react";
import { modeSchema, type Mode, type RunSummary } from "#core/plans/schema";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatDate, formatDuration } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { hrefOf } from "../../ui/route.ts";
import { SearchBox } from "./search-box.tsx";
import { Select } from "../../ui/select.tsx";
import { download } from "./download.ts";
import { ModeBadge } from "./mode-badge.tsx";
import { byDay, everything, filterRuns, isNarrow, type RunFilter } from "./run-filter.ts";
import { durationMs, standingOf, standingTones, type Standing } from "./run-view.ts";
import { useNow } from "./use-now.ts";
import { useRuns } from "./use-runs.ts";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

const RunLine = ({ run, nowMs }: { readonly run: RunSummary; readonly nowMs: number }) => {
  const t = useTexts("plans");
  const standing = standingOf(run, run.outcome);
  return (
    <li>
      <a
        href={hrefOf({ screen: "tasks", place: "run", id: run.id })}
        data-testid="run-line"
        data-standing={standing}
        className="flex items-start gap-4 rounded-medium px-3 py-2.5 transition-colors duration-100 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <time className="w-11 shrink-0 pt-px text-note text-ink-faint tabular-nums" dateTime={new Date(run.startedAtMs).toISOString()}>
          {clock.format(run.startedAtMs)}
        </time>
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{run.title}</span>
          <span className="block truncate text-note text-ink-soft">{run.summary === "" ? run.workspaceRoot : run.summary}</span>
        </span>
        <span className="hidden shrink-0 text-right text-small text-ink-faint tabular-nums @2xl:block">
          <span className="block">{t("timeline.steps", { count: run.stepCount })}</span>
          <span className="block">{formatDuration(durationMs(run, nowMs))}</span>
        </span>
        <span className="flex w-32 shrink-0 flex-wrap justify-end gap-1">
          <Badge tone={standingTones[standing]}>{t(`standing.${standing}`)}</Badge>
          {run.mode !== "draft" && <ModeBadge mode={run.mode} />}
        </span>
      </a>
    </li>
  );
};

interface TimelineProps {
  /** Shown while there has never been a run. */
  readonly empty: ReactNode;
}

/** Every run there was, by day, newest first. */
export const Timeline = ({ empty }: TimelineProps) => {
  const t = useTexts("plans");
  const { runs, problem } = useRuns();
  const [filter, setFilter] = useState<RunFilter>(everything);
  const nowMs = useNow(runs?.some(({ state }) => state !== "ended") ?? false);
  if (runs === null) {
    if (problem === null) return null;
    const wrong = errorText(problem);
    return (
      <div className="mx-auto max-w-160 px-4 pt-10 sm:px-6">
        <Notice tone="danger" title={wrong.title}>
          {wrong.text}
        </Notice>
      </div>
    );
  }
  if (runs.length === 0) return empty;
  const shown = filterRuns(runs, filter);
  const standings = Object.keys(standingTones) as Standing[];
  const save = () => download({ fileName: "runs.json", mediaType: "application/json", content: `${JSON.stringify(shown, null, 2)}\n` });
  return (
    <div className="@container mx-auto flex max-w-220 flex-col px-4 pt-4 pb-16 sm:px-6">
      <div className="flex flex-wrap items-center gap-2 pb-3">
        <SearchBox
          label={t("timeline.search")}
          placeholder={t("timeline.searchHint")}
          value={filter.text}
          onChange={(text) => setFilter({ ...filter, text })}
        />
        <Select<Standing | "all">
          label={t("timeline.standing")}
          value={filter.standing}
          onChange={(standing) => setFilter({ ...filter, standing })}
          options={[
            { value: "all", label: t("timeline.anyStanding") },
            ...standings.filter((value) => value !== "ended").map((value) => ({ value, label: t(`standing.${value}`) })),
          ]}
        />
        <Select<Mode | "all">
          label={t("timeline.mode")}
          value={filter.mode}
          onChange={(mode) => setFilter({ ...filter, mode })}
          options={[
            { value: "all", label: t("timeline.anyMode") },
            ...modeSchema.options.map((value) => ({ value, label: t(`mode.${value}`) })),
          ]}
        />
        <Button tone="quiet" onClick={save} className="ml-auto">
          <Download aria-hidden size={14} />
          {t("timeline.export")}
        </Button>
      </div>
      {shown.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title={t("timeline.none")}
          text={t("timeline.noneText")}
          action={isNarrow(filter) && <Button onClick={() => setFilter(everything)}>{t("timeline.clear")}</Button>}
        />
      ) : (
        byDay(shown).map(({ startMs, runs: ofDay }) => (
          <section key={startMs} className="pt-3">
            <h2 className="px-3 pb-1 text-small font-medium text-ink-faint">{formatDate(startMs)}</h2>
            <ul>
              {ofDay.map((run) => (
                <RunLine key={run.id} run={run} nowMs={nowMs} />
              ))}
            </ul>
          </section>
        ))
      )}
    </div>
  );
};
