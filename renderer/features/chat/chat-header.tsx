import { Ellipsis } from "lucide-react";
import type { Conversation } from "#core/chat/schema";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { useConversationMenu } from "./use-conversation-menu.tsx";

export const ChatHeader = ({ conversation }: { readonly conversation: Conversation }) => {
  const t = useTexts("chat");
  const { entries, dialog } = useConversationMenu(conversation);
  const title = conversation.title || t("list.untitled");
  return (
    <header className="flex h-12 shrink-0 items-center gap-2 border-b border-line/60 pr-3 pl-4 sm:pl-6">
      <h1 className="min-w-0 flex-1 truncate font-medium">{title}</h1>
      <Menu trigger={<IconButton icon={Ellipsis} label={t("list.actions", { title })} />} entries={entries} />
      {dialog}
    </header>
  );
};
