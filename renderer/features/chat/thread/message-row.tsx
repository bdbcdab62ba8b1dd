import { memo } from "react";
import type { Message, MessageId } from "#core/chat/schema";
import type { SourceItem } from "../../../ui/source-item.ts";
import { Answer } from "./answer.tsx";
import { Question } from "./question.tsx";

export interface MessageActions {
  readonly onEdit: (messageId: MessageId, text: string, isPrivate: boolean) => void;
  /** What is written of a question that is being edited; null: no longer. */
  readonly onEditing: (messageId: MessageId, text: string | null) => void;
  /** By the chosen model, or by the one that is named. */
  readonly onRegenerate: (messageId: MessageId, modelId?: string) => void;
  readonly onSelect: (messageId: MessageId) => void;
  readonly onOpenSource: (sources: readonly SourceItem[], position: number) => void;
  /** Null: prompts are not kept here. */
  readonly onSaveAsPrompt: ((text: string) => void) | null;
}

interface MessageRowProps {
  /** Undefined while it is being read. */
  readonly message: Message | undefined;
  readonly busy: boolean;
  readonly actions: MessageActions;
}

export const MessageRow = memo(({ message, busy, actions }: MessageRowProps) => {
  if (message === undefined) {
    return (
      <div aria-hidden className="flex h-24 animate-breathe flex-col justify-center gap-2.5">
        <div className="h-3 w-4/5 rounded-full bg-sunken" />
        <div className="h-3 w-3/5 rounded-full bg-sunken" />
      </div>
    );
  }
  return message.role === "user" ? (
    <Question message={message} busy={busy} actions={actions} />
  ) : (
    <Answer message={message} busy={busy} actions={actions} />
  );
});
MessageRow.displayName = "MessageRow";
