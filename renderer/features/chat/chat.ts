import type { ChatImage, ConversationId, MessageId } from "#core/chat/schema";
import { attempt, type Bridge, type ClientError } from "../../bridge/index.ts";
import type { Result } from "#core/base/schema";
import type { Asked } from "./composer/asked.ts";
import { createChanges } from "./changes.ts";
import { createConversations } from "./conversations/conversations.ts";
import { createDrafts } from "./composer/drafts.ts";
import { createFind } from "./finding/find.ts";
import { createListActions } from "./conversations/list-actions.ts";
import { createModelChoice } from "./composer/model-choice.ts";
import { sayTooManyPictures } from "./composer/pictures.ts";
import { createOpenFolders } from "./conversations/open-folders.ts";
import { createPictureShelf } from "./composer/picture-shelf.ts";
import { createQueues, isMoving } from "./composer/queues.ts";
import { createSearching } from "./finding/searching.ts";
import { missingStretch, positionOf, threadOf, withNewest, withPage } from "./thread/thread.ts";
import { createTurns } from "./thread/turns.ts";
import { createViews } from "./thread/views.ts";

/** The most messages one request may bring. */
const longPage = 500;
/** Between two tries to join an answer whose line broke. */
const retryMs = 300;

/** Everything this window knows and does about conversations. One per window; answers go on while another screen is open. */
export const createChat = (bridge: Bridge) => {
  const { client } = bridge;
  const views = createViews();
  const conversations = createConversations(client);
  const openFolders = createOpenFolders();
  const models = createModelChoice(client);
  const drafts = createDrafts(bridge, sayTooManyPictures);
  const changes = createChanges(client);
  const queues = createQueues(client);
  const shelf = createPictureShelf(client);
  const reading = new Set<string>();

  const reload = async (id: ConversationId): Promise<void> => {
    const page = await attempt(client.chat.open({ conversationId: id }));
    if (!page.ok) return views.patch(id, { problem: page.error });
    views.patch(id, ({ thread }) => ({ thread: withNewest(thread, page.value), problem: null }));
    if (page.value.messages.at(-1)?.state === "streaming" && views.get(id).live === null) void turns.takeUp(id);
  };

  /** Until the host has made a title of it, a conversation is called by its first question. */
  const nameForNow = (id: ConversationId, text: string): void => {
    const { thread } = views.get(id);
    if (thread === null || thread.conversation.title !== "") return;
    const conversation = { ...thread.conversation, title: text.slice(0, 80) };
    conversations.touch(conversation);
    views.patch(id, { thread: { ...thread, conversation } });
  };

  const tryAgain = async (): Promise<boolean> => {
    await new Promise((resolve) => setTimeout(resolve, retryMs));
    return bridge.connection.getState().type !== "signed-out";
  };
  const turns = createTurns({ client, views, onConversation: conversations.touch, reload, tryAgain });

  /** What is asked now has to wait: an answer is under way, or the next question in line is about to be asked. */
  const waits = (id: string): boolean => {
    const { asking, live } = views.get(id);
    return asking !== null || live !== null || isMoving(queues.get(id));
  };

  changes.listen((change) => {
    conversations.hear(change);
    queues.onChange(change);
    if (change.type === "conversation-changed") {
      const { conversation } = change;
      views.patchKnown(conversation.id, ({ thread }) => ({ thread: thread === null ? null : { ...thread, conversation } }));
      turns.noticed(conversation);
    }
    if (change.type === "conversation-removed") {
      const { conversationId } = change;
      views.patchKnown(conversationId, () => ({ thread: null, problem: { type: "ConversationNotFound", conversationId } }));
    }
    if (change.type === "everything-changed") {
      for (const id of views.ids()) {
        void reload(id);
        void queues.load(id);
      }
    }
  });

  return {
    views,
    conversations,
    openFolders,
    actions: createListActions({ conversations, openFolders }),
    find: createFind(client),
    searching: createSearching(),
    models,
    drafts,
    changes,
    queues,
    shelf,
    /** Reads the newest messages, unless they are here, and the questions that wait. */
    open: async (id: ConversationId): Promise<void> => {
      void queues.load(id);
      if (views.get(id).thread === null) await reload(id);
    },
    reload,
    /** Reads what is missing between two positions, one request at a time per conversation. */
    need: async (id: ConversationId, first: number, last: number): Promise<void> => {
      const { thread } = views.get(id);
      const stretch = thread === null ? null : missingStretch(thread, first, last);
      if (stretch === null || reading.has(id)) return;
      reading.add(id);
      const page = await attempt(client.chat.page({ conversationId: id, ...stretch }));
      reading.delete(id);
      if (page.ok) views.patch(id, (view) => ({ thread: view.thread === null ? null : withPage(view.thread, page.value) }));
    },
    /** Reads back from the end until a message is found; its position on the active branch, or null. */
    findBack: async (id: ConversationId, messageId: MessageId): Promise<number | null> => {
      const { thread } = views.get(id);
      const total = thread?.messages.length ?? 0;
      for (let end = total; end > 0; end -= longPage) {
        const start = Math.max(0, end - longPage);
        const page = await attempt(client.chat.page({ conversationId: id, start, limit: end - start }));
        if (!page.ok) return null;
        views.patch(id, (view) => ({ thread: view.thread === null ? null : withPage(view.thread, page.value) }));
        const found = page.value.messages.findIndex((message) => message.id === messageId);
        if (found !== -1) return page.value.start + found;
      }
      return null;
    },
    /** Without a title it gets one from its first question. */
    start: async (title = ""): Promise<Result<ConversationId, ClientError>> => {
      const created = await attempt(client.chat.create({ title }));
      if (!created.ok) return created;
      conversations.touch(created.value);
      views.patch(created.value.id, { thread: { conversation: created.value, messages: [] } });
      return { ok: true, value: created.value.id };
    },
    waits,
    /**
     * Asks, or puts the question in line behind what is being answered. `onStored` is called once the host has it; false when it never got
     * there, and then the view says why.
     */
    ask: async (id: ConversationId, asked: Asked, shown: readonly ChatImage[], onStored: () => void): Promise<boolean> => {
      const request = { ...asked, attachments: [...asked.attachments], images: [...asked.images], modelId: models.chosen() };
      if (!waits(id)) {
        nameForNow(id, asked.text);
        const shownAs = { text: asked.text, images: shown };
        const stored = await turns.run(id, shownAs, client.chat.send({ conversationId: id, ...request }), onStored);
        // Another window was quicker.
        if (stored || views.get(id).refusal?.type !== "ConversationBusy") return stored;
      }
      const lined = await queues.add(id, request);
      views.patch(id, { refusal: lined.ok ? null : lined.error });
      if (lined.ok) onStored();
      return lined.ok;
    },
    edit: (id: ConversationId, messageId: MessageId, text: string, isPrivate: boolean): Promise<boolean> =>
      turns.run(id, null, client.chat.edit({ messageId, text, modelId: models.chosen(), isPrivate })),
    /** Somebody answers anew, a kept answer does not count: the chosen model, or the one that is named. */
    regenerate: (id: ConversationId, messageId: MessageId, modelId: string | null = models.chosen()): Promise<boolean> =>
      turns.run(id, null, client.chat.regenerate({ messageId, modelId })),
    isAnswering: (id: string): boolean => views.get(id).live !== null,
    stop: (id: string) => attempt(client.chat.stop({ conversationId: id as ConversationId })),
    /** Shows another branch; answers the position of its message. */
    select: async (id: ConversationId, messageId: MessageId): Promise<number> => {
      const page = await attempt(client.chat.select({ messageId }));
      if (!page.ok) {
        views.patch(id, { refusal: page.error });
        return -1;
      }
      views.patch(id, { thread: threadOf(page.value), refusal: null });
      return positionOf(threadOf(page.value), messageId);
    },
    rename: async (id: ConversationId, title: string) => {
      const renamed = await conversations.rename(id, title);
      if (renamed.ok) views.patch(id, ({ thread }) => ({ thread: thread === null ? null : { ...thread, conversation: renamed.value } }));
      return renamed;
    },
    dismissRefusal: (id: ConversationId) => views.patch(id, { refusal: null }),
  };
};

export type Chat = ReturnType<typeof createChat>;
