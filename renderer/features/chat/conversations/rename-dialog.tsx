import type { Conversation } from "#core/chat/schema";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import { NameDialog } from "./name-dialog.tsx";

/** As long as the host takes. */
const longestTitle = 200;

export const RenameDialog = ({ conversation, onClose }: { readonly conversation: Conversation; readonly onClose: () => void }) => {
  const t = useTexts("chat");
  const chat = useChat();
  return (
    <NameDialog
      title={t("list.renameTitle")}
      label={t("list.title")}
      name={conversation.title}
      maxLength={longestTitle}
      done={t("list.save")}
      onSave={async (title) => {
        const renamed = await chat.rename(conversation.id, title);
        return renamed.ok ? null : renamed.error;
      }}
      onClose={onClose}
    />
  );
};
