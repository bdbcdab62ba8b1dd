import { useState } from "react";
import type { Conversation } from "#core/chat/schema";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { useChat } from "./chat-context.tsx";

export const RenameDialog = ({ conversation, onClose }: { readonly conversation: Conversation; readonly onClose: () => void }) => {
  const t = useTexts("chat");
  const chat = useChat();
  const [title, setTitle] = useState(conversation.title);
  const [problem, setProblem] = useState<string | null>(null);
  const trimmed = title.trim();

  const save = async () => {
    if (trimmed === "") return;
    const renamed = await chat.rename(conversation.id, trimmed);
    if (renamed.ok) onClose();
    else setProblem(errorText(renamed.error).title);
  };

  return (
    <Dialog
      open
      onClose={onClose}
      width="small"
      title={t("list.renameTitle")}
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>
            {t("list.cancel")}
          </Button>
          <Button tone="primary" type="submit" form="rename" disabled={trimmed === ""}>
            {t("list.save")}
          </Button>
        </>
      }
    >
      <form
        id="rename"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={t("list.title")} error={problem}>
          {(props) => (
            <Input
              {...props}
              autoFocus
              maxLength={200}
              value={title}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setTitle(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
};
