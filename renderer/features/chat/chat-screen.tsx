import { useEffect, type ReactNode } from "react";
import type { ConversationId } from "#core/chat/schema";
import type { SourceItem } from "../../ui/source-item.ts";
import { useChat } from "./chat-context.tsx";
import type { Doing } from "./composer/composer.tsx";
import { ConversationScreen, type Outgrowths } from "./conversation-screen.tsx";
import { newDraft } from "./composer/drafts.ts";
import { DropZone } from "./drop-zone.tsx";
import { NewChat } from "./new-chat.tsx";
import type { PromptPicker, SaveAsPrompt } from "./composer/prompt-slot.tsx";

interface ChatScreenProps {
  /** Null: a conversation that begins with its first question. */
  readonly conversationId: string | null;
  readonly messageId: string | null;
  readonly onOpenSource: (sources: readonly SourceItem[], position: number) => void;
  readonly doing: Doing;
  readonly outgrowths: Outgrowths;
  /** First steps, drawn where a conversation begins. */
  readonly guide: ReactNode;
  /** Drawn above the composer when somebody looks for a kept prompt; left out: there are none. */
  readonly promptPicker?: PromptPicker | undefined;
  /** Drawn when somebody wants to keep a question as a prompt; left out: it is not offered. */
  readonly saveAsPrompt?: SaveAsPrompt | undefined;
}

export const ChatScreen = ({
  conversationId,
  messageId,
  onOpenSource,
  doing,
  outgrowths,
  guide,
  promptPicker,
  saveAsPrompt,
}: ChatScreenProps) => {
  const { drafts, models } = useChat();
  useEffect(() => void models.load(), [models]);
  return (
    <DropZone onFiles={(files) => drafts.attach(conversationId ?? newDraft, files)}>
      {conversationId === null ? (
        <NewChat doing={doing} guide={guide} promptPicker={promptPicker ?? null} />
      ) : (
        <ConversationScreen
          conversationId={conversationId as ConversationId}
          messageId={messageId}
          onOpenSource={onOpenSource}
          doing={doing}
          outgrowths={outgrowths}
          promptPicker={promptPicker ?? null}
          saveAsPrompt={saveAsPrompt ?? null}
        />
      )}
    </DropZone>
  );
};
