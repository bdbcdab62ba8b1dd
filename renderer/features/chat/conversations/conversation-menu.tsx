import { Archive, ArchiveRestore, Braces, FileDown, FolderInput, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import type { Conversation } from "#core/chat/schema";
import { useClient } from "../../../bridge/index.ts";
import { EntryList, type MenuEntries } from "../../../ui/menu.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import { exportConversation } from "./export-conversation.ts";
import { NewFolderDialog } from "./folder-dialog.tsx";
import { useMoveEntries } from "./move-entries.ts";
import { RenameDialog } from "./rename-dialog.tsx";

/** What has to be asked before it can be done. */
export type Asking = "title" | "folder";

interface ConversationEntriesProps {
  readonly conversation: Conversation;
  readonly onAsk: (asking: Asking) => void;
}

/** What can be done with a whole conversation: the content of a menu. */
export const ConversationEntries = ({ conversation, onAsk }: ConversationEntriesProps) => {
  const t = useTexts("chat");
  const client = useClient();
  const { actions } = useChat();
  const moveEntries = useMoveEntries([conversation], () => onAsk("folder"));
  const { archived, id, pinned } = conversation;

  const place: MenuEntries = archived
    ? [{ label: t("list.bringBack"), icon: ArchiveRestore, onSelect: () => actions.bringBack([conversation]) }]
    : [
        pinned
          ? { label: t("list.unpin"), icon: PinOff, onSelect: () => actions.pin(conversation, false) }
          : { label: t("list.pin"), icon: Pin, onSelect: () => actions.pin(conversation, true) },
        { label: t("list.move"), icon: FolderInput, entries: moveEntries },
        { label: t("list.archive"), icon: Archive, onSelect: () => actions.archive([conversation]) },
      ];
  return (
    <EntryList
      entries={[
        { label: t("list.rename"), icon: Pencil, shortcut: "F2", onSelect: () => onAsk("title") },
        ...place,
        "line",
        { label: t("list.exportMarkdown"), icon: FileDown, onSelect: () => void exportConversation(client, id, "markdown") },
        { label: t("list.exportJson"), icon: Braces, onSelect: () => void exportConversation(client, id, "json") },
        "line",
        { label: t("list.remove"), icon: Trash2, tone: "danger", onSelect: () => actions.remove([conversation]) },
      ]}
    />
  );
};

interface ConversationDialogProps {
  readonly conversation: Conversation;
  readonly asking: Asking | null;
  readonly onClose: () => void;
}

/** What an entry of the menu asks; drawn outside of the menu, which is gone by then. */
export const ConversationDialog = ({ conversation, asking, onClose }: ConversationDialogProps) => {
  if (asking === null) return null;
  if (asking === "title") return <RenameDialog conversation={conversation} onClose={onClose} />;
  return <NewFolderDialog conversations={[conversation]} onClose={onClose} />;
};
