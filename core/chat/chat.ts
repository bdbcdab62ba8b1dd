import type { ClockDep, IdsDep, LogDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { DocumentId, MemoryError } from "#core/memory/schema";
import type { SettingsDep } from "#core/settings";
import type { StoreDep } from "#core/store";
import { createConversations, type NewMessage } from "./conversations.ts";
import { toJsonFile, toMarkdownFile, type ExportedFile } from "./export.ts";
import type { AnswererDep, LibraryDep } from "./ports.ts";
import type { ChatError, ChatEvent, ConversationId, Message, MessageId, MessagePage } from "./schema.ts";
import { createTextSearch } from "./text-search.ts";
import { titleFrom } from "./title.ts";
import { createTurns } from "./turns.ts";

export type ChatDeps = AnswererDep & ClockDep & IdsDep & LibraryDep & LogDep & SettingsDep & StoreDep;

/** How a question is to be answered. */
interface Asking {
  readonly modelId: string | null;
  readonly isPrivate?: boolean | undefined;
  readonly cache?: "use" | "bypass" | undefined;
}

type Turning = Result<AsyncGenerator<ChatEvent, void, void>, ChatError | MemoryError>;

/** More of a branch than any context takes; older turns are not even read for it. */
const historyLimit = 200;

/** Conversations: trees of questions and answers, with at most one answer under way in each. */
export const createChat = (deps: ChatDeps) => {
  const { library, settings } = deps;
  const conversations = createConversations(deps);
  const turns = createTurns({ ...deps, conversations });
  const search = createTextSearch(deps);
  conversations.endInterrupted();

  /** The branch above a message, oldest first. Reads only its newest part. */
  const historyBefore = (parentId: MessageId | null): readonly Message[] => {
    const history: Message[] = [];
    let id = parentId;
    while (id !== null && history.length < historyLimit) {
      const found = conversations.message(id);
      if (!found.ok) break;
      history.unshift(found.value);
      id = found.value.parentId;
    }
    return history;
  };

  const attached = (ids: readonly DocumentId[]): Result<Message["attachments"], MemoryError> => {
    const attachments: Message["attachments"] = [];
    for (const documentId of ids) {
      const found = library.document(documentId);
      if (!found.ok) return found;
      attachments.push({ documentId, title: found.value.title });
    }
    return ok(attachments);
  };

  const answerTo = (
    question: Message,
    { cache = "use", modelId }: Asking,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ChatEvent, void, void> => {
    const { conversationId } = question;
    const isPrivate = conversations.isBranchPrivate(question.id);
    const answer = conversations.add({ conversationId, parentId: question.id, role: "assistant", text: "", state: "streaming", isPrivate });
    turns.start(question, answer, {
      text: question.text,
      history: historyBefore(question.parentId),
      attachments: question.attachments.map(({ documentId }) => documentId),
      passageCount: settings.get().passageCount,
      modelId,
      conversationKey: conversationId,
      isPrivate,
      cache,
    });
    return turns.follow(conversationId, signal);
  };

  const ask = (draft: NewMessage, asking: Asking, signal: AbortSignal | undefined) =>
    answerTo(conversations.add({ ...draft, isPrivate: asking.isPrivate === true }), asking, signal);

  return {
    list: conversations.list,
    create: conversations.create,
    rename: conversations.rename,
    message: conversations.message,
    page: conversations.page,
    open: conversations.lastPage,
    search,

    /** Saves the question, then answers it. The answer goes on when nobody listens any more. */
    send: (
      input: Asking & { readonly conversationId: ConversationId; readonly text: string; readonly attachments: readonly DocumentId[] },
      signal?: AbortSignal,
    ): Turning => {
      const found = conversations.conversation(input.conversationId);
      if (!found.ok) return found;
      const free = turns.isBusy(input.conversationId);
      if (!free.ok) return free;
      const attachments = attached(input.attachments);
      if (!attachments.ok) return attachments;
      if (found.value.title === "") conversations.rename(input.conversationId, titleFrom(input.text));
      const parentId = conversations.leafOf(input.conversationId);
      return ok(
        ask(
          {
            conversationId: input.conversationId,
            parentId,
            role: "user",
            text: input.text,
            state: "complete",
            attachments: attachments.value,
          },
          input,
          signal,
        ),
      );
    },

    /** Asks differently: a sibling of an earlier question, answered anew. The earlier branch stays. */
    edit: (input: Asking & { readonly messageId: MessageId; readonly text: string }, signal?: AbortSignal): Turning => {
      const found = conversations.message(input.messageId);
      if (!found.ok) return found;
      const { attachments, conversationId, parentId, role } = found.value;
      if (role !== "user") return err({ type: "MessageNotEditable", messageId: input.messageId, role });
      const free = turns.isBusy(conversationId);
      if (!free.ok) return free;
      return ok(ask({ conversationId, parentId, role, text: input.text, state: "complete", attachments }, input, signal));
    },

    /** Answers the same question again, never with a kept answer: a sibling of an earlier answer. */
    regenerate: (input: { readonly messageId: MessageId; readonly modelId: string | null }, signal?: AbortSignal): Turning => {
      const found = conversations.message(input.messageId);
      if (!found.ok) return found;
      const { conversationId, parentId, role } = found.value;
      if (role !== "assistant" || parentId === null) return err({ type: "MessageNotEditable", messageId: input.messageId, role });
      const question = conversations.message(parentId);
      if (!question.ok) return question;
      const free = turns.isBusy(conversationId);
      return free.ok ? ok(answerTo(question.value, { modelId: input.modelId, cache: "bypass" }, signal)) : free;
    },

    follow: turns.follow,
    stop: (id: ConversationId) => turns.stop(id, "user"),

    select: (id: MessageId): Result<MessagePage, ChatError> => {
      const chosen = conversations.select(id);
      return chosen.ok ? conversations.lastPage(chosen.value, 60) : chosen;
    },

    /** Deletes a conversation for good; an answer under way is stopped first. */
    remove: async (id: ConversationId): Promise<boolean> => {
      await turns.stop(id, "user");
      return conversations.remove(id);
    },

    export: (id: ConversationId, format: "markdown" | "json"): Result<ExportedFile, ChatError> => {
      const found = conversations.conversation(id);
      if (!found.ok) return found;
      if (format === "json") return ok(toJsonFile(found.value, conversations.everyMessage(id)));
      const branch = conversations.page(id, 0, found.value.messageCount);
      return branch.ok ? ok(toMarkdownFile(found.value, branch.value.messages)) : branch;
    },

    /** Stops all answers; their texts are saved when it resolves. */
    close: async (): Promise<void> => {
      await Promise.all(turns.running().map((id) => turns.stop(id, "shutdown")));
    },
  };
};

export type Chat = ReturnType<typeof createChat>;
