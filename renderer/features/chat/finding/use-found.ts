import { useEffect, useEffectEvent, useMemo, type RefObject } from "react";
import { useStore } from "zustand";
import { findWords } from "#core/chat/schema";
import { useChat } from "../chat-context.tsx";
import { foundRanges } from "./found-ranges.ts";

/** Distance from the edges at which a found text counts as seen, in pixels. */
const edge = 48;
/** Where on the screen a found text is brought, as a share of its height. */
const goal = 0.35;

interface FoundDeps {
  readonly conversationId: string;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Brings a message into view that may not be drawn yet. */
  readonly reveal: (position: number) => void;
}

const bring = (scroller: HTMLElement, range: Range): void => {
  const [text, frame] = [range.getBoundingClientRect(), scroller.getBoundingClientRect()];
  if (text.top >= frame.top + edge && text.bottom <= frame.bottom - edge) return;
  scroller.scrollTop += text.top - frame.top - frame.height * goal;
};

/** Paints what is looked for in the messages that are drawn, and brings the place somebody stands at into view. */
export const useFound = ({ conversationId, scroller, reveal }: FoundDeps): void => {
  const { find } = useChat();
  const state = useStore(find.store, (all) => (all.state?.conversationId === conversationId ? all.state : null));
  const query = state?.query ?? "";
  const by = state?.by ?? "text";
  const search = useMemo(() => (query.trim() === "" ? null : findWords(query, by)), [query, by]);
  const known = state?.matches !== null && state?.matches !== undefined;
  const position = state?.at?.position ?? null;
  const occurrence = state?.at?.occurrence ?? 0;
  const moves = state?.moves ?? 0;

  /** Answers the range of the place somebody stands at, where its message is drawn. */
  const paint = useEffectEvent((): Range | null => {
    const all = new Highlight();
    let here: Range | null = null;
    for (const row of scroller.current?.querySelectorAll("[data-index]") ?? []) {
      // A message that is still being read says nothing about itself.
      if (search === null || row.querySelector("article") === null) continue;
      const index = Number(row.getAttribute("data-index"));
      const ranges = foundRanges(row, search);
      for (const range of ranges) all.add(range);
      if (index === position) here = ranges[Math.min(occurrence, ranges.length - 1)] ?? null;
      if (known) find.seen(index, ranges.length);
    }
    CSS.highlights.set("found", all);
    CSS.highlights.set("found-here", here === null ? new Highlight() : new Highlight(here));
    return here;
  });
  const goThere = useEffectEvent((to: number) => reveal(to));

  useEffect(() => {
    const box = scroller.current;
    if (search === null || box === null) return;
    let frame = 0;
    // A place is brought into view when it is first seen, and again while its surroundings take their size.
    let brought = 0;
    const draw = () => {
      frame = 0;
      const here = paint();
      if (here === null || brought > 3) return;
      brought += 1;
      bring(box, here);
    };
    const later = () => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    const observer = new MutationObserver(later);
    observer.observe(box, { childList: true, subtree: true, characterData: true });
    if (paint() === null && position !== null) goThere(position);
    later();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [search, known, position, occurrence, moves, scroller]);

  useEffect(() => {
    if (search === null) return;
    return () => {
      CSS.highlights.delete("found");
      CSS.highlights.delete("found-here");
    };
  }, [search]);
};
