import { useEffect, useEffectEvent, type RefObject } from "react";
import { follow, useBridge } from "../../bridge/index.ts";
import { goTo } from "../../ui/route.ts";
import type { Quick } from "./quick.ts";

/** In a browser the prompt may stand in a small window of its own, opened by the interface; that one is brought forward. */
const openerOf = (): Window | null => {
  const opener = window.opener as Window | null;
  return opener !== null && !opener.closed ? opener : null;
};

/** The window around the prompt: comes into view, takes the cursor, grows with its content, hides, and hands over to the main one. */
export const useQuickWindow = (quick: Quick, box: RefObject<HTMLTextAreaElement | null>, frame: RefObject<HTMLElement | null>) => {
  const { shell } = useBridge();

  const takeCursor = useEffectEvent(() => {
    const { busy, text, turn } = quick.store.getState();
    // Whoever comes back to a finished answer has a new question.
    if (turn !== null && !busy && text === "") quick.startAnew();
    box.current?.focus({ preventScroll: true });
  });

  useEffect(() => {
    const focus = () => box.current?.focus({ preventScroll: true });
    focus();
    window.addEventListener("focus", focus);
    return () => window.removeEventListener("focus", focus);
  }, [box]);

  useEffect(() => {
    if (shell === null) return;
    const controller = new AbortController();
    void follow(
      (signal) => shell.requests({ window: "quick" }, { signal }),
      (request) => {
        if (request.type === "shown") takeCursor();
        if (request.type === "fill") quick.fill(request.text);
      },
      controller.signal,
    );
    return () => controller.abort();
  }, [shell, quick]);

  useEffect(() => {
    const element = frame.current;
    if (shell === null || element === null) return;
    const observer = new ResizeObserver(() => void shell.resizeQuick({ heightPx: Math.ceil(element.getBoundingClientRect().height) }));
    observer.observe(element);
    return () => observer.disconnect();
  }, [shell, frame]);

  return {
    hide: () => {
      if (shell !== null) return void shell.hideQuick();
      // Only a window that a script opened may close itself; a tab is emptied instead.
      window.close();
      quick.startAnew();
      quick.write("");
    },
    /** The conversation in the main window, or that window as it is when nothing was asked. */
    continueInMain: () => {
      const { conversationId } = quick.store.getState();
      if (shell !== null) {
        void shell.openMain({ conversationId });
        return quick.startAnew();
      }
      const opener = openerOf();
      const hash = conversationId === null ? "#/" : `#/chat/${conversationId}`;
      if (opener === null)
        return goTo(conversationId === null ? { screen: "new-chat" } : { screen: "chat", conversationId, messageId: null });
      opener.location.hash = hash;
      opener.focus();
      window.close();
    },
  };
};
