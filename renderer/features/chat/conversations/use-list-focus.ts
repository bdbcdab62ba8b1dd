import { useEffect, useEffectEvent, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from "react";
import type { OpenFolders } from "./open-folders.ts";
import { isStop, nextStop, type ListRow } from "./list-rows.ts";

interface ListFocusDeps {
  readonly rows: readonly ListRow[];
  readonly list: RefObject<HTMLElement | null>;
  readonly activeId: string | null;
  readonly openFolders: OpenFolders;
  /** Draws the line where it was out of sight. */
  readonly reveal: (index: number) => void;
  readonly onClear: () => void;
}

const indexOf = (target: EventTarget | null): number =>
  target instanceof Element ? Number(target.closest("[data-index]")?.getAttribute("data-index") ?? -1) : -1;

/** The folder a line belongs to, where the arrow to the left leads. */
const headOf = (rows: readonly ListRow[], index: number): number =>
  rows.findIndex(({ section, type }) => type === "folder" && section === rows[index]?.section);

/** One line of the list takes the Tab key; the arrow keys lead from line to line, open folders and close them. */
export const useListFocus = ({ rows, list, activeId, openFolders, reveal, onClear }: ListFocusDeps) => {
  const [key, setKey] = useState<string | null>(null);
  const within = useRef(false);
  const lastIndex = useRef(0);
  const known = rows.findIndex((row) => row.key === key);
  const open = rows.findIndex((row) => row.type === "conversation" && row.conversation.id === activeId);
  const first = nextStop(rows, -1, 1);
  const stop = known !== -1 ? known : open !== -1 ? open : first;

  const go = (index: number): void => {
    const row = rows[index];
    if (!isStop(row)) return;
    setKey(row.key);
    reveal(index);
    // A line that was out of sight is drawn with the next frame.
    const focus = () => list.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-stop]`)?.focus({ preventScroll: true });
    focus();
    requestAnimationFrame(() => requestAnimationFrame(focus));
  };

  // What had the focus may be gone: archived, moved or deleted. The line in its place takes it over.
  const restore = useEffectEvent(() => {
    if (!within.current || document.activeElement !== document.body) return;
    const at = Math.min(lastIndex.current, rows.length - 1);
    const next = isStop(rows[at]) ? at : nextStop(rows, at, 1);
    go(isStop(rows[next]) ? next : nextStop(rows, at, -1));
  });
  useEffect(() => restore(), [rows]);

  return {
    /** The line that takes the Tab key; -1 where there is none. */
    stop,
    onFocus: (event: FocusEvent): void => {
      // The menus of its lines belong to the list wherever they are drawn.
      within.current = true;
      const index = indexOf(event.target);
      const row = rows[index];
      if (!isStop(row)) return;
      lastIndex.current = index;
      setKey(row.key);
    },
    onBlur: (event: FocusEvent): void => {
      // Nothing takes the focus over where its line is removed: then it is kept here.
      within.current = event.relatedTarget === null ? !event.target.isConnected : list.current?.contains(event.relatedTarget) === true;
    },
    onKeyDown: (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !(event.target instanceof HTMLElement) || event.target.dataset["stop"] === undefined) return;
      const index = indexOf(event.target);
      const row = rows[index];
      if (!isStop(row) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "ArrowDown") go(nextStop(rows, index, 1));
      else if (event.key === "ArrowUp") go(nextStop(rows, index, -1));
      else if (event.key === "Home") go(first);
      else if (event.key === "End") go(nextStop(rows, rows.length, -1));
      else if (event.key === "ArrowRight" && row.type === "folder") openFolders.set(row.folder.id, true);
      else if (event.key === "ArrowLeft" && row.type === "folder") openFolders.set(row.folder.id, false);
      else if (event.key === "ArrowLeft" && headOf(rows, index) !== -1) go(headOf(rows, index));
      else if (event.key === "Escape") return onClear();
      else return;
      event.preventDefault();
    },
  };
};
