import { Ellipsis, Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Conversation } from "#core/chat/schema";
import { Badge } from "../../ui/badge.tsx";
import { useKeysOf } from "../../ui/commands.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { hrefOf } from "../../ui/route.ts";
import { useTexts } from "../../ui/i18n.ts";
import { useChat } from "./chat-context.tsx";
import { ConversationDialog, ConversationEntries, type Asking } from "./conversations/conversation-menu.tsx";
import { FindBar } from "./finding/find-bar.tsx";
import { openFind } from "./finding/open-find.ts";

/** What is before the person's eyes is read: also an answer that ends there. */
const useMarkRead = ({ id, unread }: Conversation): void => {
  const { conversations } = useChat();
  useEffect(() => {
    if (!unread) return;
    const look = () => {
      if (document.visibilityState === "visible" && document.hasFocus()) void conversations.markRead(id);
    };
    look();
    window.addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      window.removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [conversations, id, unread]);
};

/** The folder it lies in, and that it is archived. */
const Place = ({ conversation }: { readonly conversation: Conversation }) => {
  const t = useTexts("chat");
  const { conversations } = useChat();
  const folder = useStore(conversations.store, ({ folders }) => folders.find(({ id }) => id === conversation.folderId));
  return (
    <>
      {folder !== undefined && <span className="max-w-48 shrink-0 truncate text-note text-ink-faint">{folder.name}</span>}
      {conversation.archived && (
        <a href={hrefOf({ screen: "archived" })} className="shrink-0 rounded-full">
          <Badge>{t("archive.mark")}</Badge>
        </a>
      )}
    </>
  );
};

export const ChatHeader = ({ conversation }: { readonly conversation: Conversation }) => {
  const t = useTexts("chat");
  const { find } = useChat();
  const [asking, setAsking] = useState<Asking | null>(null);
  const findKeys = useKeysOf("chat.find");
  useMarkRead(conversation);
  const title = conversation.title || t("list.untitled");
  return (
    <>
      <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line/60 pr-3 pl-4 sm:pl-6">
        <h1 className="min-w-0 truncate font-medium">{title}</h1>
        <Place conversation={conversation} />
        <span className="flex-1" />
        <IconButton icon={Search} label={t("find.open")} shortcut={findKeys} onClick={() => openFind(find, conversation.id)} />
        <Menu trigger={<IconButton icon={Ellipsis} label={t("list.actions", { title })} />}>
          <ConversationEntries conversation={conversation} onAsk={setAsking} />
        </Menu>
        <ConversationDialog conversation={conversation} asking={asking} onClose={() => setAsking(null)} />
      </header>
      <FindBar conversationId={conversation.id} />
    </>
  );
};
