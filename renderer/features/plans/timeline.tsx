import { Download, SearchX } from "lucide-react";
import { useState, type ReactNode } from "react";
import { modeSchema, type Mode } from "#core/plans/schema";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatDate } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Notice } from "../../ui/notice.tsx";
import { SearchBox } from "./search-box.tsx";
import { Select } from "../../ui/select.tsx";
import { download } from "./download.ts";
import { byDay, everything, filterLines, isNarrow, type RunFilter } from "./run-filter.ts";
import { standingTones, type Standing } from "./run-view.ts";
import { TimelineLine } from "./timeline-line.tsx";
import { useNow } from "./use-now.ts";
import { usePlanLines } from "./use-plan-lines.ts";
import { useRuns } from "./use-runs.ts";

interface TimelineProps {
  /** Shown while there has never been a plan or a run. */
  readonly empty: ReactNode;
}

/** Every run there was and every plan that waits or was rejected, by day, newest first. */
export const Timeline = ({ empty }: TimelineProps) => {
  const t = useTexts("plans");
  const { runs, problem } = useRuns();
  const plans = usePlanLines(runs);
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
  if (plans === null) return null;
  if (runs.length + plans.length === 0) return empty;
  const shownRuns = filterLines(runs, filter);
  const shown = [...shownRuns, ...filterLines(plans, filter)];
  const standings = Object.keys(standingTones) as Standing[];
  const save = () => download({ fileName: "runs.json", mediaType: "application/json", content: `${JSON.stringify(shownRuns, null, 2)}\n` });
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
        byDay(shown).map(({ startMs, lines }) => (
          <section key={startMs} className="pt-3">
            <h2 className="px-3 pb-1 text-small font-medium text-ink-faint">{formatDate(startMs)}</h2>
            <ul>
              {lines.map((line) => (
                <TimelineLine key={line.id} line={line} nowMs={nowMs} />
              ))}
            </ul>
          </section>
        ))
      )}
    </div>
  );
};
