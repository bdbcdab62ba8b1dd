import { ArrowDown, ArrowUp, Image, ListEnd, Lock, Paperclip, Pencil, Play, X } from "lucide-react";
import { useRef, type KeyboardEvent } from "react";
import { useStore } from "zustand";
import type { ConversationId, QueuedId, QueuedMessage } from "#core/chat/schema";
import type { ClientError } from "../../../bridge/index.ts";
import { Button } from "../../../ui/button.tsx";
import { errorText } from "../../../ui/error-text.ts";
import { IconButton } from "../../../ui/icon-button.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { showToast } from "../../../ui/toast-store.ts";
import { useChat, useView } from "../chat-context.tsx";
import { composerId } from "./composer-id.ts";
import { QueueEditor } from "./queue-editor.tsx";
import { heldReason } from "./queue-reason.ts";
import { queueOf } from "./queues.ts";

const sayFailure = (outcome: { readonly ok: true } | { readonly ok: false; readonly error: ClientError }) => {
  if (!outcome.ok) showToast({ ...errorText(outcome.error), tone: "danger" });
};

/** What a question that waits brings along besides its words. */
const Extras = ({ message }: { readonly message: QueuedMessage }) => {
  const t = useTexts("chat");
  const { attachments, images, isPrivate } = message;
  return (
    <span className="flex shrink-0 items-center gap-2 text-small text-ink-faint tabular-nums">
      {images.length > 0 && (
        <span className="flex items-center gap-1">
          <Image role="img" aria-label={t("queue.pictures", { count: images.length })} size={13} />
          {images.length}
        </span>
      )}
      {attachments.length > 0 && (
        <span className="flex items-center gap-1">
          <Paperclip role="img" aria-label={t("queue.files", { count: attachments.length })} size={13} />
          {attachments.length}
        </span>
      )}
      {isPrivate && <Lock role="img" aria-label={t("private.mark")} size={13} />}
    </span>
  );
};

interface QueueListProps {
  readonly conversationId: ConversationId;
  readonly editing: QueuedId | null;
  readonly onEdit: (queuedId: QueuedId | null) => void;
}

/** Questions that are asked when the answers before them have ended, first in line first. */
export const QueueList = ({ conversationId: id, editing, onEdit }: QueueListProps) => {
  const t = useTexts("chat");
  const { drafts, queues } = useChat();
  const { held, messages } = useStore(queues.store, (all) => queueOf(all, id));
  const reason = useView(id, ({ thread }) => heldReason(thread));
  const list = useRef<HTMLOListElement>(null);
  if (messages.length === 0) return null;

  const focusAt = (position: number) =>
    requestAnimationFrame(() => {
      const rows = list.current?.querySelectorAll<HTMLElement>("[data-queued]") ?? [];
      (rows[Math.min(position, rows.length - 1)] ?? document.getElementById(composerId))?.focus();
    });
  const move = (queuedId: QueuedId, from: number, to: number) => {
    if (to < 0 || to >= messages.length || from === to) return;
    void queues.move(id, queuedId, to).then(sayFailure);
    focusAt(to);
  };
  const remove = (message: QueuedMessage, position: number) => {
    void queues.remove(id, message.id).then((outcome) => {
      if (!outcome.ok) return sayFailure(outcome);
      showToast({
        title: t("queue.removed"),
        action: {
          label: t("list.undo"),
          onSelect: () => {
            void queues.putBack(id, message, position).then(sayFailure);
          },
        },
      });
    });
    focusAt(position);
  };
  const save = (queuedId: QueuedId, text: string) => {
    onEdit(null);
    void queues.update(id, queuedId, text).then((outcome) => {
      if (outcome.ok) return;
      sayFailure(outcome);
      drafts.write(id, [drafts.get(id).text, text].filter((part) => part !== "").join("\n\n"));
    });
  };
  const onKeyDown = (event: KeyboardEvent, message: QueuedMessage, position: number) => {
    if (editing === message.id) return;
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (step !== undefined) {
      event.preventDefault();
      return move(message.id, position, position + step);
    }
    if (event.target !== event.currentTarget) return;
    if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      onEdit(message.id);
    }
    if (event.key === "Delete") {
      event.preventDefault();
      remove(message, position);
    }
  };

  return (
    <section aria-label={t("queue.label")} className="mb-2 animate-appear rounded-large border border-line bg-surface shadow-low">
      <header className="flex min-h-9 items-center gap-2 px-3 py-1 text-small text-ink-faint">
        <ListEnd aria-hidden size={14} className="shrink-0" />
        <p role="status" className="min-w-0 flex-1">
          {held
            ? `${t(`queue.held.${reason}`)} ${t("queue.waiting", { count: messages.length })}`
            : t("queue.next", { count: messages.length })}
        </p>
        {held && (
          <Button size="small" onClick={() => void queues.resume(id).then(sayFailure)}>
            <Play aria-hidden size={13} />
            {t("queue.continue")}
          </Button>
        )}
      </header>
      <ol ref={list} className="max-h-36 overflow-y-auto border-t border-line/60 p-1">
        {messages.map((message, position) => (
          <li
            key={message.id}
            data-queued
            tabIndex={editing === message.id ? -1 : 0}
            aria-label={message.text}
            aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Enter Delete"
            onKeyDown={(event) => onKeyDown(event, message, position)}
            className="group flex min-h-8 items-center gap-2 rounded-small pr-1 pl-2 hover:bg-hover"
          >
            <span aria-hidden className="w-4 shrink-0 text-small text-ink-faint tabular-nums">
              {position + 1}
            </span>
            {editing === message.id ? (
              <QueueEditor
                key={message.id}
                text={message.text}
                onSave={(text) => {
                  save(message.id, text);
                  focusAt(position);
                }}
                onCancel={() => {
                  onEdit(null);
                  focusAt(position);
                }}
                onGone={(text) => {
                  drafts.write(id, [drafts.get(id).text, text].filter((part) => part !== "").join("\n\n"));
                  showToast({ title: t("queue.askedMeanwhile") });
                }}
              />
            ) : (
              <>
                <button
                  type="button"
                  tabIndex={-1}
                  onClick={() => onEdit(message.id)}
                  className="min-w-0 flex-1 truncate text-left text-note"
                >
                  {message.text}
                </button>
                <Extras message={message} />
                <span className="hidden shrink-0 group-focus-within:flex group-hover:flex pointer-coarse:flex">
                  <IconButton
                    icon={ArrowUp}
                    size="small"
                    label={t("queue.up")}
                    shortcut="alt+↑"
                    disabled={position === 0}
                    onClick={() => move(message.id, position, position - 1)}
                  />
                  <IconButton
                    icon={ArrowDown}
                    size="small"
                    label={t("queue.down")}
                    shortcut="alt+↓"
                    disabled={position === messages.length - 1}
                    onClick={() => move(message.id, position, position + 1)}
                  />
                  <IconButton icon={Pencil} size="small" label={t("queue.edit")} onClick={() => onEdit(message.id)} />
                  <IconButton icon={X} size="small" label={t("queue.remove")} onClick={() => remove(message, position)} />
                </span>
              </>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
};
