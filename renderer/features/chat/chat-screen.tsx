import { useEffect, useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { ConversationId } from "#core/chat/schema";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Notice } from "../../ui/notice.tsx";
import { goTo } from "../../ui/route.ts";
import type { SourceItem } from "../../ui/source-item.ts";
import { showToast } from "../../ui/toast-store.ts";
import { useTexts } from "../../ui/i18n.ts";
import { useChat, useView } from "./chat-context.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { Composer, composerId, type Doing } from "./composer.tsx";
import { attachedDocuments, draftOf, newDraft, type Draft } from "./drafts.ts";
import { DropZone } from "./drop-zone.tsx";
import { EmptyChat } from "./empty-chat.tsx";
import { ThreadView } from "./thread-view.tsx";
import { useConversation, useMessageActions } from "./use-conversation.ts";

/** What a conversation led to and this feature knows nothing of: drawn between its messages and the composer. `turn` changes with the messages. */
type Outgrowths = (conversationId: string, turn: string) => ReactNode;

const askedOf = (draft: Draft) => ({ text: draft.text.trim(), attachments: attachedDocuments(draft), isPrivate: draft.isPrivate });

interface ConversationScreenProps {
  readonly doing: Doing;
  readonly outgrowths: Outgrowths;
  readonly conversationId: ConversationId;
  readonly messageId: string | null;
  readonly onOpenSource: (sources: readonly SourceItem[], position: number) => void;
}

/** Says that an answer is complete, for people who do not see it grow. */
const Announcement = ({ busy }: { readonly busy: boolean }) => {
  const t = useTexts("chat");
  const [before, setBefore] = useState({ busy, finished: false });
  if (before.busy !== busy) setBefore({ busy, finished: !busy });
  return (
    <p role="status" className="sr-only">
      {before.finished ? t("thread.finished") : ""}
    </p>
  );
};

const ConversationScreen = ({ conversationId: id, messageId, onOpenSource, outgrowths, doing }: ConversationScreenProps) => {
  const t = useTexts("chat");
  const chat = useChat();
  const focus = useConversation(id, messageId);
  const thread = useView(id, (view) => view.thread);
  const problem = useView(id, (view) => view.problem);
  const refusal = useView(id, (view) => view.refusal);
  const busy = useView(id, (view) => view.asking !== null || view.live !== null);
  const actions = useMessageActions(id, onOpenSource);

  const asking = useView(id, (view) => view.asking !== null);

  const act = async (goal: string, isPrivate: boolean) => {
    chat.drafts.write(id, "");
    if (!(await doing.start({ goal, conversationId: id, modelId: chat.models.planner(), isPrivate }))) chat.drafts.write(id, goal);
  };
  const send = async () => {
    const { act: toDo, text, isPrivate } = chat.drafts.get(id);
    if (toDo) return act(text.trim(), isPrivate);
    const draft = chat.drafts.take(id);
    if (!(await chat.send(id, askedOf(draft)))) chat.drafts.restore(id, draft);
  };

  if (thread === null || focus === "looking") {
    if (problem === null) return <div className="flex-1" />;
    const text = errorText(problem);
    return (
      <div className="mx-auto w-full max-w-160 flex-1 px-6 pt-[20vh]">
        <Notice
          tone="danger"
          title={text.title}
          action={
            <Button size="small" onClick={() => void chat.reload(id)}>
              {t("screen.again")}
            </Button>
          }
        >
          {text.text}
        </Notice>
      </div>
    );
  }
  const refused = refusal === null ? null : errorText(refusal);
  /** Nothing was asked here: what it led to has the room to itself. */
  const silent = thread.messages.length === 0 && !asking;
  return (
    <>
      <ChatHeader conversation={thread.conversation} />
      {!silent && <ThreadView key={id} thread={thread} actions={actions} focusPosition={focus} />}
      <div className={silent ? "mb-3 min-h-0 flex-1 overflow-y-auto" : "max-h-[50vh] shrink-0 overflow-y-auto"}>
        {outgrowths(id, `${thread.messages.length} ${busy}`)}
      </div>
      <div className="px-4 pb-4 sm:px-6">
        <div className="mx-auto max-w-184">
          {refused !== null && (
            <div className="mb-2">
              <Notice
                tone="danger"
                title={refused.title}
                action={
                  <Button size="small" tone="quiet" onClick={() => chat.dismissRefusal(id)}>
                    {t("screen.dismiss")}
                  </Button>
                }
              >
                {refused.text}
              </Notice>
            </div>
          )}
          <Composer draftId={id} doing={doing} busy={busy} onSend={() => void send()} onStop={() => void chat.stop(id)} />
        </div>
      </div>
      <Announcement busy={busy} />
    </>
  );
};

const NewChat = ({ doing, guide }: { readonly doing: Doing; readonly guide: ReactNode }) => {
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
    if (!(await chat.send(created.value, askedOf(draft)))) drafts.restore(created.value, draft);
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
          onSend={() => {
            void (toDo ? act(drafts.get(newDraft)) : start());
          }}
          onStop={() => {}}
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

interface ChatScreenProps {
  /** Null: a conversation that begins with its first question. */
  readonly conversationId: string | null;
  readonly messageId: string | null;
  readonly onOpenSource: (sources: readonly SourceItem[], position: number) => void;
  readonly doing: Doing;
  readonly outgrowths: Outgrowths;
  /** First steps, drawn where a conversation begins. */
  readonly guide: ReactNode;
}

/** The first line of a goal, short enough for the list. */
const titleOf = (goal: string): string => (goal.split("\n")[0] ?? "").slice(0, 80);

export const ChatScreen = ({ conversationId, messageId, onOpenSource, doing, outgrowths, guide }: ChatScreenProps) => {
  const { drafts, models } = useChat();
  useEffect(() => void models.load(), [models]);
  return (
    <DropZone onFiles={(files) => drafts.attach(conversationId ?? newDraft, files)}>
      {conversationId === null ? (
        <NewChat doing={doing} guide={guide} />
      ) : (
        <ConversationScreen
          conversationId={conversationId as ConversationId}
          messageId={messageId}
          onOpenSource={onOpenSource}
          doing={doing}
          outgrowths={outgrowths}
        />
      )}
    </DropZone>
  );
};
