import { FileText, Lock, Pencil } from "lucide-react";
import { useState } from "react";
import type { Message, MessageId } from "#core/chat/schema";
import { Bubble } from "../../ui/bubble.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { BranchSwitcher } from "./branch-switcher.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { QuestionEditor } from "./question-editor.tsx";

interface QuestionProps {
  readonly message: Message;
  readonly busy: boolean;
  readonly onEdit: (messageId: MessageId, text: string, isPrivate: boolean) => void;
  readonly onSelect: (messageId: MessageId) => void;
}

export const Question = ({ message, busy, onEdit, onSelect }: QuestionProps) => {
  const t = useTexts("chat");
  const [editing, setEditing] = useState(false);
  if (editing) {
    return (
      <QuestionEditor
        text={message.text}
        onCancel={() => setEditing(false)}
        onSend={(text) => {
          setEditing(false);
          onEdit(message.id, text, message.isPrivate);
        }}
      />
    );
  }
  return (
    <article aria-label={t("message.yours")} className="group flex flex-col items-end pt-2">
      {message.attachments.length > 0 && (
        <ul className="mb-1.5 flex max-w-[85%] flex-wrap justify-end gap-1.5">
          {message.attachments.map(({ documentId, title }) => (
            <li
              key={documentId}
              className="inline-flex h-7 min-w-0 items-center gap-1.5 rounded-medium border border-line bg-surface px-2 text-small text-ink-soft"
            >
              <FileText aria-hidden size={13} className="shrink-0" />
              <span className="truncate">{title}</span>
            </li>
          ))}
        </ul>
      )}
      <Bubble text={message.text} />
      {message.isPrivate && (
        <p className="mt-1 flex items-center gap-1 text-small text-ink-faint">
          <Lock aria-hidden size={12} />
          {t("private.mark")}
        </p>
      )}
      <div className="flex h-7 items-center opacity-0 transition-opacity duration-100 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 has-[[role=group]]:opacity-100">
        <BranchSwitcher message={message} disabled={busy} onSelect={onSelect} />
        <CopyButton text={message.text} label={t("message.copy")} doneLabel={t("message.copied")} />
        <IconButton icon={Pencil} size="small" label={t("message.edit")} disabled={busy} onClick={() => setEditing(true)} />
      </div>
    </article>
  );
};
