import { createStore } from "zustand/vanilla";
import type { ChatChange, ConversationId, MessageQueue, QueuedId, QueuedMessage } from "#core/chat/schema";
import type { Result } from "#core/base/schema";
import { attempt, type Client, type ClientError } from "../../../bridge/index.ts";

type Question = Omit<Parameters<Client["queue"]["add"]>[0], "conversationId">;

const noQueue: MessageQueue = { held: false, messages: [] };

export const queueOf = (queues: Readonly<Record<string, MessageQueue>>, id: string): MessageQueue => queues[id] ?? noQueue;

/** Its first question is asked as soon as nothing else is being answered. */
export const isMoving = ({ held, messages }: MessageQueue): boolean => !held && messages.length > 0;

/** The line with one question at another place, counted from 0; the same line where nothing moves. */
export const withMoved = (queue: MessageQueue, queuedId: QueuedId, position: number): MessageQueue => {
  const from = queue.messages.findIndex(({ id }) => id === queuedId);
  const moved = queue.messages[from];
  if (moved === undefined || position === from || position < 0 || position >= queue.messages.length) return queue;
  return { ...queue, messages: queue.messages.toSpliced(from, 1).toSpliced(position, 0, moved) };
};

export const withoutQueued = (queue: MessageQueue, queuedId: QueuedId): MessageQueue => {
  const messages = queue.messages.filter(({ id }) => id !== queuedId);
  return { held: queue.held && messages.length > 0, messages };
};

const withText = (queue: MessageQueue, queuedId: QueuedId, text: string): MessageQueue => ({
  ...queue,
  messages: queue.messages.map((entry) => (entry.id === queuedId ? { ...entry, text } : entry)),
});

/** Questions that wait for their turn, per conversation, as the host has them. What is done here shows at once and is taken back when it fails. */
export const createQueues = (client: Client) => {
  const store = createStore<Readonly<Record<string, MessageQueue>>>(() => ({}));
  /** How often the host told of each line: an answer that is older than what was told is not shown. */
  const told = new Map<string, number>();

  const get = (id: string) => queueOf(store.getState(), id);
  const set = (id: string, queue: MessageQueue) => store.setState({ [id]: queue });

  const run = async (
    id: ConversationId,
    call: PromiseLike<MessageQueue>,
    guess?: MessageQueue,
  ): Promise<Result<MessageQueue, ClientError>> => {
    const before = get(id);
    const toldBefore = told.get(id) ?? 0;
    if (guess !== undefined) set(id, guess);
    const outcome = await attempt(call);
    if ((told.get(id) ?? 0) === toldBefore) set(id, outcome.ok ? outcome.value : before);
    // What was guessed from may have been old.
    if (!outcome.ok && guess !== undefined) void run(id, client.queue.get({ conversationId: id }));
    return outcome;
  };

  return {
    store,
    get,
    load: (id: ConversationId) => run(id, client.queue.get({ conversationId: id })),
    onChange: (change: ChatChange): void => {
      if (change.type === "conversation-removed") return store.setState(({ [change.conversationId]: _gone, ...rest }) => rest, true);
      if (change.type !== "queue-changed") return;
      told.set(change.conversationId, (told.get(change.conversationId) ?? 0) + 1);
      set(change.conversationId, change.queue);
    },
    add: (id: ConversationId, question: Question) => run(id, client.queue.add({ conversationId: id, ...question })),
    /** Asks again what was taken away, at its old place. */
    putBack: async (id: ConversationId, message: QueuedMessage, position: number) => {
      const { text, attachments, images, modelId, isPrivate } = message;
      const known = new Set<string>(get(id).messages.map((entry) => entry.id));
      const asked = {
        text,
        modelId,
        isPrivate,
        attachments: attachments.map(({ documentId }) => documentId),
        images: images.map((image) => image.id),
      };
      const added = await run(id, client.queue.add({ conversationId: id, ...asked }));
      const back = added.ok ? added.value.messages.find((entry) => !known.has(entry.id)) : undefined;
      return back === undefined ? added : run(id, client.queue.move({ queuedId: back.id, position }));
    },
    update: (id: ConversationId, queuedId: QueuedId, text: string) =>
      run(id, client.queue.update({ queuedId, text }), withText(get(id), queuedId, text)),
    move: (id: ConversationId, queuedId: QueuedId, position: number) =>
      run(id, client.queue.move({ queuedId, position }), withMoved(get(id), queuedId, position)),
    remove: (id: ConversationId, queuedId: QueuedId) => run(id, client.queue.remove({ queuedId }), withoutQueued(get(id), queuedId)),
    resume: (id: ConversationId) => run(id, client.queue.resume({ conversationId: id }), { ...get(id), held: false }),
  };
};

export type Queues = ReturnType<typeof createQueues>;
