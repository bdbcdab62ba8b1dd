import { useState } from "react";
import { formatDay, formatMoney, formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { HistoryChart } from "./history-chart.tsx";
import { HistoryTable } from "./history-table.tsx";
import { historyBars, lastDays, type HistoryMeasure } from "./history-bars.ts";
import { useBudget, useBudgetState } from "./use-budget.ts";

const spans = [7, 30, 90] as const;
const measures = ["money", "tokens", "calls"] as const;

const dayName = (day: string): string => (day === "" ? "" : formatDay(Date.parse(`${day}T12:00:00`)));

/** What was used, by day and model. */
export const HistorySection = () => {
  const t = useTexts("budget");
  const budget = useBudget();
  const history = useBudgetState((state) => state.history);
  const days = useBudgetState((state) => state.days);
  const readAt = useBudgetState((state) => state.readAt);
  const models = useBudgetState((state) => state.models);
  const [measure, setMeasure] = useState<HistoryMeasure>("money");
  const nameOf = (modelId: string | null) =>
    modelId === null ? t("history.others") : (models.find(({ id }) => id === modelId)?.name ?? t("history.gone"));
  const figure = (value: number) => (measure === "money" ? formatMoney(value) : formatNumber(value));
  const bars = historyBars(history, measure, lastDays(readAt, days));
  return (
    <section aria-label={t("history.title")} className="mt-10">
      <header className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-40 flex-1">
          <h2 className="text-title font-semibold">{t("history.title")}</h2>
          <p className="text-note text-ink-soft tabular-nums">
            {t(`history.total.${measure}`, { amount: figure(bars.total), count: days })}
          </p>
        </div>
        <Segmented
          label={t("history.measure")}
          value={measure}
          onChange={setMeasure}
          options={measures.map((value) => ({ value, label: t(`history.measures.${value}`) }))}
        />
        <Segmented
          label={t("history.span")}
          value={String(days)}
          onChange={(value) => budget.showDays(Number(value))}
          options={spans.map((value) => ({ value: String(value), label: t("history.spanDays", { count: value }) }))}
        />
      </header>
      {history.length === 0 ? (
        <p className="rounded-medium bg-sunken px-4 py-6 text-center text-note text-ink-soft">{t("history.none")}</p>
      ) : (
        <>
          <HistoryChart history={bars} label={t("history.chart")} nameOf={nameOf} figure={figure} dayName={dayName} />
          <HistoryTable days={history} nameOf={nameOf} dayName={dayName} />
        </>
      )}
    </section>
  );
};
