import type { Conversation } from "#core/chat/schema";
import { classNames } from "../../../ui/class-names.ts";
import { useTexts } from "../../../ui/i18n.ts";
import { useView } from "../chat-context.tsx";

interface MarkProps {
  readonly answering: boolean;
  readonly unread: boolean;
}

/** A dot that breathes while an answer is written and stands still when one waits for its reader. */
export const ActivityDot = ({ answering, unread }: MarkProps) => {
  const t = useTexts("chat");
  if (!answering && !unread) return null;
  return (
    <span
      role="img"
      aria-label={t(answering ? "list.answering" : "list.unread")}
      className={classNames("size-2 shrink-0 rounded-full bg-accent", answering && "animate-breathe")}
    />
  );
};

/** What is going on in a conversation. What is open is being read. */
export const ConversationMarks = ({ conversation, active }: { readonly conversation: Conversation; readonly active: boolean }) => {
  const t = useTexts("chat");
  const here = useView(conversation.id, (view) => view.live !== null || view.asking !== null);
  const { answering, queuedCount, unread } = conversation;
  return (
    <>
      {queuedCount > 0 && (
        <>
          <span
            aria-hidden
            className="grid h-4.5 min-w-4.5 shrink-0 place-items-center rounded-full bg-active px-1 text-micro text-ink-soft tabular-nums"
          >
            {queuedCount}
          </span>
          <span className="sr-only">, {t("list.queued", { count: queuedCount })}</span>
        </>
      )}
      <ActivityDot answering={answering || here} unread={unread && !active} />
    </>
  );
};
