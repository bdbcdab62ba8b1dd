import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { classNames } from "../../ui/class-names.ts";
import { formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { sortedOrder, type Column, type Direction } from "./table-columns.ts";

interface TableViewProps {
  readonly label: string;
  readonly columns: readonly Column[];
  /** Without the header. */
  readonly rows: readonly (readonly string[])[];
  readonly done: boolean;
}

const rowHeight = 30;

interface Sorting {
  readonly column: number;
  readonly direction: Direction;
}

/** A table of any length; only the rows in view are drawn. A press on a column's name sorts by it, up, then down, then not. */
export const TableView = ({ label, columns, rows, done }: TableViewProps) => {
  const t = useTexts("artifacts");
  const scroller = useRef<HTMLDivElement>(null);
  const [sorting, setSorting] = useState<Sorting | null>(null);
  const sorted = sorting === null ? undefined : columns[sorting.column];
  const order = useMemo(
    () => (sorting === null ? null : sortedOrder(rows, sorting.column, sorted?.numeric ?? false, sorting.direction)),
    [rows, sorting, sorted?.numeric],
  );
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollPaddingStart: rowHeight,
  });
  const template = columns.map(({ width }) => `minmax(${width}ch, 1fr)`).join(" ");
  const sortBy = (column: number) => {
    setSorting(
      sorting?.column !== column
        ? { column, direction: "ascending" }
        : sorting.direction === "ascending"
          ? { column, direction: "descending" }
          : null,
    );
    virtualizer.scrollToOffset(0);
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div
        ref={scroller}
        role="table"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        className="min-h-0 flex-1 overflow-auto text-note tabular-nums focus-visible:-outline-offset-2"
      >
        <div className="min-w-max">
          <div role="rowgroup" className="sticky top-0 z-10">
            <div
              role="row"
              aria-rowindex={1}
              className="grid border-b border-line-strong bg-sunken font-semibold"
              style={{ gridTemplateColumns: template }}
            >
              {columns.map((column, index) => {
                const direction = sorting?.column === index ? sorting.direction : undefined;
                const Arrow = direction === "descending" ? ArrowDown : ArrowUp;
                return (
                  <div key={index} role="columnheader" aria-colindex={index + 1} aria-sort={direction ?? "none"} className="min-w-0">
                    <button
                      type="button"
                      title={t("table.sort", { name: column.name })}
                      onClick={() => sortBy(index)}
                      className={classNames(
                        "flex h-8 w-full items-center gap-1 px-3 hover:bg-hover focus-visible:-outline-offset-2",
                        column.numeric && "justify-end",
                      )}
                    >
                      <span className="truncate">{column.name}</span>
                      {direction !== undefined && <Arrow aria-hidden size={13} className="shrink-0 text-accent" />}
                    </button>
                  </div>
                );
              })}
            </div>
          </div>
          <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, start }) => {
              const row = rows[order?.[index] ?? index] ?? [];
              return (
                <div
                  key={index}
                  role="row"
                  aria-rowindex={index + 2}
                  className="absolute inset-x-0 top-0 grid border-b border-line/60 hover:bg-hover"
                  style={{ gridTemplateColumns: template, height: rowHeight, transform: `translateY(${start}px)` }}
                >
                  {columns.map((column, cell) => (
                    <div
                      key={cell}
                      role="cell"
                      aria-colindex={cell + 1}
                      title={(row[cell]?.length ?? 0) > column.width - 3 ? row[cell] : undefined}
                      className={classNames("truncate px-3 leading-[1.8rem]", column.numeric && "text-right")}
                    >
                      {row[cell] ?? ""}
                    </div>
                  ))}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      <p role="status" className="border-t border-line/60 px-4 py-1.5 text-small text-ink-faint tabular-nums">
        {done
          ? t("table.size", { rows: formatNumber(rows.length), count: rows.length, columns: columns.length })
          : t("table.reading", { rows: formatNumber(rows.length) })}
      </p>
    </div>
  );
};
