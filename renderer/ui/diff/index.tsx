import { useVirtualizer } from "@tanstack/react-virtual";
import { useId, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Button } from "../button.tsx";
import { addTexts, useTexts } from "../i18n.ts";
import { Keys } from "../keys.tsx";
import { DiffLineRow } from "./diff-line-row.tsx";
import { readSection, rowsOf, type DiffRow, type DiffSection } from "./diff-rows.ts";
import { DiffSectionRow } from "./diff-section-row.tsx";
import en from "./en.json";

addTexts("diff", en);

export type { DiffSection } from "./diff-rows.ts";

const heights: Record<DiffRow["type"], number> = { section: 36, line: 20, gap: 24, note: 32 };

interface DiffViewProps {
  readonly sections: readonly DiffSection[];
}

/**
 * What changes, file by file, as tall as it is up to a limit. Only what is seen is drawn. Keys, once it has the focus: n and p go from file to
 * file, left and right fold and unfold.
 */
export const DiffView = ({ sections }: DiffViewProps) => {
  const t = useTexts("diff");
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  /** The file that gets the focus as soon as it is drawn. */
  const aim = useRef<number | null>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const read = useMemo(() => sections.map(readSection), [sections]);
  const rows = useMemo(() => rowsOf(read, folded), [read, folded]);
  const longest = useMemo(() => Math.min(2000, Math.max(0, ...read.map(({ longestLine }) => longestLine))), [read]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[rows[index]?.type ?? "line"],
    getItemKey: (index) => {
      const row = rows[index];
      return row?.type === "section" ? row.section.key : index;
    },
    overscan: 24,
  });
  const headId = (position: number) => `${id}-${position}`;
  const fold = (key: string, close: boolean) => {
    const next = new Set(folded);
    if (close) next.add(key);
    else next.delete(key);
    setFolded(next);
    // Heights depend on what stands at an index, and that has just changed.
    requestAnimationFrame(() => virtualizer.measure());
  };
  const foldAll = (close: boolean) => {
    setFolded(new Set(close ? read.map(({ key }) => key) : []));
    requestAnimationFrame(() => virtualizer.measure());
  };
  const focusAim = () => {
    if (aim.current === null) return;
    const head = document.getElementById(headId(aim.current));
    if (head === null && document.activeElement === scroller.current) return;
    if (document.activeElement === scroller.current) head?.focus();
    aim.current = null;
  };
  useLayoutEffect(focusAim);
  const focusSection = (position: number) => {
    const index = rows.findIndex((row) => row.type === "section" && row.position === position);
    if (index < 0) return;
    // The file left behind may go out of the drawing together with its focus; until the next one is drawn, keys are taken here.
    aim.current = position;
    scroller.current?.focus({ preventScroll: true });
    virtualizer.scrollToIndex(index, { align: "auto" });
    focusAim();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const current = aim.current ?? read.findIndex((_section, position) => document.activeElement?.id === headId(position));
    if (event.key === "n" || event.key === "p") focusSection(current < 0 ? 0 : current + (event.key === "n" ? 1 : -1));
    else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && current >= 0)
      fold(read[current]?.key ?? "", event.key === "ArrowLeft");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section aria-label={t("label")} className="overflow-hidden rounded-medium border border-line bg-canvas">
      <header className="flex h-9 items-center gap-2 bg-surface pr-1.5 pl-3">
        <p className="flex-1 text-small text-ink-faint tabular-nums">{t("count", { count: sections.length })}</p>
        {sections.length > 1 && (
          <span className="hidden items-center gap-1.5 text-micro text-ink-faint sm:flex">
            <Keys keys="n" />
            <Keys keys="p" />
            {t("keys")}
          </span>
        )}
        <Button size="small" tone="quiet" onClick={() => foldAll(folded.size === 0)}>
          {t(folded.size === 0 ? "collapse" : "expand")}
        </Button>
      </header>
      <div
        ref={scroller}
        // What scrolls has to be reachable by keyboard.
        tabIndex={0}
        role="group"
        aria-label={t("label")}
        data-testid="diff"
        onKeyDown={onKeyDown}
        className="@container max-h-[min(34rem,62vh)] overflow-auto focus-visible:-outline-offset-2"
      >
        <div
          className="relative [--diff-width:100cqw]"
          style={{ height: virtualizer.getTotalSize(), minWidth: `max(100%, calc(${longest}ch + 8.5rem))` }}
        >
          {virtualizer.getVirtualItems().map(({ index, key, start, size }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <div key={key} className="absolute inset-x-0 top-0" style={{ transform: `translateY(${start}px)`, height: size }}>
                {row.type === "section" && (
                  <DiffSectionRow row={row} id={headId(row.position)} onToggle={() => fold(row.section.key, row.open)} />
                )}
                {row.type === "line" && <DiffLineRow {...row} />}
                {row.type === "gap" && (
                  <div className="flex h-6 items-center bg-sunken pl-25 text-micro text-ink-faint">
                    {row.lineCount === null ? t("gapUnknown") : t("gap", { count: row.lineCount })}
                  </div>
                )}
                {row.type === "note" && <p className="flex h-8 items-center pl-12 text-small text-ink-faint">{row.text}</p>}
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
};
