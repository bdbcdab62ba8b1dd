import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useEffectEvent, useRef } from "react";
import type { Document, DocumentId } from "#core/memory/schema";
import { Checkbox } from "../../ui/checkbox.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { DocumentRow } from "./document-row.tsx";
import { columns } from "./table-columns.ts";

interface DocumentTableProps {
  readonly documents: readonly Document[];
  readonly selected: ReadonlySet<DocumentId>;
  readonly onSelect: (selected: ReadonlySet<DocumentId>) => void;
  /** The list was scrolled to its end. */
  readonly onEnd: () => void;
  readonly onForget: (id: DocumentId) => void;
  readonly onReread: (id: DocumentId) => void;
  /** `root`: a folder and everything below it instead. */
  readonly onPrivate: (id: DocumentId, isPrivate: boolean, root: string | null) => void;
}

const rowHeight = 52;

/** Any number of documents; only the visible ones are drawn. */
export const DocumentTable = ({ documents, selected, onSelect, onEnd, onForget, onReread, onPrivate }: DocumentTableProps) => {
  const t = useTexts("library");
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: documents.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const visible = rows.getVirtualItems();
  const lastShown = visible.at(-1)?.index ?? 0;
  const atEnd = documents.length > 0 && lastShown >= documents.length - 10;
  const reachEnd = useEffectEvent(onEnd);
  useEffect(() => {
    if (atEnd) reachEnd();
  }, [atEnd, documents.length]);

  const shownSelected = documents.filter(({ id }) => selected.has(id)).length;
  const toggle = (id: DocumentId, checked: boolean) => {
    const next = new Set(selected);
    if (checked) next.add(id);
    else next.delete(id);
    onSelect(next);
  };

  return (
    <div role="table" aria-label={t("table.label")} aria-rowcount={documents.length} className="@container flex min-h-0 flex-1 flex-col">
      <div role="row" className={`${columns} h-8 shrink-0 border-b border-line/60 text-small font-medium text-ink-faint`}>
        <span role="columnheader">
          <Checkbox
            label={t("table.selectAll")}
            checked={shownSelected === 0 ? false : shownSelected === documents.length ? true : "mixed"}
            onChange={(checked) => onSelect(new Set(checked ? documents.map(({ id }) => id) : []))}
          />
        </span>
        <span role="columnheader">{t("table.title")}</span>
        {(["pages", "passages", "size", "added"] as const).map((name) => (
          <span key={name} role="columnheader" className="hidden text-right @3xl:block">
            {t(`table.${name}`)}
          </span>
        ))}
        <span role="columnheader" />
      </div>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto">
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {visible.map(({ index, start }) => {
            const document = documents[index];
            return document === undefined ? null : (
              <div
                key={document.id}
                role="row"
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)`, height: rowHeight }}
              >
                <DocumentRow
                  document={document}
                  selected={selected.has(document.id)}
                  onSelect={(checked) => toggle(document.id, checked)}
                  onForget={() => onForget(document.id)}
                  onReread={() => onReread(document.id)}
                  onPrivate={(isPrivate, root) => onPrivate(document.id, isPrivate, root)}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
};
