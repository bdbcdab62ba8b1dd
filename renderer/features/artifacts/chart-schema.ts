import { z } from "zod";
import { numberOf, type Column } from "./table-columns.ts";

const [mostSeries, mostPoints] = [12, 2000];

const text = z.string().max(200);
const titles = { title: text.optional(), xLabel: text.optional(), yLabel: text.optional(), unit: z.string().max(20).optional() };

const series = z.object({ name: text, values: z.array(z.number().nullable()).max(mostPoints) });

const withLabels = z.object({
  ...titles,
  type: z.enum(["bar", "line", "area", "pie"]),
  labels: z
    .array(z.union([text, z.number()]))
    .min(1)
    .max(mostPoints),
  series: z.array(series).min(1).max(mostSeries),
  stacked: z.boolean().optional(),
});

const scatter = z.object({
  ...titles,
  type: z.literal("scatter"),
  series: z
    .array(z.object({ name: text, points: z.array(z.tuple([z.number(), z.number()])).max(mostPoints) }))
    .min(1)
    .max(mostSeries),
});

/** What a ```` ```chart ```` block holds, as docs/user-guide.md describes it. */
const chartSchema = z.discriminatedUnion("type", [withLabels, scatter]);

export type Chart = z.infer<typeof chartSchema>;
export type LabelledChart = z.infer<typeof withLabels>;

export type ReadChart =
  | { readonly ok: true; readonly chart: Chart }
  /** `where`: the path of what is wrong, "" for the whole. */
  | { readonly ok: false; readonly problem: "json" | "shape"; readonly where: string };

export const readChart = (source: string): ReadChart => {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return { ok: false, problem: "json", where: "" };
  }
  const read = chartSchema.safeParse(value);
  if (read.success) return { ok: true, chart: read.data };
  return { ok: false, problem: "shape", where: read.error.issues[0]?.path.join(".") ?? "" };
};

/** The figures of a chart as a table whose first row names the columns: what the drawing shows, for eyes and ears that need words. */
export const chartRows = (chart: Chart, words: { readonly series: string; readonly label: string }): readonly (readonly string[])[] => {
  if (chart.type === "scatter") {
    const points = chart.series.flatMap(({ name, points: pairs }) => pairs.map(([x, y]) => [name, String(x), String(y)]));
    return [[words.series, chart.xLabel ?? "x", chart.yLabel ?? "y"], ...points];
  }
  const head = [chart.xLabel ?? words.label, ...chart.series.map(({ name }) => name)];
  const rows = chart.labels.map((label, index) => [String(label), ...chart.series.map(({ values }) => String(values[index] ?? ""))]);
  return [head, ...rows];
};

/** A table's number columns over its first column of words, as lines where there are many rows; null when there is nothing to draw. */
export const chartOfTable = (columns: readonly Column[], rows: readonly (readonly string[])[]): LabelledChart | null => {
  const numeric = columns.flatMap((column, index) => (column.numeric ? index : []));
  const words = columns.findIndex((column) => !column.numeric);
  // Where all columns are numbers, the first is what the others are drawn over.
  const over = words === -1 && numeric.length > 1 ? (numeric[0] ?? -1) : words;
  const drawn = numeric.filter((index) => index !== over).slice(0, mostSeries);
  if (drawn.length === 0 || rows.length === 0) return null;
  const shown = rows.slice(0, mostPoints);
  return {
    type: shown.length > 24 ? "line" : "bar",
    labels: shown.map((row, index) => (over === -1 ? index + 1 : (row[over] ?? "").slice(0, 200))),
    series: drawn.map((index) => ({
      name: columns[index]?.name.slice(0, 200) ?? "",
      values: shown.map((row) => numberOf(row[index] ?? "")),
    })),
    ...(over === -1 ? {} : { xLabel: columns[over]?.name.slice(0, 200) }),
  };
};
