import { useEffect, useMemo, useState } from "react";
import type { ConversationId, MessageId } from "#core/chat/schema";
import type { SourceItem } from "../../../ui/source-item.ts";
import { useChat } from "../chat-context.tsx";
import { composerId } from "../composer/composer-id.ts";
import { locate } from "./locate.ts";
import type { MessageActions } from "./message-row.tsx";

/** Opens a conversation and says at which position to show it: a message somebody came for, or null for the end. */
export const useConversation = (id: ConversationId, messageId: string | null): number | null | "looking" => {
  const chat = useChat();
  const [focus, setFocus] = useState<{ readonly of: string; readonly position: number | null } | null>(null);
  const wanted = `${id}/${messageId ?? ""}`;
  useEffect(() => {
    let gone = false;
    const look = async () => {
      await chat.open(id);
      const position = messageId === null ? null : await locate(chat, id, messageId as MessageId);
      if (!gone) setFocus({ of: wanted, position });
    };
    void look();
    return () => {
      gone = true;
    };
  }, [chat, id, messageId, wanted]);
  return focus?.of === wanted ? focus.position : "looking";
};

/** The row of another version is a new one, so that the focus would be lost with the old. */
const focusMessage = (messageId: MessageId): void => {
  requestAnimationFrame(() => {
    const row = document.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`);
    if (row?.contains(document.activeElement) === false) row.focus({ preventScroll: true });
  });
};

/** What the messages of a conversation can ask for; the same object for as long as the conversation is open. */
export const useMessageActions = (
  id: ConversationId,
  onOpenSource: (sources: readonly SourceItem[], position: number) => void,
  onSaveAsPrompt: ((text: string) => void) | null,
): MessageActions => {
  const chat = useChat();
  return useMemo(
    () => ({
      onEdit: (messageId, text, isPrivate) => void chat.edit(id, messageId, text, isPrivate),
      onEditing: (messageId, text) => {
        chat.views.patch(id, { editing: text === null ? null : { messageId, text } });
        if (text === null) document.getElementById(composerId)?.focus({ preventScroll: true });
      },
      onRegenerate: (messageId, modelId) => void chat.regenerate(id, messageId, modelId),
      onSelect: (messageId) => void chat.select(id, messageId).then(() => focusMessage(messageId)),
      onOpenSource,
      onSaveAsPrompt,
    }),
    [chat, id, onOpenSource, onSaveAsPrompt],
  );
};
