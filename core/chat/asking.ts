import { err, ok, type Result } from "#core/base/schema";
import type { DocumentId, MemoryError } from "#core/memory/schema";
import type { SettingsDep } from "#core/settings";
import type { StoreDep } from "#core/store";
import type { Changes } from "./changes.ts";
import type { ConversationPlaces } from "./conversation-places.ts";
import type { Conversations, NewMessage } from "./conversations.ts";
import type { Images } from "./images.ts";
import type { LibraryDep } from "./ports.ts";
import type { WaitingQuestion, Asked } from "./queue-lines.ts";
import type { ChatError, ChatEvent, ChatImageId, ConversationId, Message, MessageId } from "./schema.ts";
import { titleFrom } from "./title.ts";
import type { Turns } from "./turns.ts";

/** How a question is to be answered. */
export interface Asking {
  readonly modelId: string | null;
  readonly isPrivate?: boolean | undefined;
  readonly cache?: "use" | "bypass" | undefined;
}

export interface NewQuestion extends Asking {
  readonly conversationId: ConversationId;
  readonly text: string;
  readonly attachments: readonly DocumentId[];
  readonly images?: readonly ChatImageId[] | undefined;
}

export type Turning = Result<AsyncGenerator<ChatEvent, void, void>, ChatError | MemoryError>;

interface AskingDeps extends LibraryDep, SettingsDep, StoreDep {
  readonly changes: Changes;
  readonly conversations: Conversations;
  readonly images: Images;
  readonly places: ConversationPlaces;
  readonly turns: Turns;
}

/** More of a branch than any context takes; older turns are not even read for it. */
const historyLimit = 200;

/** Ways to ask. The question and its empty answer are on disk together before anybody is asked. */
export const createAsking = ({ changes, conversations, images, library, places, settings, store, turns }: AskingDeps) => {
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

  const addAnswer = (question: Message): Message =>
    conversations.add({
      conversationId: question.conversationId,
      parentId: question.id,
      role: "assistant",
      text: "",
      state: "streaming",
      isPrivate: conversations.isBranchPrivate(question.id),
    });

  const start = (question: Message, answer: Message, { cache = "use", modelId }: Asking): void => {
    const { conversationId } = question;
    turns.start(question, answer, {
      text: question.text,
      images: question.images,
      history: historyBefore(question.parentId),
      attachments: question.attachments.map(({ documentId }) => documentId),
      passageCount: settings.get().passageCount,
      modelId,
      conversationKey: conversationId,
      isPrivate: answer.isPrivate,
      cache,
    });
    changes.tellConversation(conversationId);
  };

  /** `within` is done in the same transaction that saves the question. */
  const ask = (draft: Omit<NewMessage, "role" | "state">, asking: Asking, within: () => void): void => {
    const { answer, question } = store.transaction(() => {
      within();
      const found = conversations.conversation(draft.conversationId);
      if (found.ok && found.value.title === "") conversations.rename(draft.conversationId, titleFrom(draft.text));
      images.take(draft.images ?? [], draft.conversationId);
      const added = conversations.add({ ...draft, role: "user", state: "complete", isPrivate: asking.isPrivate === true });
      return { question: added, answer: addAnswer(added) };
    });
    start(question, answer, asking);
  };

  const isFree = (id: ConversationId): Result<void, ChatError> =>
    turns.isUnderWay(id) ? err({ type: "ConversationBusy", conversationId: id }) : ok(undefined);

  /** What a question needs, looked up; nothing is saved. Errors: ConversationNotFound, DocumentNotFound, ImageNotFound. */
  const prepare = (input: NewQuestion): Result<Asked, ChatError | MemoryError> => {
    const found = conversations.conversation(input.conversationId);
    if (!found.ok) return found;
    const attachments = attached(input.attachments);
    if (!attachments.ok) return attachments;
    const pictures = images.usable(input.images ?? [], input.conversationId);
    if (!pictures.ok) return pictures;
    const { cache = "use", isPrivate = false, modelId, text } = input;
    return ok({ text, modelId, isPrivate, cache, attachments: attachments.value, images: pictures.value });
  };

  const askPrepared = (conversationId: ConversationId, asked: Asked, within: () => void): void =>
    ask(
      {
        conversationId,
        parentId: conversations.leafOf(conversationId),
        text: asked.text,
        attachments: asked.attachments,
        images: asked.images,
      },
      asked,
      within,
    );

  return {
    prepare,

    /** Asks at the end of the branch on show, by the person's own hand. */
    askNow: (conversationId: ConversationId, asked: Asked): void => askPrepared(conversationId, asked, () => places.takeUp(conversationId)),

    /** Asks what waited, with those of its files that are still in the library. `within` takes it out of the line. */
    askWaiting: (waiting: WaitingQuestion, within: () => void): void => {
      const attachments = waiting.attachments.filter(({ documentId }) => library.document(documentId).ok);
      askPrepared(waiting.conversationId, { ...waiting, attachments }, within);
    },

    /** Saves the question, then answers it. The answer goes on when nobody listens any more. */
    send: (input: NewQuestion, signal?: AbortSignal): Turning => {
      const found = conversations.conversation(input.conversationId);
      if (!found.ok) return found;
      const free = isFree(input.conversationId);
      if (!free.ok) return free;
      const asked = prepare(input);
      if (!asked.ok) return asked;
      askPrepared(input.conversationId, asked.value, () => places.takeUp(input.conversationId));
      return ok(turns.follow(input.conversationId, signal));
    },

    /** Asks differently: a sibling of an earlier question with its files and pictures, answered anew. The earlier branch stays. */
    edit: (input: Asking & { readonly messageId: MessageId; readonly text: string }, signal?: AbortSignal): Turning => {
      const found = conversations.message(input.messageId);
      if (!found.ok) return found;
      const { attachments, conversationId, images: pictures, parentId, role } = found.value;
      if (role !== "user") return err({ type: "MessageNotEditable", messageId: input.messageId, role });
      const free = isFree(conversationId);
      if (!free.ok) return free;
      ask({ conversationId, parentId, text: input.text, attachments, images: pictures }, input, () => places.takeUp(conversationId));
      return ok(turns.follow(conversationId, signal));
    },

    /** Answers the same question again, never with a kept answer: a sibling of an earlier answer. */
    regenerate: (input: { readonly messageId: MessageId; readonly modelId: string | null }, signal?: AbortSignal): Turning => {
      const found = conversations.message(input.messageId);
      if (!found.ok) return found;
      const { conversationId, parentId, role } = found.value;
      if (role !== "assistant" || parentId === null) return err({ type: "MessageNotEditable", messageId: input.messageId, role });
      const question = conversations.message(parentId);
      if (!question.ok) return question;
      const free = isFree(conversationId);
      if (!free.ok) return free;
      const answer = store.transaction(() => {
        places.takeUp(conversationId);
        return addAnswer(question.value);
      });
      start(question.value, answer, { modelId: input.modelId, cache: "bypass" });
      return ok(turns.follow(conversationId, signal));
    },
  };
};

export type AskingWays = ReturnType<typeof createAsking>;
