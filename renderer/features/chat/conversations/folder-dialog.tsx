import type { Conversation, Folder } from "#core/chat/schema";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import { NameDialog } from "./name-dialog.tsx";

/** As long as the host takes. */
const longestName = 80;

interface NewFolderDialogProps {
  /** What is put into it at once; nothing where it is made for later. */
  readonly conversations: readonly Conversation[];
  readonly onClose: () => void;
}

export const NewFolderDialog = ({ conversations: moved, onClose }: NewFolderDialogProps) => {
  const t = useTexts("chat");
  const { actions } = useChat();
  return (
    <NameDialog
      title={t("folder.new")}
      label={t("folder.name")}
      name=""
      maxLength={longestName}
      done={t(moved.length === 0 ? "folder.make" : "folder.makeAndMove")}
      onSave={(name) => actions.moveToNew(moved, name)}
      onClose={onClose}
    />
  );
};

export const RenameFolderDialog = ({ folder, onClose }: { readonly folder: Folder; readonly onClose: () => void }) => {
  const t = useTexts("chat");
  const { conversations } = useChat();
  return (
    <NameDialog
      title={t("folder.rename")}
      label={t("folder.name")}
      name={folder.name}
      maxLength={longestName}
      done={t("list.save")}
      onSave={async (name) => {
        const renamed = await conversations.renameFolder(folder.id, name);
        return renamed.ok ? null : renamed.error;
      }}
      onClose={onClose}
    />
  );
};
