import { Braces, FileDown, Pencil, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { Conversation } from "#core/chat/schema";
import { useClient } from "../../bridge/index.ts";
import { errorText } from "../../ui/error-text.ts";
import type { MenuEntry } from "../../ui/menu.tsx";
import { goTo, parseRoute } from "../../ui/route.ts";
import { showToast } from "../../ui/toast-store.ts";
import { useTexts } from "../../ui/i18n.ts";
import { useChat } from "./chat-context.tsx";
import { exportConversation } from "./export-conversation.ts";
import { RenameDialog } from "./rename-dialog.tsx";

/** What can be done with a whole conversation, and the dialog it may need. */
export const useConversationMenu = (
  conversation: Conversation,
): { readonly entries: readonly (MenuEntry | "line")[]; readonly dialog: ReactNode } => {
  const t = useTexts("chat");
  const client = useClient();
  const { conversations } = useChat();
  const [renaming, setRenaming] = useState(false);
  const { id } = conversation;

  /** Out of sight at once, gone when the undo has passed; closing the window meanwhile keeps it. */
  const remove = () => {
    conversations.hide(id, true);
    const route = parseRoute(location.hash);
    const wasOpen = route.screen === "chat" && route.conversationId === id;
    if (wasOpen) goTo({ screen: "new-chat" });
    showToast({
      title: t("list.removed"),
      text: conversation.title || t("list.untitled"),
      action: {
        label: t("list.undo"),
        onSelect: () => {
          conversations.hide(id, false);
          if (wasOpen) goTo({ screen: "chat", conversationId: id, messageId: null });
        },
      },
      onExpire: () =>
        void conversations.remove(id).then((removed) => {
          if (!removed.ok && removed.error.type !== "ConversationNotFound") showToast({ ...errorText(removed.error), tone: "danger" });
        }),
    });
  };

  return {
    entries: [
      { label: t("list.rename"), icon: Pencil, onSelect: () => setRenaming(true) },
      { label: t("list.exportMarkdown"), icon: FileDown, onSelect: () => void exportConversation(client, id, "markdown") },
      { label: t("list.exportJson"), icon: Braces, onSelect: () => void exportConversation(client, id, "json") },
      "line",
      { label: t("list.remove"), icon: Trash2, tone: "danger", onSelect: remove },
    ],
    dialog: renaming ? <RenameDialog conversation={conversation} onClose={() => setRenaming(false)} /> : null,
  };
};
