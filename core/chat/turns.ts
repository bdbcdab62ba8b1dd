import { createBroadcast, type Broadcast, type ClockDep, type LogDep } from "#core/base";
import type { Aborted } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import { answerQuestion, type AnswerProgress, type Question } from "./answer.ts";
import type { ConversationPlaces } from "./conversation-places.ts";
import type { Conversations } from "./conversations.ts";
import type { AnswererDep, LibraryDep, PicturesDep } from "./ports.ts";
import type { ChatEvent, ConversationId, Message } from "./schema.ts";

/** How often a growing answer is saved: what a crash can cost of a text that is still being written. */
const keepEveryMs = 500;

interface Turn {
  readonly question: Message;
  readonly answer: Message;
  readonly controller: AbortController;
  readonly events: Broadcast<ChatEvent>;
  readonly ended: Promise<void>;
  text: string;
  sources: Extract<ChatEvent, { type: "chat-sources" }> | null;
}

interface TurnDeps extends AnswererDep, ClockDep, LibraryDep, LogDep, PicturesDep, StoreDep {
  readonly conversations: Conversations;
  readonly places: ConversationPlaces;
  /** After a turn has ended and everybody was told; may start the next one. */
  readonly onEnd: (id: ConversationId, state: Message["state"]) => void;
}

/**
 * Answers under way, at most one for each conversation. A turn belongs to the host, not to whoever asked: it goes on when the
 * listener leaves, and anybody may follow it from its present state.
 */
export const createTurns = (deps: TurnDeps) => {
  const { clock, conversations, log, places } = deps;
  const turns = new Map<ConversationId, Turn>();

  const toEvent = (turn: Turn, progress: AnswerProgress): ChatEvent | null => {
    switch (progress.type) {
      case "sources":
        // Before a word of it is written: what a crash leaves behind is marked too.
        if (progress.isPrivate) conversations.markPrivate(turn.answer.id);
        turn.sources = {
          type: "chat-sources",
          sources: progress.sources.map(({ number, chunkId, documentId, title, path, page, heading, text, isPrivate }) => {
            return { number, chunkId, documentId, title, path, page, heading, text, isPrivate };
          }),
        };
        return turn.sources;
      case "fallback":
        return { type: "chat-fallback", modelId: progress.modelId, error: progress.error };
      case "delta":
        turn.text += progress.text;
        return { type: "chat-delta", messageId: turn.answer.id, text: progress.text };
      case "end":
        return null;
    }
  };

  const finish = (turn: Turn, text: string, state: Message["state"], detail: Parameters<Conversations["finish"]>[3]): void => {
    // Whoever stops an answer is looking at it.
    const isSeen = detail.error?.type === "Aborted" && detail.error.by === "user";
    const answer = deps.store.transaction(() => {
      if (!isSeen) places.markUnread(turn.answer.conversationId);
      return conversations.finish(turn.answer.id, text, state, detail);
    });
    const conversation = conversations.conversation(answer.conversationId);
    turns.delete(answer.conversationId);
    if (conversation.ok) turn.events.publish({ type: "chat-turn-end", answer, conversation: conversation.value });
    turn.events.close();
    try {
      deps.onEnd(answer.conversationId, state);
    } catch (cause) {
      // This answer is whole and stays so, whatever becomes of what was to follow it.
      log.error("what follows a turn broke", { reference: answer.id, stack: cause instanceof Error ? cause.stack : String(cause) });
    }
  };

  const run = async (turn: Turn, question: Question): Promise<void> => {
    let keptAtMs = clock.nowMs();
    try {
      for await (const progress of answerQuestion(deps, question, turn.controller.signal)) {
        if (progress.type === "end") return finish(turn, progress.answer.text, progress.answer.state, progress.answer);
        const event = toEvent(turn, progress);
        if (event !== null) turn.events.publish(event);
        if (clock.nowMs() - keptAtMs >= keepEveryMs) {
          conversations.keepText(turn.answer.id, turn.text);
          keptAtMs = clock.nowMs();
        }
      }
      throw new Error("an answer ended without its end");
    } catch (cause) {
      // The host boundary of work nobody waits for: a defect is logged and becomes the turn's visible end.
      const reference = turn.answer.id;
      log.error("a turn broke", { reference, stack: cause instanceof Error ? cause.stack : String(cause) });
      finish(turn, turn.text, "failed", { error: { type: "Defect", reference } });
    }
  };

  /** The turn so far, then what follows, ending with the turn. */
  async function* follow(turn: Turn, signal?: AbortSignal): AsyncGenerator<ChatEvent, void, void> {
    const rest = turn.events.subscribe(signal, "next");
    const next = rest.next();
    yield { type: "chat-turn-start", question: turn.question, answer: { ...turn.answer, text: turn.text } };
    if (turn.sources !== null) yield turn.sources;
    const first = await next;
    if (first.done === true) return;
    yield first.value;
    yield* rest;
  }

  return {
    /** Starts answering into `answer`, an empty message of a conversation with no turn under way. */
    start: (question: Message, answer: Message, ask: Question): void => {
      const controller = new AbortController();
      let markEnded = () => {};
      const turn: Turn = {
        question,
        answer,
        controller,
        events: createBroadcast<ChatEvent>(),
        ended: new Promise((resolve) => (markEnded = resolve)),
        text: "",
        sources: null,
      };
      turns.set(answer.conversationId, turn);
      void run(turn, ask).then(markEnded);
    },
    isUnderWay: (id: ConversationId): boolean => turns.has(id),
    /** Events of the turn under way in a conversation; empty when there is none. */
    follow: (id: ConversationId, signal?: AbortSignal): AsyncGenerator<ChatEvent, void, void> => {
      const turn = turns.get(id);
      return turn === undefined ? (async function* nothing() {})() : follow(turn, signal);
    },
    /** Stops the turn and waits until its text is saved; false when there was none. */
    stop: async (id: ConversationId, by: Aborted["by"]): Promise<boolean> => {
      const turn = turns.get(id);
      if (turn === undefined) return false;
      turn.controller.abort({ type: "Aborted", by } satisfies Aborted);
      await turn.ended;
      return true;
    },
    running: (): readonly ConversationId[] => [...turns.keys()],
  };
};

export type Turns = ReturnType<typeof createTurns>;
