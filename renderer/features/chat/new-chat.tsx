import type { ReactNode } from "react";
import { useStore } from "zustand";
import { errorText } from "../../ui/error-text.ts";
import { goTo } from "../../ui/route.ts";
import { showToast } from "../../ui/toast-store.ts";
import { useChat } from "./chat-context.tsx";
import { composerId } from "./composer/composer-id.ts";
import { Composer, type Doing } from "./composer/composer.tsx";
import { askedOf, attachedImages, draftOf, newDraft, type Draft } from "./composer/drafts.ts";
import { EmptyChat } from "./empty-chat.tsx";
import type { PromptPicker } from "./composer/prompt-slot.tsx";

interface NewChatProps {
  readonly doing: Doing;
  readonly guide: ReactNode;
  readonly promptPicker: PromptPicker | null;
}

/** The first line of a goal, short enough for the list. */
const titleOf = (goal: string): string => (goal.split("\n")[0] ?? "").slice(0, 80);

export const NewChat = ({ doing, guide, promptPicker }: NewChatProps) => {
  const chat = useChat();
  const { drafts } = chat;
  const toDo = useStore(drafts.store, (all) => draftOf(all, newDraft).act);
  const act = async ({ text, isPrivate }: Draft) => {
    const goal = text.trim();
    const created = await chat.start(titleOf(goal));
    if (!created.ok) return showToast({ ...errorText(created.error), tone: "danger" });
    const begun = await doing.start({ goal, conversationId: created.value, modelId: chat.models.planner(), isPrivate });
    // A conversation in which nothing was begun is not kept.
    if (!begun) return void chat.conversations.remove(created.value);
    drafts.write(newDraft, "");
    drafts.setAct(newDraft, false);
    drafts.setAct(created.value, true);
    goTo({ screen: "chat", conversationId: created.value, messageId: null });
  };
  const start = async () => {
    const draft = drafts.take(newDraft);
    const created = await chat.start();
    if (!created.ok) {
      drafts.restore(newDraft, draft);
      return showToast({ ...errorText(created.error), tone: "danger" });
    }
    goTo({ screen: "chat", conversationId: created.value, messageId: null });
    if (await chat.ask(created.value, askedOf(draft), attachedImages(draft), () => drafts.settle(newDraft))) return;
    drafts.settle(newDraft);
    drafts.restore(created.value, draft);
  };
  return (
    <EmptyChat
      act={toDo}
      guide={guide}
      composer={
        <Composer
          draftId={newDraft}
          doing={doing}
          busy={false}
          lining={false}
          promptPicker={promptPicker}
          onSend={() => {
            void (toDo ? act(drafts.get(newDraft)) : start());
          }}
          onStop={() => {}}
          onRecall={() => false}
        />
      }
      onExample={(text) => {
        drafts.setAct(newDraft, false);
        drafts.write(newDraft, text);
        void start();
      }}
      onGoal={(text) => {
        drafts.write(newDraft, text);
        document.getElementById(composerId)?.focus();
      }}
      onFiles={(files) => drafts.attach(newDraft, files)}
    />
  );
};
