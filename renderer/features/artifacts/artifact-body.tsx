import { useLayoutEffect, useMemo, useRef, type RefObject } from "react";
import { DiffView } from "../../ui/diff/index.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { CodeListing } from "../../ui/markdown/code-listing.tsx";
import { Markdown } from "../../ui/markdown/index.tsx";
import { Notice } from "../../ui/notice.tsx";
import { chartOfTable, chartRows, readChart } from "./chart-schema.ts";
import { ChartView } from "./chart-view.tsx";
import type { Artifact } from "./collect.ts";
import { FrameView } from "./frame-view.tsx";
import { unifiedDiff } from "./line-diff.ts";
import { columnsOf, hasHeader } from "./table-columns.ts";
import { TableView } from "./table-view.tsx";
import { useTable } from "./use-table.ts";

export type View = "preview" | "table" | "chart" | "source" | "changes";

/** Keeps its end in view while it grows, unless somebody scrolled away from it. */
const Source = ({ artifact, label }: { readonly artifact: Artifact; readonly label: string }) => {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && artifact.growing && atEnd.current) element.scrollTop = element.scrollHeight;
  }, [artifact.text, artifact.growing]);
  return (
    <div
      ref={scroller}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 40;
      }}
      className="h-full overflow-auto bg-sunken focus-visible:-outline-offset-2"
    >
      <CodeListing code={artifact.text} language={artifact.language} growing={artifact.growing} label={label} />
    </div>
  );
};

interface BodyProps {
  readonly artifact: Artifact;
  readonly title: string;
  readonly drawing: RefObject<HTMLDivElement | null>;
}

const Table = ({ artifact, title, drawing, asChart }: BodyProps & { readonly asChart: boolean }) => {
  const t = useTexts("artifacts");
  const { rows: all, done } = useTable(artifact.text, artifact.language, artifact.growing);
  const columns = columnsOf(all, (position) => t("table.column", { position }));
  const rows = useMemo(() => (hasHeader(all) ? all.slice(1) : all), [all]);
  const chart = asChart ? chartOfTable(columns, rows) : null;
  if (!asChart) return <TableView label={title} columns={columns} rows={rows} done={done} />;
  if (chart !== null) return <ChartView chart={chart} title={title} drawing={drawing} />;
  return done ? (
    <div className="p-4">
      <Notice tone="info" title={t("chart.noNumbers")} />
    </div>
  ) : null;
};

const ChartBody = ({ artifact, title, drawing, asTable }: BodyProps & { readonly asTable: boolean }) => {
  const t = useTexts("artifacts");
  const read = useMemo(() => (artifact.growing ? null : readChart(artifact.text)), [artifact.growing, artifact.text]);
  if (read === null) return <div aria-hidden className="m-6 h-85 animate-breathe rounded-medium bg-sunken" />;
  if (!read.ok) {
    return (
      <div className="p-4">
        <Notice tone="warning" title={t("chart.unreadable")}>
          {read.problem === "json" ? t("chart.notJson") : t("chart.wrong", { where: read.where === "" ? "type" : read.where })}
        </Notice>
      </div>
    );
  }
  if (!asTable) return <ChartView chart={read.chart} title={read.chart.title ?? title} drawing={drawing} />;
  const rows = chartRows(read.chart, { series: t("chart.series"), label: t("chart.label") });
  const [head = [], ...figures] = rows;
  const columns = columnsOf(figures, (position) => head[position - 1] ?? "").map((column, index) => ({
    ...column,
    name: head[index] ?? column.name,
  }));
  return <TableView label={title} columns={columns} rows={figures} done />;
};

const Changes = ({ artifact, previous, title }: { readonly artifact: Artifact; readonly previous: Artifact; readonly title: string }) => {
  const t = useTexts("artifacts");
  const diff = useMemo(() => unifiedDiff(previous.text, artifact.text), [previous.text, artifact.text]);
  const sections = useMemo(
    () => [
      {
        key: artifact.key,
        sign: "changed" as const,
        title,
        detail: t("changes.detail", { before: previous.version, after: artifact.version }),
        body: diff === "" ? { type: "none" as const, why: t("changes.none") } : { type: "diff" as const, text: diff },
      },
    ],
    [artifact.key, artifact.version, previous.version, diff, title, t],
  );
  return (
    <div className="h-full overflow-y-auto p-3">
      <DiffView sections={sections} />
    </div>
  );
};

interface ArtifactBodyProps extends BodyProps {
  readonly view: View;
  readonly previous: Artifact | null;
  readonly allowed: boolean;
  readonly onAllow: (allowed: boolean) => void;
  readonly generation: number;
  readonly onEscape: () => void;
}

export const ArtifactBody = ({ artifact, previous, title, view, drawing, allowed, onAllow, generation, onEscape }: ArtifactBodyProps) => {
  if (view === "changes" && previous !== null) return <Changes artifact={artifact} previous={previous} title={title} />;
  if (view === "source" || artifact.kind === "code") return <Source artifact={artifact} label={title} />;
  switch (artifact.kind) {
    case "markdown":
      return (
        <div tabIndex={0} className="h-full overflow-y-auto px-6 py-5 text-read wrap-anywhere focus-visible:-outline-offset-2">
          <Markdown text={artifact.text} streaming={artifact.growing} />
        </div>
      );
    case "html":
    case "svg":
      return (
        <FrameView
          kind={artifact.kind}
          text={artifact.text}
          label={title}
          growing={artifact.growing}
          allowed={allowed}
          onAllow={onAllow}
          generation={generation}
          onEscape={onEscape}
        />
      );
    case "table":
      return <Table artifact={artifact} title={title} drawing={drawing} asChart={view === "chart"} />;
    case "chart":
      return <ChartBody artifact={artifact} title={title} drawing={drawing} asTable={view === "table"} />;
  }
};
