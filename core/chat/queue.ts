import { err, ok, type Result } from "#core/base/schema";
import type { MemoryError } from "#core/memory/schema";
import type { StoreDep } from "#core/store";
import type { AskingWays, NewQuestion } from "./asking.ts";
import type { Changes } from "./changes.ts";
import type { ConversationPlaces } from "./conversation-places.ts";
import type { Images } from "./images.ts";
import type { QueueLines, WaitingQuestion } from "./queue-lines.ts";
import type { ChatError, ConversationId, Message, MessageQueue, QueuedId } from "./schema.ts";
import type { Turns } from "./turns.ts";

/** More than anybody keeps in mind; it bounds what a forgotten line can ask. */
const mostWaiting = 20;

interface QueueDeps extends StoreDep {
  readonly asking: AskingWays;
  readonly changes: Changes;
  readonly images: Images;
  readonly lines: QueueLines;
  readonly places: ConversationPlaces;
  readonly turns: Turns;
}

/**
 * Questions that wait for the answers before them. A question is in line or asked, never both: it leaves the line in the transaction that saves it as
 * a message. A line is not held only while an answer is under way that it waits for.
 */
export const createQueue = ({ asking, changes, images, lines, places, store, turns }: QueueDeps) => {
  let closed = false;

  /** A line with nothing to wait for is held, also where no stop held it: asking its first one may have broken. */
  const read = (id: ConversationId): MessageQueue => {
    const { held, messages } = lines.read(id);
    return { held: held || (messages.length > 0 && !turns.isUnderWay(id)), messages };
  };

  const tell = (id: ConversationId): MessageQueue => {
    const queue = read(id);
    changes.tellQueue(id, queue);
    return queue;
  };

  const askNext = (id: ConversationId): void => {
    const next = lines.first(id);
    if (next === undefined) return;
    asking.askWaiting(next, () => lines.drop(next));
    tell(id);
  };

  const hold = (id: ConversationId): void => {
    if (lines.count(id) === 0 || lines.isHeld(id)) return;
    lines.hold(id, true);
    tell(id);
  };

  const known = (id: ConversationId): Result<void, ChatError> =>
    lines.exists(id) ? ok(undefined) : err({ type: "ConversationNotFound", conversationId: id });

  const change = (id: QueuedId, make: (waiting: WaitingQuestion) => void): Result<MessageQueue, ChatError> => {
    const found = lines.get(id);
    if (!found.ok) return found;
    make(found.value);
    return ok(tell(found.value.conversationId));
  };

  return {
    get: (id: ConversationId): Result<MessageQueue, ChatError> => {
      const found = known(id);
      return found.ok ? ok(read(id)) : found;
    },

    /** Asks at once where nothing is under way and nothing waits. Errors: also QueueFull. */
    add: (input: NewQuestion): Result<MessageQueue, ChatError | MemoryError> => {
      const { conversationId } = input;
      const asked = asking.prepare(input);
      if (!asked.ok) return asked;
      const waitingCount = lines.count(conversationId);
      if (waitingCount === 0 && !turns.isUnderWay(conversationId)) {
        asking.askNow(conversationId, asked.value);
        return ok(read(conversationId));
      }
      if (waitingCount >= mostWaiting) return err({ type: "QueueFull", conversationId, limit: mostWaiting });
      store.transaction(() => {
        places.takeUp(conversationId);
        images.take(asked.value.images, conversationId);
        lines.add(conversationId, asked.value);
      });
      return ok(tell(conversationId));
    },

    update: (id: QueuedId, text: string) => change(id, (waiting) => lines.say(waiting, text)),
    move: (id: QueuedId, position: number) => change(id, (waiting) => lines.move(waiting, position)),
    remove: (id: QueuedId) =>
      change(id, (waiting) =>
        store.transaction(() => {
          lines.drop(waiting);
          images.release(waiting.images, waiting.conversationId);
        }),
      ),

    /** Goes on with the line: at once, or when the answer under way has ended. */
    resume: (id: ConversationId): Result<MessageQueue, ChatError> => {
      const found = known(id);
      if (!found.ok) return found;
      if (lines.count(id) === 0) return ok(read(id));
      store.transaction(() => {
        places.takeUp(id);
        lines.hold(id, false);
      });
      if (turns.isUnderWay(id)) return ok(tell(id));
      askNext(id);
      return ok(read(id));
    },

    /** The next one's turn after an answer that is whole; after any other the person is asked first. */
    turnEnded: (id: ConversationId, state: Message["state"]): void => {
      if (state !== "complete") hold(id);
      else if (!closed && !lines.isHeld(id)) askNext(id);
    },

    hold,
    /** Takes the whole line away, before its conversation goes. */
    clear: (id: ConversationId): void => lines.dropLine(id),
    /** Nothing is asked any more. What waits is held until the person says so, also after a crash. */
    close: (): void => {
      closed = true;
      lines.holdAll();
    },
  };
};

export type Queue = ReturnType<typeof createQueue>;
