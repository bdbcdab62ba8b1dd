import { lazy, Suspense, type RefObject } from "react";
import { useTexts } from "../../ui/i18n.ts";
import { chartRows, type Chart } from "./chart-schema.ts";

const ChartDrawing = lazy(async () => ({ default: (await import("./chart-drawing.tsx")).ChartDrawing }));

interface ChartViewProps {
  readonly chart: Chart;
  readonly title: string;
  readonly drawing: RefObject<HTMLDivElement | null>;
}

const drawnHeight = 340;
/** Of a longer table the pane's own table view tells the rest. */
const mostSpokenRows = 100;

/** A chart and, for those who hear the page, its figures as a table. */
export const ChartView = ({ chart, title, drawing }: ChartViewProps) => {
  const t = useTexts("artifacts");
  const [head = [], ...rows] = chartRows(chart, { series: t("chart.series"), label: t("chart.label") });
  return (
    <figure aria-label={t("chart.of", { title })} className="h-full overflow-y-auto px-4 py-5">
      {/* The pane's head says it to those who see. */}
      <figcaption className="sr-only">{title}</figcaption>
      <div ref={drawing} data-chart className="bg-surface">
        <Suspense fallback={<div aria-hidden className="h-85 animate-breathe rounded-medium bg-sunken" />}>
          <ChartDrawing chart={chart} height={drawnHeight} />
        </Suspense>
      </div>
      <table className="sr-only">
        <caption>{title}</caption>
        <thead>
          <tr>
            {head.map((name, index) => (
              <th key={index} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostSpokenRows).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
};
