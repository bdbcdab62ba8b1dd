import type { BudgetDay } from "#core/budgets/schema";
import { formatDuration, formatMoney, formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";

interface HistoryTableProps {
  readonly days: readonly BudgetDay[];
  readonly nameOf: (modelId: string | null) => string;
  readonly dayName: (day: string) => string;
}

/** The same as the chart, in figures: newest day first, its models below each other. */
export const HistoryTable = ({ days, nameOf, dayName }: HistoryTableProps) => {
  const t = useTexts("budget");
  return (
    <details className="group mt-4">
      <summary className="w-fit rounded-small px-1 text-note text-ink-soft hover:text-ink">{t("history.table")}</summary>
      <div className="mt-2 max-h-96 overflow-auto rounded-medium border border-line">
        <table className="w-full text-note tabular-nums">
          <thead className="sticky top-0 bg-sunken text-left text-small text-ink-faint">
            <tr>
              <th scope="col" className="px-3 py-1.5 font-medium">
                {t("history.day")}
              </th>
              <th scope="col" className="px-3 font-medium">
                {t("history.model")}
              </th>
              {(["calls", "tokens", "time", "cost"] as const).map((name) => (
                <th key={name} scope="col" className="px-3 text-right font-medium">
                  {t(`history.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line/60">
            {days.flatMap(({ day, byModel }) =>
              byModel.map((one, index) => (
                <tr key={`${day} ${one.modelId}`}>
                  <td className="px-3 py-1 whitespace-nowrap text-ink-soft">{index === 0 ? dayName(day) : ""}</td>
                  <td className="max-w-56 truncate px-3">{nameOf(one.modelId)}</td>
                  <td className="px-3 text-right">{formatNumber(one.calls)}</td>
                  <td className="px-3 text-right">{formatNumber(one.tokens)}</td>
                  <td className="px-3 text-right whitespace-nowrap">{formatDuration(one.durationMs)}</td>
                  <td className="px-3 text-right">{formatMoney(one.costMicroUsd)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
    </details>
  );
};
