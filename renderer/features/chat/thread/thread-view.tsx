import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { Bubble } from "../../../ui/bubble.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat, useView } from "../chat-context.tsx";
import { MessageRow, type MessageActions } from "./message-row.tsx";
import { PictureStrip } from "./picture-strip.tsx";
import type { Thread } from "./thread.ts";
import { useFound } from "../finding/use-found.ts";
import { useKeptEnd } from "./use-kept-end.ts";
import { useSettledEnd } from "./use-settled-end.ts";

interface ThreadViewProps {
  readonly thread: Thread;
  readonly busy: boolean;
  readonly actions: MessageActions;
  /** The position to bring into view, once; the end when null. */
  readonly focusPosition: number | null;
}

/** Messages that lie this far outside of the window are read ahead. */
const readAhead = 12;

/** Heights before a row is measured: questions are short, answers are not. */
const estimateSize = (position: number): number => (position % 2 === 0 ? 84 : 240);
const averageSize = 162;

export const ThreadView = ({ thread, busy, actions, focusPosition }: ThreadViewProps) => {
  const t = useTexts("chat");
  const chat = useChat();
  const { id } = thread.conversation;
  const asking = useView(id, (view) => view.asking);
  const editing = useView(id, (view) => view.editing?.messageId ?? null);
  const scroller = useRef<HTMLDivElement>(null);
  const count = thread.messages.length + (asking === null ? 0 : 1);
  const { messages } = thread;
  // A new function makes the virtualiser lay out all rows again, so it changes with the messages only.
  const getItemKey = useCallback((position: number) => messages[position]?.id ?? `at-${position}`, [messages]);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize,
    getItemKey,
    // The first frame already stands at the end: nothing at the beginning is drawn or read in vain.
    initialOffset: () => (focusPosition ?? count) * averageSize,
    overscan: 3,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: 64,
    paddingStart: 20,
    paddingEnd: 12,
  });

  useLayoutEffect(() => {
    if (focusPosition !== null) virtualizer.scrollToIndex(focusPosition, { align: "start" });
  }, [virtualizer, focusPosition]);
  useSettledEnd(scroller, focusPosition === null);
  useKeptEnd(scroller);
  useFound({ conversationId: id, scroller, reveal: (position) => virtualizer.scrollToIndex(position, { align: "center" }) });

  // Whoever asks wants to see the answer, wherever they had scrolled to.
  useEffect(() => {
    if (asking !== null) virtualizer.scrollToEnd();
  }, [virtualizer, asking]);

  // Somebody came to edit a question by key, wherever it stands; it is brought into view once.
  const brought = useRef<string | null>(null);
  useEffect(() => {
    if (brought.current === editing) return;
    brought.current = editing;
    const position = messages.findLastIndex((message) => message !== undefined && message.id === editing);
    if (position !== -1 && !virtualizer.getVirtualItems().some(({ index }) => index === position)) virtualizer.scrollToIndex(position);
  }, [virtualizer, editing, messages]);

  const items = virtualizer.getVirtualItems();
  const first = items.at(0)?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    void chat.need(id, first - readAhead, last + readAhead);
  }, [chat, id, first, last, thread]);

  const away = count > 0 && !virtualizer.isAtEnd(200);
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label={t("thread.label")}
        aria-live="off"
        tabIndex={-1}
        className="h-full overflow-y-auto outline-none [overflow-anchor:none]"
      >
        <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
          {items.map((item) => (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              className="absolute top-0 left-0 w-full px-4 sm:px-6"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <div className="mx-auto max-w-184">
                {item.index === thread.messages.length && asking !== null ? (
                  <div className="flex flex-col items-end pt-2 pb-8">
                    {asking.images.length > 0 && (
                      <div className="mb-1.5 max-w-[85%]">
                        <PictureStrip images={asking.images} side="end" />
                      </div>
                    )}
                    <Bubble text={asking.text} pale />
                  </div>
                ) : (
                  <MessageRow message={thread.messages[item.index]} busy={busy} actions={actions} />
                )}
              </div>
            </div>
          ))}
        </div>
      </div>
      {away && (
        <button
          type="button"
          aria-label={t("thread.latest")}
          onClick={() => virtualizer.scrollToEnd({ behavior: "smooth" })}
          className="absolute bottom-3 left-1/2 grid size-9 -translate-x-1/2 animate-appear place-items-center rounded-full border border-line bg-surface text-ink-soft shadow-raised hover:text-ink"
        >
          <ArrowDown aria-hidden size={16} />
        </button>
      )}
    </div>
  );
};
