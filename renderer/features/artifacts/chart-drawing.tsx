import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  Legend,
  Line,
  LineChart,
  Pie,
  PieChart,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { formatCompact, formatNumber } from "../../ui/format.ts";
import type { Chart, LabelledChart } from "./chart-schema.ts";

const colourCount = 8;
const colourOf = (index: number): string => `var(--chart-${(index % colourCount) + 1})`;
/** Lines differ by their strokes too, and points by their shapes, for those to whom colours look alike. */
const dashes = [undefined, "7 4", "2 3", "10 3 2 3", "1 5", "12 5"];
const shapes = ["circle", "square", "triangle", "diamond", "cross", "star"] as const;

const tick = { fill: "var(--ink-soft)", fontSize: 12 };
const quiet = { stroke: "var(--line-strong)" };
const margin = { top: 12, right: 20, bottom: 8, left: 8 };

const tooltipLook = {
  contentStyle: {
    background: "var(--surface)",
    border: "1px solid var(--line)",
    borderRadius: 8,
    color: "var(--ink)",
    fontSize: 13,
    boxShadow: "0 4px 12px var(--shadow-colour)",
  },
  labelStyle: { color: "var(--ink)", fontWeight: 600 },
  itemStyle: { color: "var(--ink)" },
  isAnimationActive: false,
} as const;

const axisTitle = (value: string | undefined, side: "bottom" | "left") =>
  value === undefined
    ? {}
    : {
        label: {
          value,
          position: side === "bottom" ? ("insideBottom" as const) : ("insideLeft" as const),
          fill: "var(--ink-soft)",
          fontSize: 12,
          ...(side === "bottom" ? { offset: 4 } : { angle: -90 }),
        },
      };

interface DrawingProps {
  readonly chart: Chart;
  readonly height: number;
}

type Row = Record<string, string | number | null>;

const rowsOf = ({ labels, series }: LabelledChart): Row[] =>
  labels.map((label, index) => ({
    label: String(label),
    ...Object.fromEntries(series.map(({ values }, position) => [`s${position}`, values[index] ?? null])),
  }));

const shortNumber = (value: number): string => (Math.abs(value) >= 100_000 ? formatCompact(value) : formatNumber(value));

const Drawing = ({ chart }: { readonly chart: Chart }) => {
  const withUnit = (value: number) => `${formatNumber(value)}${chart.unit === undefined ? "" : ` ${chart.unit}`}`;
  const written = (value: unknown): string => (typeof value === "number" ? withUnit(value) : String(value));
  const legend = chart.series.length > 1 && (
    <Legend
      itemSorter={null}
      wrapperStyle={{ fontSize: 12, paddingTop: 8 }}
      formatter={(name) => <span className="text-ink-soft">{String(name)}</span>}
    />
  );
  const tip = <Tooltip {...tooltipLook} formatter={written} />;
  if (chart.type === "scatter") {
    return (
      <ScatterChart margin={margin}>
        <CartesianGrid stroke="var(--line)" />
        <XAxis
          type="number"
          dataKey="x"
          name={chart.xLabel ?? "x"}
          tick={tick}
          {...quiet}
          tickFormatter={shortNumber}
          height={44}
          {...axisTitle(chart.xLabel, "bottom")}
        />
        <YAxis
          type="number"
          dataKey="y"
          name={chart.yLabel ?? "y"}
          tick={tick}
          {...quiet}
          tickFormatter={shortNumber}
          width={64}
          {...axisTitle(chart.yLabel, "left")}
        />
        {tip}
        {legend}
        {chart.series.map(({ name, points }, index) => (
          <Scatter
            key={index}
            name={name}
            data={points.map(([x, y]) => ({ x, y }))}
            fill={colourOf(index)}
            shape={shapes[index % shapes.length] ?? "circle"}
            isAnimationActive={false}
          />
        ))}
      </ScatterChart>
    );
  }
  if (chart.type === "pie") {
    const parts = chart.labels.map((label, index) => ({ name: String(label), value: Math.max(0, chart.series[0]?.values[index] ?? 0) }));
    return (
      <PieChart margin={margin}>
        {tip}
        <Legend
          itemSorter={null}
          wrapperStyle={{ fontSize: 12, paddingTop: 8 }}
          formatter={(name) => <span className="text-ink-soft">{String(name)}</span>}
        />
        <Pie
          data={parts}
          dataKey="value"
          nameKey="name"
          innerRadius="45%"
          outerRadius="75%"
          stroke="var(--surface)"
          strokeWidth={2}
          isAnimationActive={false}
          label={{ fill: "var(--ink-soft)", fontSize: 12 }}
        >
          {parts.map(({ name }, index) => (
            <Cell key={`${index} ${name}`} fill={colourOf(index)} />
          ))}
        </Pie>
      </PieChart>
    );
  }
  const data = rowsOf(chart);
  const axes = (
    <>
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis
        dataKey="label"
        tick={tick}
        {...quiet}
        minTickGap={12}
        height={chart.xLabel === undefined ? 30 : 44}
        {...axisTitle(chart.xLabel, "bottom")}
      />
      <YAxis tick={tick} {...quiet} tickFormatter={shortNumber} width={64} {...axisTitle(chart.yLabel, "left")} />
      {tip}
      {legend}
    </>
  );
  const stack = chart.stacked === true ? { stackId: "all" } : {};
  if (chart.type === "bar") {
    return (
      <BarChart data={data} margin={margin}>
        {axes}
        {chart.series.map(({ name }, index) => (
          <Bar
            key={index}
            name={name}
            dataKey={`s${index}`}
            fill={colourOf(index)}
            stroke="var(--surface)"
            isAnimationActive={false}
            maxBarSize={64}
            {...stack}
          />
        ))}
      </BarChart>
    );
  }
  if (chart.type === "line") {
    return (
      <LineChart data={data} margin={margin}>
        {axes}
        {chart.series.map(({ name }, index) => (
          <Line
            key={index}
            type="linear"
            name={name}
            dataKey={`s${index}`}
            stroke={colourOf(index)}
            strokeWidth={2}
            strokeDasharray={dashes[index % dashes.length] ?? "0"}
            dot={data.length <= 40}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    );
  }
  return (
    <AreaChart data={data} margin={margin}>
      {axes}
      {chart.series.map(({ name }, index) => (
        <Area
          key={index}
          type="linear"
          name={name}
          dataKey={`s${index}`}
          stroke={colourOf(index)}
          strokeWidth={2}
          strokeDasharray={dashes[index % dashes.length] ?? "0"}
          fill={colourOf(index)}
          fillOpacity={0.25}
          isAnimationActive={false}
          {...stack}
        />
      ))}
    </AreaChart>
  );
};

/** The drawing alone, as wide as its room. The arrow keys go from point to point. */
export const ChartDrawing = ({ chart, height }: DrawingProps) => (
  <ResponsiveContainer width="100%" height={height}>
    <Drawing chart={chart} />
  </ResponsiveContainer>
);
