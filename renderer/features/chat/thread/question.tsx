import { BookmarkPlus, FileText, Lock, Pencil } from "lucide-react";
import type { Message } from "#core/chat/schema";
import { Bubble } from "../../../ui/bubble.tsx";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { IconButton } from "../../../ui/icon-button.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { BranchSwitcher } from "./branch-switcher.tsx";
import { useView } from "../chat-context.tsx";
import type { MessageActions } from "./message-row.tsx";
import { PictureStrip } from "./picture-strip.tsx";
import { QuestionEditor } from "./question-editor.tsx";
import { onBranchKeys } from "./branch-keys.ts";

interface QuestionProps {
  readonly message: Message;
  readonly busy: boolean;
  readonly actions: MessageActions;
}

const Attached = ({ message: { attachments, images } }: { readonly message: Message }) => (
  <>
    {images.length > 0 && (
      <div className="mb-1.5 max-w-[85%]">
        <PictureStrip images={images} side="end" />
      </div>
    )}
    {attachments.length > 0 && (
      <ul className="mb-1.5 flex max-w-[85%] flex-wrap justify-end gap-1.5">
        {attachments.map(({ documentId, title }) => (
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
  </>
);

export const Question = ({ message, busy, actions }: QuestionProps) => {
  const t = useTexts("chat");
  const { onSaveAsPrompt } = actions;
  const editing = useView(message.conversationId, (view) => (view.editing?.messageId === message.id ? view.editing.text : null));
  if (editing !== null) {
    return (
      <div className="flex flex-col items-end pt-2">
        <Attached message={message} />
        <QuestionEditor
          text={editing}
          busy={busy}
          onText={(text) => actions.onEditing(message.id, text)}
          onCancel={() => actions.onEditing(message.id, null)}
          onSend={(text) => {
            actions.onEditing(message.id, null);
            actions.onEdit(message.id, text, message.isPrivate);
          }}
        />
      </div>
    );
  }
  return (
    <article
      aria-label={t("message.yours")}
      data-message={message.id}
      tabIndex={-1}
      onKeyDown={onBranchKeys(message, busy, actions.onSelect)}
      className="group flex flex-col items-end rounded-medium pt-2"
    >
      <Attached message={message} />
      <Bubble text={message.text} />
      {message.isPrivate && (
        <p className="mt-1 flex items-center gap-1 text-small text-ink-faint">
          <Lock aria-hidden size={12} />
          {t("private.mark")}
        </p>
      )}
      <div className="flex h-7 items-center opacity-0 transition-opacity duration-100 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 has-[[role=group]]:opacity-100">
        <BranchSwitcher message={message} disabled={busy} onSelect={actions.onSelect} />
        <CopyButton text={message.text} label={t("message.copy")} doneLabel={t("message.copied")} />
        <IconButton
          icon={Pencil}
          size="small"
          label={t("message.edit")}
          disabled={busy}
          onClick={() => actions.onEditing(message.id, message.text)}
        />
        {onSaveAsPrompt !== null && message.text !== "" && (
          <IconButton icon={BookmarkPlus} size="small" label={t("message.savePrompt")} onClick={() => onSaveAsPrompt(message.text)} />
        )}
      </div>
    </article>
  );
};
