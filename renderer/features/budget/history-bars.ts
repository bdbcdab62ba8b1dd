import type { BudgetDay } from "#core/budgets/schema";

export type HistoryMeasure = "money" | "tokens" | "calls";

export interface BarPart {
  /** Null: all models that are not among the first ones. */
  readonly modelId: string | null;
  readonly value: number;
}

export interface Bar {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly total: number;
  /** In the order of `series`, from the ground up; parts of nothing are left out. */
  readonly parts: readonly BarPart[];
}

export interface History {
  /** One for each day, oldest first. */
  readonly bars: readonly Bar[];
  /** The models with most, most first; null stands for the rest. */
  readonly series: readonly (string | null)[];
  readonly highest: number;
  readonly total: number;
}

type DayModel = BudgetDay["byModel"][number];

const valueOf: Record<HistoryMeasure, (one: DayModel) => number> = {
  money: ({ costMicroUsd }) => costMicroUsd,
  tokens: ({ tokens }) => tokens,
  calls: ({ calls }) => calls,
};

/** Models that have a colour of their own; the others share one. */
const seriesLimit = 5;

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** The calendar day of this machine. */
export const dayOf = (date: Date): string => `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;

/** The last `count` days up to `today`, oldest first. Noon, so that a change of the clocks skips no day. */
export const lastDays = (today: Date, count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    dayOf(new Date(today.getFullYear(), today.getMonth(), today.getDate() - (count - 1 - index), 12)),
  );

/** What was used, as stacked bars: one for each of the last days, those without a call included. */
export const historyBars = (days: readonly BudgetDay[], measure: HistoryMeasure, shownDays: readonly string[]): History => {
  const shown = new Set(shownDays);
  const value = valueOf[measure];
  const totals = new Map<string, number>();
  for (const day of days) {
    if (!shown.has(day.day)) continue;
    for (const one of day.byModel) totals.set(one.modelId, (totals.get(one.modelId) ?? 0) + value(one));
  }
  const ranked = [...totals].filter(([, sum]) => sum > 0).toSorted(([, left], [, right]) => right - left);
  const own = ranked.slice(0, seriesLimit).map(([id]) => id);
  const series = ranked.length > seriesLimit ? [...own, null] : own;
  const byDay = new Map(days.map((day) => [day.day, day]));
  const bars = shownDays.map((day): Bar => {
    const sums = new Map<string | null, number>();
    for (const one of byDay.get(day)?.byModel ?? []) {
      const key = own.includes(one.modelId) ? one.modelId : null;
      sums.set(key, (sums.get(key) ?? 0) + value(one));
    }
    const parts = series.flatMap((modelId) => {
      const sum = sums.get(modelId) ?? 0;
      return sum > 0 ? [{ modelId, value: sum }] : [];
    });
    return { day, parts, total: parts.reduce((sum, part) => sum + part.value, 0) };
  });
  const heights = bars.map(({ total }) => total);
  return { bars, series, highest: Math.max(0, ...heights), total: heights.reduce((sum, one) => sum + one, 0) };
};

/** The next round number above, for the top of the axis: 1, 2 or 5 times a power of ten. */
export const roundTop = (highest: number): number => {
  if (highest <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  return ([1, 2, 5, 10].find((step) => step * power >= highest) ?? 10) * power;
};
