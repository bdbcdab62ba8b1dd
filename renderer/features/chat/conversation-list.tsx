import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { formatMonth } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { useChat } from "./chat-context.tsx";
import { groupConversations, type GroupLabel } from "./conversation-groups.ts";
import { ConversationRow } from "./conversation-row.tsx";

/** "Today" has to become "Yesterday" in a window that stays open. */
const lookAgainMs = 10 * 60_000;

const useNowMs = (): number => {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), lookAgainMs);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
};

export const ConversationList = ({ activeId }: { readonly activeId: string | null }) => {
  const t = useTexts("chat");
  const { conversations } = useChat();
  const { conversations: all, hidden, loaded, more, problem } = useStore(conversations.store);
  useEffect(() => void conversations.load(), [conversations]);
  const nowMs = useNowMs();
  const groups = useMemo(
    () =>
      groupConversations(
        all.filter(({ id }) => !hidden.has(id)),
        nowMs,
      ),
    [all, hidden, nowMs],
  );

  const labelText = (label: GroupLabel): string => {
    if (label.type === "month") return formatMonth(label.startMs);
    return t(label.type === "previous-days" ? "list.previousDays" : `list.${label.type}`);
  };

  return (
    <nav aria-label={t("list.label")} className="flex flex-col gap-4 px-2 pb-4">
      {groups.map(({ label, conversations: members }) => (
        <section key={labelText(label)} aria-label={labelText(label)}>
          <h2 className="px-2.5 pb-1 text-micro font-medium text-ink-faint">{labelText(label)}</h2>
          <ul className="flex flex-col gap-px">
            {members.map((conversation) => (
              <ConversationRow key={conversation.id} conversation={conversation} active={conversation.id === activeId} />
            ))}
          </ul>
        </section>
      ))}
      {loaded && groups.length === 0 && (
        <p className="px-2.5 pt-1 text-note text-ink-faint">{problem === null ? t("list.empty") : errorText(problem).title}</p>
      )}
      {more && (
        <Button size="small" tone="quiet" onClick={() => void conversations.loadMore()}>
          {t("list.older")}
        </Button>
      )}
    </nav>
  );
};
