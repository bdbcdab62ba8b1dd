import { FolderMinus, FolderPlus } from "lucide-react";
import { useStore } from "zustand";
import type { Conversation } from "#core/chat/schema";
import type { MenuEntry } from "../../../ui/menu.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";

/** Where conversations can be put: every folder, none, or one that is made for them. */
export const useMoveEntries = (moved: readonly Conversation[], onNew: () => void): readonly (MenuEntry | "line")[] => {
  const t = useTexts("chat");
  const { actions, conversations } = useChat();
  const folders = useStore(conversations.store, (state) => state.folders);
  const isIn = (folderId: string) => moved.length > 0 && moved.every((conversation) => conversation.folderId === folderId);
  const some: readonly (MenuEntry | "line")[] = folders.map((folder) => ({
    label: folder.name,
    checked: isIn(folder.id),
    onSelect: () => actions.move(moved, folder),
  }));
  const out: readonly (MenuEntry | "line")[] = moved.some(({ folderId }) => folderId !== null)
    ? [{ label: t("folder.none"), icon: FolderMinus, onSelect: () => actions.move(moved, null) }]
    : [];
  return [
    ...some,
    ...(some.length === 0 ? [] : ["line" as const]),
    ...out,
    { label: t("folder.newEllipsis"), icon: FolderPlus, onSelect: onNew },
  ];
};
