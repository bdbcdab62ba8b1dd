import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useRef } from "react";
import type { DocumentId, MemoryEntry } from "#core/memory/schema";
import { Checkbox } from "../../ui/checkbox.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { columns, EntryRow } from "./entry-row.tsx";
import type { Actions } from "./use-actions.ts";

interface EntryTableProps {
  readonly entries: readonly MemoryEntry[];
  readonly total: number;
  readonly selected: ReadonlySet<DocumentId>;
  readonly onSelect: (selected: ReadonlySet<DocumentId>) => void;
  readonly actions: Actions;
  readonly onAbout: (id: DocumentId) => void;
  readonly onCopies: (id: DocumentId) => void;
  /** The list was scrolled to its end. */
  readonly onEnd: () => void;
}

const rowHeight = 52;

/** Any number of documents; only the visible ones are drawn. */
export const EntryTable = ({ entries, total, selected, onSelect, actions, onAbout, onCopies, onEnd }: EntryTableProps) => {
  const t = useTexts("memory");
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const visible = rows.getVirtualItems();
  const atEnd = entries.length > 0 && (visible.at(-1)?.index ?? 0) >= entries.length - 10;
  const reachEnd = useEffectEvent(onEnd);
  useEffect(() => {
    if (atEnd) reachEnd();
  }, [atEnd, entries.length]);

  const shownSelected = entries.filter(({ id }) => selected.has(id)).length;
  const toggle = (id: DocumentId, checked: boolean) => {
    const next = new Set(selected);
    if (checked) next.add(id);
    else next.delete(id);
    onSelect(next);
  };

  return (
    <div role="table" aria-label={t("table.label")} aria-rowcount={total + 1} className="@container flex min-h-40 flex-1 flex-col">
      <div role="row" className={`${columns} h-8 shrink-0 border-b border-line/60 text-small font-medium text-ink-faint`}>
        <span role="columnheader">
          <Checkbox
            label={t("table.selectAll")}
            checked={shownSelected === 0 ? false : shownSelected === entries.length ? true : "mixed"}
            onChange={(checked) => onSelect(new Set(checked ? entries.map(({ id }) => id) : []))}
          />
        </span>
        <span role="columnheader">{t("table.document")}</span>
        <span role="columnheader">{t("table.trust")}</span>
        <span role="columnheader" className="hidden @3xl:block">
          {t("table.state")}
        </span>
        <span role="columnheader" className="hidden text-right @3xl:block">
          {t("table.used")}
        </span>
        <span role="columnheader">
          <span className="sr-only">{t("table.more")}</span>
        </span>
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {visible.map(({ index, start }) => {
            const entry = entries[index];
            return entry === undefined ? null : (
              <div
                key={entry.id}
                role="row"
                aria-rowindex={index + 2}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)`, height: rowHeight }}
              >
                <EntryRow
                  entry={entry}
                  selected={selected.has(entry.id)}
                  onSelect={(checked) => toggle(entry.id, checked)}
                  actions={actions}
                  onAbout={onAbout}
                  onCopies={onCopies}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
};
