import { Archive, FolderInput, Trash2, X } from "lucide-react";
import { useState } from "react";
import type { Conversation } from "#core/chat/schema";
import { IconButton } from "../../../ui/icon-button.tsx";
import { Menu } from "../../../ui/menu.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import { NewFolderDialog } from "./folder-dialog.tsx";
import { useMoveEntries } from "./move-entries.ts";

interface SelectionBarProps {
  readonly conversations: readonly Conversation[];
  readonly onClear: () => void;
}

/** What can be done with several conversations at once. */
export const SelectionBar = ({ conversations, onClear }: SelectionBarProps) => {
  const t = useTexts("chat");
  const { actions } = useChat();
  const [naming, setNaming] = useState(false);
  const moveEntries = useMoveEntries(conversations, () => setNaming(true));
  return (
    <div
      role="toolbar"
      aria-label={t("selection.label")}
      className="mx-2 mb-2 flex h-10 shrink-0 animate-rise items-center gap-0.5 rounded-medium border border-line bg-surface pr-1 pl-3 shadow-raised"
    >
      <span role="status" className="min-w-0 flex-1 truncate text-note">
        {t("selection.count", { count: conversations.length })}
      </span>
      <Menu trigger={<IconButton icon={FolderInput} size="small" label={t("list.move")} />} entries={moveEntries} />
      <IconButton
        icon={Archive}
        size="small"
        label={t("list.archive")}
        onClick={() => {
          actions.archive(conversations);
          onClear();
        }}
      />
      <IconButton
        icon={Trash2}
        size="small"
        label={t("list.remove")}
        onClick={() => {
          actions.remove(conversations);
          onClear();
        }}
      />
      <IconButton icon={X} size="small" label={t("selection.clear")} onClick={onClear} />
      {naming && <NewFolderDialog conversations={conversations} onClose={() => setNaming(false)} />}
    </div>
  );
};
