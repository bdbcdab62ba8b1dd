import { Ellipsis } from "lucide-react";
import { memo, useState, type KeyboardEvent, type MouseEvent } from "react";
import type { Conversation, Folder } from "#core/chat/schema";
import { classNames } from "../../../ui/class-names.ts";
import { Menu } from "../../../ui/menu.tsx";
import { hrefOf } from "../../../ui/route.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { ConversationDialog, ConversationEntries, type Asking } from "./conversation-menu.tsx";
import { ConversationMarks } from "./conversation-marks.tsx";
import { useListDrag, type DropPlace } from "./list-drag.ts";

interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly active: boolean;
  readonly selected: boolean;
  /** Its place among those of its section, from 1, and their number. */
  readonly place: number;
  readonly of: number;
  /** The folder it is shown in here. */
  readonly folder: Folder | null;
  /** The one line of the list that the Tab key stops at. */
  readonly isStop: boolean;
  readonly index: number;
  /** Where it is drawn and how high it is, in pixels: plain numbers, so that scrolling draws no line anew. */
  readonly top: number;
  readonly height: number;
  readonly section: string;
  /** Chosen with Ctrl or Shift held: part of a selection, and not opened. */
  readonly onPick: (index: number, how: "one" | "range") => void;
  readonly onRemove: (conversation: Conversation) => void;
}

const dropOf = (folder: Folder | null, section: string): DropPlace => {
  if (folder !== null) return { type: "folder", folder };
  return { type: section === "pinned" ? "pinned" : "unfiled" };
};

const lookOf = (selected: boolean, active: boolean): string => {
  if (selected) return "bg-accent-soft text-ink inset-ring inset-ring-accent/50";
  return active ? "bg-active text-ink" : "text-ink-soft hover:bg-hover hover:text-ink";
};

export const ConversationRow = memo((props: ConversationRowProps) => {
  const { active, conversation, folder, height, index, isStop, of, onPick, onRemove, place, section, selected, top } = props;
  const t = useTexts("chat");
  const drag = useListDrag();
  const [menuOpen, setMenuOpen] = useState(false);
  const [asking, setAsking] = useState<Asking | null>(null);
  const title = conversation.title || t("list.untitled");
  const bold = conversation.unread && !active;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "F2") setAsking("title");
    else if (event.key === "Delete") onRemove(conversation);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) setMenuOpen(true);
    else if (event.key === " ") onPick(index, event.shiftKey ? "range" : "one");
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
    event.preventDefault();
    onPick(index, event.shiftKey ? "range" : "one");
  };
  const trigger = (
    <button
      type="button"
      tabIndex={isStop ? 0 : -1}
      aria-label={t("list.actions", { title })}
      className="absolute top-1 right-1 grid size-6 place-items-center rounded-small text-ink-faint opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 hover:bg-active hover:text-ink data-[state=open]:opacity-100"
    >
      <Ellipsis aria-hidden size={15} />
    </button>
  );
  return (
    <li
      style={{ height, transform: `translateY(${top}px)` }}
      aria-setsize={of}
      aria-posinset={place}
      data-index={index}
      className={classNames("group absolute top-0 left-0 w-full", folder !== null && "pl-6")}
      {...drag.land(section, dropOf(folder, section))}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenuOpen(true);
      }}
    >
      <div className="relative">
        <a
          href={hrefOf({ screen: "chat", conversationId: conversation.id, messageId: null })}
          aria-current={active ? "page" : undefined}
          title={title}
          data-stop
          tabIndex={isStop ? 0 : -1}
          onClick={onClick}
          onKeyDown={onKeyDown}
          {...drag.take(conversation)}
          className={classNames(
            "flex h-8 items-center gap-2 rounded-medium pr-8 pl-2.5 text-base transition-colors duration-100 focus-visible:-outline-offset-2",
            lookOf(selected, active),
          )}
        >
          <span className={classNames("min-w-0 flex-1 truncate", bold && "font-semibold text-ink")}>{title}</span>
          {selected && <span className="sr-only">, {t("list.selected")}</span>}
          <ConversationMarks conversation={conversation} active={active} />
        </a>
        <Menu align="start" open={menuOpen} onOpenChange={setMenuOpen} trigger={trigger}>
          <ConversationEntries conversation={conversation} onAsk={setAsking} />
        </Menu>
      </div>
      <ConversationDialog conversation={conversation} asking={asking} onClose={() => setAsking(null)} />
    </li>
  );
});
ConversationRow.displayName = "ConversationRow";
