import { defaultRangeExtractor, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { FolderPlus } from "lucide-react";
import { useCallback, useEffect, useRef, useState, type CSSProperties, type RefObject } from "react";
import { useStore } from "zustand";
import type { Conversation } from "#core/chat/schema";
import { classNames } from "../../../ui/class-names.ts";
import { formatMonth } from "../../../ui/format.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import { ConversationRow } from "./conversation-row.tsx";
import { NewFolderDialog } from "./folder-dialog.tsx";
import { FolderRow } from "./folder-row.tsx";
import { useListDrag, type DropPlace } from "./list-drag.ts";
import type { ListRow, SectionLabel } from "./list-rows.ts";
import { useListFocus } from "./use-list-focus.ts";

/** Heights in rem: a line and the gap below it; a heading and the room above it. */
const heights = { conversation: 2.0625, folder: 2.0625, "empty-folder": 2, heading: 2.5 } as const;
/** Nothing stands above the first heading. */
const firstHeading = 1.5;
/** Lines before the end at which the next page is asked for. */
const readAhead = 20;

const useRootSize = (): number => {
  const [size] = useState(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  return size;
};

interface ListLinesProps {
  readonly rows: readonly ListRow[];
  readonly scroller: RefObject<HTMLElement | null>;
  readonly activeId: string | null;
  readonly selected: ReadonlySet<string>;
  readonly onPick: (index: number, how: "one" | "range") => void;
  readonly onClear: () => void;
  readonly onRemove: (conversation: Conversation) => void;
}

export const ListLines = ({ rows, scroller, activeId, selected, onPick, onClear, onRemove }: ListLinesProps) => {
  const t = useTexts("chat");
  const { conversations, openFolders } = useChat();
  const drag = useListDrag();
  const more = useStore(conversations.store, (state) => state.more);
  const rootSize = useRootSize();
  const list = useRef<HTMLDivElement>(null);
  const [naming, setNaming] = useState(false);
  const kept = useRef(-1);

  // New functions make the virtualiser lay out all lines again, so they change with the lines only.
  const estimateSize = useCallback(
    (index: number) =>
      (index === 0 && rows[0]?.type === "heading" ? firstHeading : heights[rows[index]?.type ?? "conversation"]) * rootSize,
    [rows, rootSize],
  );
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  // The line that has the focus stays drawn wherever the list is scrolled to.
  const rangeExtractor = useCallback((range: Range) => {
    const shown = defaultRangeExtractor(range);
    const { current } = kept;
    return current === -1 || current >= range.count || shown.includes(current) ? shown : [...shown, current].toSorted((a, b) => a - b);
  }, []);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize,
    getItemKey,
    rangeExtractor,
    overscan: 6,
  });
  const focus = useListFocus({ rows, list, activeId, openFolders, reveal: (index) => virtualizer.scrollToIndex(index), onClear });
  useEffect(() => {
    kept.current = focus.stop;
  }, [focus.stop]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const nearEnd = more && last >= rows.length - readAhead;
  useEffect(() => {
    if (nearEnd) void conversations.loadMore();
  }, [conversations, nearEnd, rows.length]);

  const labelText = (label: SectionLabel): string => {
    if (label.type === "month") return formatMonth(label.startMs);
    if (label.type === "folder") return label.folder.name;
    return t(label.type === "previous-days" ? "list.previousDays" : `list.${label.type}`);
  };
  const nameOf = (row: ListRow): string => {
    if (row.type === "heading") return labelText(row.label);
    if (row.type === "folder" || row.type === "empty-folder") return row.folder.name;
    if (row.folder !== null) return row.folder.name;
    const head = rows.find(({ key }) => key === row.section);
    return head?.type === "heading" ? labelText(head.label) : "";
  };

  const heading = (row: Extract<ListRow, { type: "heading" }>, index: number, style: CSSProperties) => {
    const { label, section } = row;
    const place: DropPlace = { type: label.type === "pinned" ? "pinned" : "unfiled" };
    return (
      <div
        key={row.key}
        style={style}
        data-index={index}
        className="absolute top-0 left-0 flex w-full items-end pb-1"
        {...(label.type === "folders" ? {} : drag.land(section, place))}
      >
        <h2
          className={classNames(
            "min-w-0 flex-1 truncate rounded-small px-2.5 text-micro font-medium",
            drag.over === section ? "text-accent" : "text-ink-faint",
          )}
        >
          {labelText(label)}
        </h2>
        {label.type === "folders" && (
          <IconButton icon={FolderPlus} size="small" label={t("folder.new")} className="mr-0.5 -mb-1.5" onClick={() => setNaming(true)} />
        )}
      </div>
    );
  };

  const folderCount = rows.filter(({ type }) => type === "folder").length;
  const sections = Map.groupBy(items, ({ index }) => rows[index]?.section ?? "");
  return (
    <div
      ref={list}
      className="relative w-full"
      style={{ height: virtualizer.getTotalSize() }}
      {...{ onFocus: focus.onFocus, onBlur: focus.onBlur, onKeyDown: focus.onKeyDown }}
    >
      {[...sections].map(([section, members]) => {
        const drawn = members.flatMap(({ index, start, size }) => {
          const row = rows[index];
          return row === undefined
            ? []
            : [{ row, index, start, size, style: { height: size, transform: `translateY(${start}px)` } satisfies CSSProperties }];
        });
        const [top] = drawn;
        if (top === undefined) return null;
        const lines = drawn.filter(({ row }) => row.type === "conversation");
        return (
          <div key={section} role="group" aria-label={nameOf(top.row)}>
            {drawn.map(({ row, index, style }) => {
              if (row.type === "heading") return heading(row, index, style);
              if (row.type === "folder")
                return (
                  <FolderRow
                    key={row.key}
                    folder={row.folder}
                    open={row.open}
                    count={row.count}
                    marks={row.marks}
                    section={section}
                    index={index}
                    style={style}
                    first={row.folder.position === 0}
                    last={row.folder.position === folderCount - 1}
                    isStop={index === focus.stop}
                  />
                );
              if (row.type === "empty-folder")
                return (
                  <p
                    key={row.key}
                    style={style}
                    data-index={index}
                    className="absolute top-0 left-0 w-full truncate pl-11 text-note leading-8 text-ink-faint"
                  >
                    {t("folder.empty")}
                  </p>
                );
              return null;
            })}
            {lines.length > 0 && (
              <ul>
                {lines.map(({ row, index, start, size }) =>
                  row.type === "conversation" ? (
                    <ConversationRow
                      key={row.key}
                      conversation={row.conversation}
                      active={row.conversation.id === activeId}
                      selected={selected.has(row.conversation.id)}
                      place={row.place}
                      of={row.of}
                      folder={row.folder}
                      isStop={index === focus.stop}
                      index={index}
                      top={start}
                      height={size}
                      section={section}
                      onPick={onPick}
                      onRemove={onRemove}
                    />
                  ) : null,
                )}
              </ul>
            )}
          </div>
        );
      })}
      {naming && <NewFolderDialog conversations={[]} onClose={() => setNaming(false)} />}
    </div>
  );
};
