import { useState } from "react";
import { classNames } from "../../ui/class-names.ts";
import { useTexts } from "../../ui/i18n.ts";
import { roundTop, type Bar, type History } from "./history-bars.ts";

const fills = ["fill-accent", "fill-warning", "fill-accent/50", "fill-ink-soft", "fill-warning/50", "fill-line-strong"];
const dots = ["bg-accent", "bg-warning", "bg-accent/50", "bg-ink-soft", "bg-warning/50", "bg-line-strong"];

/** Units of the drawing; it is stretched to the room there is. */
const width = 600;
const height = 160;

interface HistoryChartProps {
  readonly history: History;
  readonly label: string;
  readonly nameOf: (modelId: string | null) => string;
  readonly figure: (value: number) => string;
  readonly dayName: (day: string) => string;
}

const Tip = ({ bar, nameOf, figure, dayName }: Omit<HistoryChartProps, "history" | "label"> & { readonly bar: Bar }) => (
  <p role="status" className="h-5 truncate text-small text-ink-soft tabular-nums">
    <span className="font-medium text-ink">{dayName(bar.day)}</span> {figure(bar.total)}
    {bar.parts.length > 0 && ` · ${bar.parts.map(({ modelId, value }) => `${nameOf(modelId)} ${figure(value)}`).join(" · ")}`}
  </p>
);

/** Stacked bars, one a day. The arrow keys go from day to day; the table below has the same figures. */
export const HistoryChart = ({ history, label, nameOf, figure, dayName }: HistoryChartProps) => {
  const t = useTexts("budget");
  const [at, setAt] = useState<number | null>(null);
  const { bars, series, highest } = history;
  const top = roundTop(highest);
  const step = width / Math.max(1, bars.length);
  const shown = at === null ? undefined : bars[at];
  const move = (key: string) => {
    if (key === "ArrowLeft") setAt(Math.max(0, (at ?? bars.length) - 1));
    else if (key === "ArrowRight") setAt(Math.min(bars.length - 1, (at ?? -1) + 1));
    else return false;
    return true;
  };
  return (
    <figure aria-label={label}>
      <div className="flex h-5 items-center justify-between gap-4">
        {shown === undefined ? (
          <p className="text-small text-ink-faint tabular-nums">{t("history.top", { amount: figure(top) })}</p>
        ) : (
          <Tip bar={shown} nameOf={nameOf} figure={figure} dayName={dayName} />
        )}
      </div>
      <div
        role="slider"
        tabIndex={0}
        aria-label={t("history.days")}
        aria-valuemin={0}
        aria-valuemax={bars.length - 1}
        aria-valuenow={at ?? bars.length - 1}
        aria-valuetext={shown === undefined ? t("history.pick") : `${dayName(shown.day)}: ${figure(shown.total)}`}
        onKeyDown={(event) => move(event.key) && event.preventDefault()}
        onBlur={() => setAt(null)}
        onMouseLeave={() => setAt(null)}
        className="rounded-small"
      >
        <svg aria-hidden viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" className="h-40 w-full">
          {[0, 0.5, 1].map((share) => (
            <line
              key={share}
              x1={0}
              x2={width}
              y1={Math.max(0.5, height * share - 0.5)}
              y2={Math.max(0.5, height * share - 0.5)}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          {bars.map((bar, index) => {
            let ground = height;
            return (
              <g key={bar.day} onMouseEnter={() => setAt(index)}>
                <rect x={index * step} width={step} y={0} height={height} className={index === at ? "fill-hover" : "fill-transparent"} />
                {bar.parts.map(({ modelId, value }) => {
                  const size = (value / top) * height;
                  ground -= size;
                  return (
                    <rect
                      key={modelId ?? "rest"}
                      x={index * step + step * 0.14}
                      width={step * 0.72}
                      y={ground}
                      height={size}
                      className={fills[series.indexOf(modelId)] ?? "fill-line-strong"}
                    />
                  );
                })}
              </g>
            );
          })}
        </svg>
      </div>
      <div aria-hidden className="mt-1 flex justify-between text-small text-ink-faint tabular-nums">
        <span>{dayName(bars[0]?.day ?? "")}</span>
        <span>{dayName(bars.at(-1)?.day ?? "")}</span>
      </div>
      <figcaption className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-soft">
        {series.map((modelId, index) => (
          <span key={modelId ?? "rest"} className="inline-flex items-center gap-1.5">
            <span aria-hidden className={classNames("size-2.5 rounded-small", dots[index])} />
            {nameOf(modelId)}
          </span>
        ))}
      </figcaption>
    </figure>
  );
};
