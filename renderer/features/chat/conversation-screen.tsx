import { BookmarkPlus, Pencil, Play, RotateCcw } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useStore } from "zustand";
import type { ConversationId, QueuedId } from "#core/chat/schema";
import { Button } from "../../ui/button.tsx";
import { useCommandsOf } from "../../ui/commands.ts";
import { errorText } from "../../ui/error-text.ts";
import { Notice } from "../../ui/notice.tsx";
import type { SourceItem } from "../../ui/source-item.ts";
import { useTexts } from "../../ui/i18n.ts";
import { useChat, useView } from "./chat-context.tsx";
import { ChatHeader } from "./chat-header.tsx";
import { Composer, type Doing } from "./composer/composer.tsx";
import { askedOf, attachedImages } from "./composer/drafts.ts";
import type { PromptPicker, SaveAsPrompt } from "./composer/prompt-slot.tsx";
import { QueueList } from "./composer/queue-list.tsx";
import { isMoving, queueOf } from "./composer/queues.ts";
import { ThreadSkeleton } from "./thread/thread-skeleton.tsx";
import { ThreadView } from "./thread/thread-view.tsx";
import { useConversation, useMessageActions } from "./thread/use-conversation.ts";

/** What a conversation led to and this feature knows nothing of: drawn between its messages and the composer. `turn` changes with the messages. */
export type Outgrowths = (conversationId: string, turn: string) => ReactNode;

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

/** Why the last question did not get as far as an answer. */
const Refusal = ({ id }: { readonly id: ConversationId }) => {
  const t = useTexts("chat");
  const chat = useChat();
  const refusal = useView(id, (view) => view.refusal);
  if (refusal === null) return null;
  const { title, text } = errorText(refusal);
  return (
    <div className="mb-2">
      <Notice
        tone="danger"
        title={title}
        action={
          <Button size="small" tone="quiet" onClick={() => chat.dismissRefusal(id)}>
            {t("screen.dismiss")}
          </Button>
        }
      >
        {text}
      </Notice>
    </div>
  );
};

const Unreadable = ({ id }: { readonly id: ConversationId }) => {
  const t = useTexts("chat");
  const chat = useChat();
  const problem = useView(id, (view) => view.problem);
  if (problem === null) return <ThreadSkeleton />;
  const { title, text } = errorText(problem);
  return (
    <div className="mx-auto w-full max-w-160 flex-1 px-6 pt-[20vh]">
      <Notice
        tone="danger"
        title={title}
        action={
          <Button size="small" onClick={() => void chat.reload(id)}>
            <RotateCcw aria-hidden size={13} />
            {t("screen.again")}
          </Button>
        }
      >
        {text}
      </Notice>
    </div>
  );
};

interface ConversationScreenProps {
  readonly doing: Doing;
  readonly outgrowths: Outgrowths;
  readonly promptPicker: PromptPicker | null;
  readonly saveAsPrompt: SaveAsPrompt | null;
  readonly conversationId: ConversationId;
  readonly messageId: string | null;
  readonly onOpenSource: (sources: readonly SourceItem[], position: number) => void;
}

export const ConversationScreen = ({
  conversationId: id,
  messageId,
  onOpenSource,
  outgrowths,
  doing,
  promptPicker,
  saveAsPrompt,
}: ConversationScreenProps) => {
  const chat = useChat();
  const { drafts, queues, views } = chat;
  const focus = useConversation(id, messageId);
  const thread = useView(id, (view) => view.thread);
  const asking = useView(id, (view) => view.asking !== null);
  const answering = useView(id, (view) => view.live !== null);
  // Between two questions of a line nothing is being answered for a moment: that is no time to show that all is done.
  const moving = useStore(queues.store, (all) => isMoving(queueOf(all, id)));
  const busy = asking || answering || moving;
  /** Words that are being kept as a prompt. */
  const [saving, setSaving] = useState<string | null>(null);
  const actions = useMessageActions(id, onOpenSource, saveAsPrompt === null ? null : setSaving);
  const [editingQueued, setEditingQueued] = useState<QueuedId | null>(null);

  const act = async (goal: string, isPrivate: boolean) => {
    drafts.write(id, "");
    if (!(await doing.start({ goal, conversationId: id, modelId: chat.models.planner(), isPrivate }))) drafts.write(id, goal);
  };
  const send = async () => {
    const { act: toDo, text, isPrivate } = drafts.get(id);
    if (toDo) return act(text.trim(), isPrivate);
    const draft = drafts.take(id);
    if (!(await chat.ask(id, askedOf(draft), attachedImages(draft), () => drafts.settle(id)))) drafts.restore(id, draft);
  };
  const lastAsked = () => views.get(id).thread?.messages.findLast((message) => message?.role === "user");
  const editLastAsked = (): boolean => {
    const asked = lastAsked();
    if (asked === undefined || chat.waits(id)) return false;
    views.patch(id, { editing: { messageId: asked.id, text: asked.text } });
    return true;
  };
  const recall = (): boolean => {
    const last = queues.get(id).messages.at(-1);
    if (last === undefined) return editLastAsked();
    setEditingQueued(last.id);
    return true;
  };
  const lastAnswer = thread?.messages.at(-1);
  useCommandsOf("chat", [
    {
      id: "chat.regenerate",
      title: (t) => t("command.regenerate"),
      group: "chat",
      icon: RotateCcw,
      enabled: () => lastAnswer?.role === "assistant" && !chat.waits(id),
      run: () => lastAnswer !== undefined && void chat.regenerate(id, lastAnswer.id),
    },
    {
      id: "chat.edit-last",
      title: (t) => t("command.editLast"),
      group: "chat",
      icon: Pencil,
      enabled: () => (thread?.messages.length ?? 0) > 0 && !chat.waits(id),
      run: () => void editLastAsked(),
    },
    {
      id: "chat.save-as-prompt",
      title: (t) => t("command.savePrompt"),
      group: "chat",
      icon: BookmarkPlus,
      enabled: () => saveAsPrompt !== null && lastAsked() !== undefined,
      run: () => setSaving(lastAsked()?.text ?? null),
    },
    {
      id: "chat.continue-line",
      title: (t) => t("command.continueLine"),
      group: "chat",
      icon: Play,
      enabled: () => queues.get(id).held,
      run: () => void queues.resume(id),
    },
  ]);

  if (thread === null || focus === "looking") return <Unreadable id={id} />;
  /** Nothing was asked here: what it led to has the room to itself. */
  const silent = thread.messages.length === 0 && !asking;
  return (
    <>
      <ChatHeader conversation={thread.conversation} />
      {!silent && <ThreadView key={id} thread={thread} busy={busy} actions={actions} focusPosition={focus} />}
      <div className={silent ? "mb-3 min-h-0 flex-1 overflow-y-auto" : "max-h-[50vh] shrink-0 overflow-y-auto"}>
        {outgrowths(id, `${thread.messages.length} ${busy}`)}
      </div>
      <div className="px-4 pb-4 sm:px-6">
        <div className="mx-auto max-w-184">
          <Refusal id={id} />
          <QueueList conversationId={id} editing={editingQueued} onEdit={setEditingQueued} />
          <Composer
            draftId={id}
            doing={doing}
            busy={busy}
            lining={busy}
            promptPicker={promptPicker}
            onSend={() => void send()}
            onStop={() => void chat.stop(id)}
            onRecall={recall}
          />
        </div>
      </div>
      <Announcement busy={busy} />
      {saving !== null && saveAsPrompt?.({ text: saving, onClose: () => setSaving(null) })}
    </>
  );
};
