import { ArrowDown, ArrowUp, Search, X } from "lucide-react";
import { useEffect, useEffectEvent, useRef } from "react";
import { useStore } from "zustand";
import type { ConversationId } from "#core/chat/schema";
import { errorText } from "../../../ui/error-text.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat, useView } from "../chat-context.tsx";
import { composerId } from "../composer/composer-id.ts";
import { findFieldId } from "./open-find.ts";
import { numberOf, totalOf, type FindState } from "./find-state.ts";

const Count = ({ state }: { readonly state: FindState }) => {
  const t = useTexts("chat");
  if (state.problem !== null) return <span className="text-danger">{errorText(state.problem).title}</span>;
  if (state.matches === null || state.query.trim() === "") return null;
  const total = totalOf(state.matches);
  return total === 0 ? t("find.none") : t("find.place", { number: numberOf(state.matches, state.at), total });
};

/** Looks for words in the conversation that is open. Drawn while somebody does. */
export const FindBar = ({ conversationId }: { readonly conversationId: ConversationId }) => {
  const t = useTexts("chat");
  const { find } = useChat();
  const input = useRef<HTMLInputElement>(null);
  const state = useStore(find.store, (all) => (all.state?.conversationId === conversationId ? all.state : null));
  const messageCount = useView(conversationId, (view) => view.thread?.messages.length ?? 0);
  const answering = useView(conversationId, (view) => view.live !== null);
  const looking = state !== null;
  // Another conversation has nothing of this one's words.
  useEffect(() => () => find.close(), [find, conversationId]);

  const before = useRef({ messageCount, answering });
  useEffect(() => {
    const changed = before.current.messageCount !== messageCount || before.current.answering !== answering;
    before.current = { messageCount, answering };
    if (changed) find.again();
  }, [find, messageCount, answering]);

  const close = () => {
    find.close();
    document.getElementById(composerId)?.focus();
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "F3") {
      event.preventDefault();
      find.step(event.shiftKey ? -1 : 1);
    }
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  useEffect(() => {
    if (!looking) return;
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [looking]);

  if (state === null) return null;
  const none = state.matches === null || state.matches.length === 0;
  return (
    <search
      aria-label={t("find.label")}
      className="flex h-11 shrink-0 animate-appear items-center gap-2 border-b border-line/60 bg-sunken/60 pr-3 pl-4 sm:pl-6"
    >
      <Search aria-hidden size={15} className="shrink-0 text-ink-faint" />
      <input
        ref={input}
        id={findFieldId}
        type="search"
        aria-label={t("find.label")}
        placeholder={t("find.placeholder")}
        autoFocus
        maxLength={400}
        value={state.query}
        onChange={(event) => find.write(event.target.value)}
        onFocus={(event) => event.target.select()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !event.nativeEvent.isComposing) {
            event.preventDefault();
            find.step(event.shiftKey ? -1 : 1);
          }
          if (event.key === "Escape") {
            event.preventDefault();
            close();
          }
        }}
        className="h-8 min-w-0 flex-1 bg-transparent outline-none"
      />
      <span role="status" className="shrink-0 text-note text-ink-soft tabular-nums">
        <Count state={state} />
      </span>
      <IconButton
        icon={ArrowUp}
        size="small"
        label={t("find.previous")}
        shortcut="shift+F3"
        disabled={none}
        onClick={() => find.step(-1)}
      />
      <IconButton icon={ArrowDown} size="small" label={t("find.next")} shortcut="F3" disabled={none} onClick={() => find.step(1)} />
      <IconButton icon={X} size="small" label={t("find.close")} shortcut="escape" onClick={close} />
    </search>
  );
};
