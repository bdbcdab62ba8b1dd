import type { ChatEvent, Conversation, ConversationId } from "#core/chat/schema";
import { consume, type Client, type ClientError } from "../../../bridge/index.ts";
import { createFrameBatch } from "./frame-batch.ts";
import { withAnswer, withTurn } from "./thread.ts";
import type { Asking, Views } from "./views.ts";

interface TurnDeps {
  readonly client: Client;
  readonly views: Views;
  readonly onConversation: (conversation: Conversation) => void;
  /** Reads the conversation's state anew. */
  readonly reload: (id: ConversationId) => Promise<void>;
  /** Waits a moment before another try; false once nobody is signed in any more, when every try would fail at once. */
  readonly tryAgain: () => Promise<boolean>;
}

type Stream = PromiseLike<AsyncIterable<ChatEvent>>;

/** Runs one turn's stream into the conversation's view, and takes the thread up again when the line breaks in the middle. */
export const createTurns = ({ client, views, onConversation, reload, tryAgain }: TurnDeps) => {
  /** Conversations whose stream is read at present. */
  const active = new Set<ConversationId>();
  /** Of those, the ones of which it was told meanwhile that an answer is under way: perhaps the next. */
  const told = new Set<ConversationId>();

  const receive = async (
    id: ConversationId,
    stream: Stream,
    onStored: () => void = () => {},
  ): Promise<{ readonly started: boolean; readonly ended: boolean; readonly error: ClientError | null }> => {
    let started = false;
    let ended = false;
    const batch = createFrameBatch((text) =>
      views.patch(id, ({ live }) => ({ live: live === null ? null : { ...live, text: live.text + text } })),
    );
    const onEvent = (event: ChatEvent) => {
      switch (event.type) {
        case "chat-turn-start":
          started = true;
          told.delete(id);
          onStored();
          return views.patch(id, ({ thread }) => ({
            asking: null,
            refusal: null,
            thread: thread === null ? null : withTurn(thread, event.question, event.answer),
            live: { messageId: event.answer.id, text: event.answer.text, sources: [], fallbacks: [] },
          }));
        case "chat-sources":
          return views.patch(id, ({ live }) => ({ live: live === null ? null : { ...live, sources: event.sources } }));
        case "chat-delta":
          return batch.add(event.text);
        case "chat-fallback":
          return views.patch(id, ({ live }) => ({ live: live === null ? null : { ...live, fallbacks: [...live.fallbacks, event] } }));
        case "chat-turn-end":
          ended = true;
          views.patch(id, ({ thread }) => ({
            live: null,
            thread: thread === null ? null : withAnswer(thread, event.answer, event.conversation),
          }));
          return onConversation(event.conversation);
      }
    };
    const outcome = await consume(stream, onEvent);
    batch.flush();
    return { started, ended, error: outcome.ok ? null : outcome.error };
  };

  const join = async (id: ConversationId) => {
    let joined = await receive(id, client.chat.follow({ conversationId: id }));
    while (joined.error?.type === "ConnectionLost" && (await tryAgain()))
      joined = await receive(id, client.chat.follow({ conversationId: id }));
    return joined;
  };

  /** Joins the answer under way on the host, as often as the line breaks, then reads what is stored. */
  const rejoin = async (id: ConversationId): Promise<void> => {
    const joined = await join(id);
    if (!joined.ended) await reload(id);
    views.patch(id, { live: null });
  };

  /** One stream at a time: what is told of the conversation meanwhile is looked at when it has ended. */
  const alone = async <T>(id: ConversationId, work: () => Promise<T>): Promise<T> => {
    active.add(id);
    const outcome = await work();
    active.delete(id);
    if (told.delete(id)) void takeUp(id);
    return outcome;
  };

  /** Shows the answer under way, whoever asked for it; reads what is stored where one was missed. */
  const takeUp = async (id: ConversationId): Promise<void> => {
    if (active.has(id)) return void told.add(id);
    await alone(id, async () => {
      const joined = await join(id);
      const thread = views.get(id).thread;
      const missed = thread !== null && thread.conversation.messageCount !== thread.messages.length;
      const last = thread?.messages.at(-1);
      if (!joined.ended && (joined.started || missed || last?.state === "streaming")) await reload(id);
      views.patch(id, { live: null });
    });
  };

  /**
   * Answers false when the question was refused before it was stored: its text is still the sender's to keep. `onStored` is called
   * once the host has it.
   */
  const run = (id: ConversationId, asking: Asking | null, stream: Stream, onStored?: () => void): Promise<boolean> =>
    alone(id, async () => {
      views.patch(id, { asking, refusal: null });
      const turn = await receive(id, stream, onStored);
      if (turn.ended) return true;
      if (!turn.started && turn.error !== null && turn.error.type !== "ConnectionLost") {
        views.patch(id, { asking: null, refusal: turn.error });
        return false;
      }
      await rejoin(id);
      views.patch(id, { asking: null });
      if (!turn.started && turn.error !== null) views.patch(id, { refusal: turn.error });
      return turn.started;
    });

  return {
    run,
    takeUp,
    /** Something changed in a conversation: what began elsewhere is taken up, what ended elsewhere is read. */
    noticed: ({ id, answering, messageCount }: Conversation): void => {
      const { thread } = views.get(id);
      if (thread === null) return;
      if (answering) return void takeUp(id);
      if (!active.has(id) && messageCount !== thread.messages.length) void reload(id);
    },
  };
};
