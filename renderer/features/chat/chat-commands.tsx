import {
  Archive,
  ArchiveRestore,
  Braces,
  FileDown,
  FolderInput,
  FolderMinus,
  FolderPlus,
  Pencil,
  Pin,
  PinOff,
  Search,
  Trash2,
} from "lucide-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { Conversation } from "#core/chat/schema";
import { useClient } from "../../bridge/index.ts";
import { useCommandsOf, type AppCommand } from "../../ui/commands.ts";
import { goTo, parseRoute } from "../../ui/route.ts";
import { useChat } from "./chat-context.tsx";
import { exportConversation } from "./conversations/export-conversation.ts";
import { NewFolderDialog } from "./conversations/folder-dialog.tsx";
import { openFind } from "./finding/open-find.ts";
import { RenameDialog } from "./conversations/rename-dialog.tsx";
import { useHash } from "./use-hash.ts";

/** The conversation on the screen, as it is now; null on any other screen and before it was read. */
const useOpenConversation = (): Conversation | null => {
  const { conversations, views } = useChat();
  const hash = useHash();
  const route = parseRoute(hash);
  const id = route.screen === "chat" ? route.conversationId : "";
  const listed = useStore(conversations.store, (state) => state.conversations.find((entry) => entry.id === id));
  const read = useStore(views.store, (all) => all[id]?.thread?.conversation);
  return read ?? listed ?? null;
};

/** What can be done with conversations from the palette and by key, on every screen. Draws only what a command asks for. */
export const ChatCommands = () => {
  const client = useClient();
  const { actions, conversations, find } = useChat();
  const open = useOpenConversation();
  const folders = useStore(conversations.store, (state) => state.folders);
  const [asking, setAsking] = useState<{ readonly what: "title" | "folder"; readonly of: Conversation | null } | null>(null);

  const always: AppCommand[] = [
    {
      id: "chat.find",
      title: (t) => t("find.open"),
      group: "chat",
      icon: Search,
      keys: "mod+f",
      enabled: open !== null,
      run: () => open !== null && openFind(find, open.id),
    },
    {
      id: "chat.archived",
      title: (t) => t("archive.title"),
      group: "go",
      icon: Archive,
      run: () => goTo({ screen: "archived" }),
    },
    {
      id: "chat.new-folder",
      title: (t) => t("folder.newEllipsis"),
      group: "chat",
      icon: FolderPlus,
      run: () => setAsking({ what: "folder", of: null }),
    },
  ];
  const ofOpen = (conversation: Conversation): AppCommand[] => {
    const { archived, folderId, id, pinned } = conversation;
    const places: AppCommand[] = archived
      ? [
          {
            id: "chat.bring-back",
            title: (t) => t("list.bringBack"),
            group: "chat",
            icon: ArchiveRestore,
            run: () => actions.bringBack([conversation]),
          },
        ]
      : [
          pinned
            ? { id: "chat.unpin", title: (t) => t("list.unpin"), group: "chat", icon: PinOff, run: () => actions.pin(conversation, false) }
            : { id: "chat.pin", title: (t) => t("list.pin"), group: "chat", icon: Pin, run: () => actions.pin(conversation, true) },
          { id: "chat.archive", title: (t) => t("list.archive"), group: "chat", icon: Archive, run: () => actions.archive([conversation]) },
          ...folders
            .filter((folder) => folder.id !== folderId)
            .map((folder): AppCommand => ({
              id: `chat.move-to.${folder.id}`,
              title: (t) => t("folder.moveTo", { name: folder.name }),
              group: "chat",
              icon: FolderInput,
              run: () => actions.move([conversation], folder),
            })),
          {
            id: "chat.move-to-new",
            title: (t) => t("folder.moveToNew"),
            group: "chat",
            icon: FolderPlus,
            run: () => setAsking({ what: "folder", of: conversation }),
          },
        ];
    const out: AppCommand[] =
      folderId === null
        ? []
        : [
            {
              id: "chat.unfile",
              title: (t) => t("folder.none"),
              group: "chat",
              icon: FolderMinus,
              run: () => actions.move([conversation], null),
            },
          ];
    return [
      {
        id: "chat.rename",
        title: (t) => t("list.renameTitle"),
        group: "chat",
        icon: Pencil,
        run: () => setAsking({ what: "title", of: conversation }),
      },
      ...places,
      ...out,
      {
        id: "chat.export-markdown",
        title: (t) => t("list.exportMarkdown"),
        group: "chat",
        icon: FileDown,
        run: () => void exportConversation(client, id, "markdown"),
      },
      {
        id: "chat.export-json",
        title: (t) => t("list.exportJson"),
        group: "chat",
        icon: Braces,
        run: () => void exportConversation(client, id, "json"),
      },
      { id: "chat.delete", title: (t) => t("list.removeThis"), group: "chat", icon: Trash2, run: () => actions.remove([conversation]) },
    ];
  };
  useCommandsOf("chat", open === null ? always : [...always, ...ofOpen(open)]);

  const close = () => setAsking(null);
  if (asking === null) return null;
  if (asking.what === "folder") return <NewFolderDialog conversations={asking.of === null ? [] : [asking.of]} onClose={close} />;
  return asking.of === null ? null : <RenameDialog conversation={asking.of} onClose={close} />;
};
