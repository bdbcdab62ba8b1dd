import { Archive, ArchiveRestore, Braces, FileDown, FolderInput, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { Conversation } from "#core/chat/schema";
import { useClient } from "../../bridge/index.ts";
import type { MenuEntry } from "../../ui/menu.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { useChat } from "./chat-context.tsx";
import { exportConversation } from "./export-conversation.ts";
import { NewFolderDialog } from "./folder-dialog.tsx";
import { useMoveEntries } from "./move-entries.ts";
import { RenameDialog } from "./rename-dialog.tsx";

interface ConversationMenu {
  readonly entries: readonly (MenuEntry | "line")[];
  /** Drawn beside the menu: what an entry may ask. */
  readonly dialog: ReactNode;
  readonly rename: () => void;
}

/** What can be done with a whole conversation, and the dialog it may need. */
export const useConversationMenu = (conversation: Conversation): ConversationMenu => {
  const t = useTexts("chat");
  const client = useClient();
  const { actions } = useChat();
  const [asking, setAsking] = useState<"title" | "folder" | null>(null);
  const moveEntries = useMoveEntries([conversation], () => setAsking("folder"));
  const { archived, id, pinned } = conversation;
  const rename = () => setAsking("title");
  const close = () => setAsking(null);

  const place: readonly (MenuEntry | "line")[] = archived
    ? [{ label: t("list.bringBack"), icon: ArchiveRestore, onSelect: () => actions.bringBack([conversation]) }]
    : [
        pinned
          ? { label: t("list.unpin"), icon: PinOff, onSelect: () => actions.pin(conversation, false) }
          : { label: t("list.pin"), icon: Pin, onSelect: () => actions.pin(conversation, true) },
        { label: t("list.move"), icon: FolderInput, entries: moveEntries },
        { label: t("list.archive"), icon: Archive, onSelect: () => actions.archive([conversation]) },
      ];
  return {
    rename,
    entries: [
      { label: t("list.rename"), icon: Pencil, shortcut: "F2", onSelect: rename },
      ...place,
      "line",
      { label: t("list.exportMarkdown"), icon: FileDown, onSelect: () => void exportConversation(client, id, "markdown") },
      { label: t("list.exportJson"), icon: Braces, onSelect: () => void exportConversation(client, id, "json") },
      "line",
      { label: t("list.remove"), icon: Trash2, tone: "danger", onSelect: () => actions.remove([conversation]) },
    ],
    dialog: (
      <>
        {asking === "title" && <RenameDialog conversation={conversation} onClose={close} />}
        {asking === "folder" && <NewFolderDialog conversations={[conversation]} onClose={close} />}
      </>
    ),
  };
};
