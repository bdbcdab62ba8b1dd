import type { ChatEvent, Conversation, ConversationId } from "#core/chat/schema";
import { consume, type Client, type ClientError } from "../../bridge/index.ts";
import { createFrameBatch } from "./frame-batch.ts";
import { withAnswer, withTurn } from "./thread.ts";
import type { Views } from "./views.ts";

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
  const receive = async (
    id: ConversationId,
    stream: Stream,
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

  /** Joins the answer under way on the host, as often as the line breaks, then reads what is stored. */
  const rejoin = async (id: ConversationId): Promise<void> => {
    let joined = await receive(id, client.chat.follow({ conversationId: id }));
    while (joined.error?.type === "ConnectionLost" && (await tryAgain()))
      joined = await receive(id, client.chat.follow({ conversationId: id }));
    if (!joined.ended) await reload(id);
    views.patch(id, { live: null });
  };

  /** Answers false when the question was refused before it was stored: its text is still the sender's to keep. */
  const run = async (id: ConversationId, asking: string | null, stream: Stream): Promise<boolean> => {
    views.patch(id, { asking, refusal: null });
    const turn = await receive(id, stream);
    if (turn.ended) return true;
    if (!turn.started && turn.error !== null && turn.error.type !== "ConnectionLost") {
      views.patch(id, { asking: null, refusal: turn.error });
      return false;
    }
    await rejoin(id);
    views.patch(id, { asking: null });
    if (!turn.started && turn.error !== null) views.patch(id, { refusal: turn.error });
    return turn.started;
  };

  return { run, rejoin };
};
