import { Ellipsis } from "lucide-react";
import type { Conversation } from "#core/chat/schema";
import { classNames } from "../../ui/class-names.ts";
import { Menu } from "../../ui/menu.tsx";
import { hrefOf } from "../../ui/route.ts";
import { useTexts } from "../../ui/i18n.ts";
import { useView } from "./chat-context.tsx";
import { useConversationMenu } from "./use-conversation-menu.tsx";

interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly active: boolean;
}

export const ConversationRow = ({ conversation, active }: ConversationRowProps) => {
  const t = useTexts("chat");
  const answering = useView(conversation.id, (view) => view.live !== null || view.asking !== null);
  const { entries, dialog } = useConversationMenu(conversation);
  const title = conversation.title || t("list.untitled");
  return (
    <li className="group relative">
      <a
        href={hrefOf({ screen: "chat", conversationId: conversation.id, messageId: null })}
        aria-current={active ? "page" : undefined}
        title={title}
        className={classNames(
          "flex h-8 items-center gap-2 rounded-medium pr-8 pl-2.5 text-base transition-colors duration-100 focus-visible:-outline-offset-2",
          active ? "bg-active text-ink" : "text-ink-soft hover:bg-hover hover:text-ink",
        )}
      >
        {answering && (
          <span role="img" aria-label={t("list.answering")} className="size-1.5 shrink-0 animate-breathe rounded-full bg-accent" />
        )}
        <span className="truncate">{title}</span>
      </a>
      <Menu
        align="start"
        entries={entries}
        trigger={
          <button
            type="button"
            aria-label={t("list.actions", { title })}
            className="absolute top-1 right-1 grid size-6 place-items-center rounded-small text-ink-faint opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 hover:bg-active hover:text-ink data-[state=open]:opacity-100"
          >
            <Ellipsis aria-hidden size={15} />
          </button>
        }
      />
      {dialog}
    </li>
  );
};
