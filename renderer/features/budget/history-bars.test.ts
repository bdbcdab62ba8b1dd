import { describe, expect, it } from "vitest";
import type { BudgetDay } from "#core/budgets/schema";
import { dayOf, historyBars, lastDays, roundTop } from "./history-bars.ts";

const day = (name: string, models: Readonly<Record<string, number>>): BudgetDay => ({
  day: name,
  costMicroUsd: 0,
  tokens: 0,
  calls: 0,
  byModel: Object.entries(models).map(([modelId, costMicroUsd]) => ({
    modelId,
    providerId: modelId,
    costMicroUsd,
    tokens: costMicroUsd * 2,
    durationMs: 1,
    calls: 1,
  })),
});

describe("the days of the chart", () => {
  it("are the last ones up to today, oldest first, across the end of a month", () => {
    expect(lastDays(new Date(2026, 2, 2, 23, 30), 4)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01", "2026-03-02"]);
  });

  it("skip and repeat none in a year, whatever the clocks do", () => {
    const days = lastDays(new Date(2026, 11, 31), 365);
    expect(new Set(days).size).toBe(365);
    expect([days[0], days.at(-1)]).toEqual(["2026-01-01", "2026-12-31"]);
    expect(dayOf(new Date(2026, 0, 5, 0, 1))).toBe("2026-01-05");
  });
});

describe("the bars", () => {
  const shown = ["2026-03-01", "2026-03-02", "2026-03-03"];

  it("stack the models, the one with most at the ground, and keep empty days", () => {
    const history = historyBars([day("2026-03-03", { b: 5 }), day("2026-03-01", { a: 10, b: 1 })], "money", shown);
    expect(history).toEqual({
      series: ["a", "b"],
      highest: 11,
      total: 16,
      bars: [
        {
          day: "2026-03-01",
          total: 11,
          parts: [
            { modelId: "a", value: 10 },
            { modelId: "b", value: 1 },
          ],
        },
        { day: "2026-03-02", total: 0, parts: [] },
        { day: "2026-03-03", total: 5, parts: [{ modelId: "b", value: 5 }] },
      ],
    });
  });

  it("give the sixth model and those after it one part together", () => {
    const many = Object.fromEntries(["a", "b", "c", "d", "e", "f", "g"].map((id, index) => [id, 10 - index]));
    const { series, bars } = historyBars([day("2026-03-02", many)], "money", shown);
    expect(series).toEqual(["a", "b", "c", "d", "e", null]);
    expect(bars[1]?.parts.at(-1)).toEqual({ modelId: null, value: 9 });
    expect(bars[1]?.total).toBe(49);
  });

  it("count only the days that are shown, and what is measured", () => {
    const history = historyBars([day("2026-02-01", { a: 100 }), day("2026-03-02", { a: 3 })], "tokens", shown);
    expect([history.total, history.highest]).toEqual([6, 6]);
    expect(historyBars([day("2026-03-02", { a: 0 })], "money", shown)).toMatchObject({ series: [], highest: 0 });
  });

  it.each([
    [0, 1],
    [1, 1],
    [1.2, 2],
    [4_900_000, 5_000_000],
    [5_100_000, 10_000_000],
  ])("stand below a round top: %d below %d", (highest, top) => {
    expect(roundTop(highest)).toBe(top);
  });
});
