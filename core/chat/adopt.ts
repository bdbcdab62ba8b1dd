import type { ClockDep, IdsDep } from "#core/base";
import type { StoreDep } from "#core/store";
import { createAdoptedRows, type AdoptedConversation, type AdoptedMessage } from "./adopted-rows.ts";
import { arrivingOrigin } from "./conversation-row.ts";

/** Our own conversations go by this and their id. */
const ownOrigin = "olympus:";
/** A message takes 50 to 150 µs on two cores: fewer than these go in at once. A picture counts as so many messages. */
const mostAtOnce = 100;
const pictureCounts = 20;
/** The thread of the store serves everybody; longer than this at a time it is given to no conversation. */
const sliceMs = 10;
const removedAtOnce = 100;

interface Slicing {
  /** What is kept of a message; called once for each, in order. */
  readonly keep: (message: AdoptedMessage) => AdoptedMessage;
  /** Lets others have their turn. False: it is no longer wanted. */
  readonly rest: () => Promise<boolean>;
  /** What follows the messages that came with the conversation, asked for until it is empty. Null: it cannot be had. */
  readonly more: () => Promise<readonly AdoptedMessage[] | null>;
}

/** Takes in conversations that were held elsewhere; each is on disk, whole, when its call returns, or not at all. */
export const createAdoption = (deps: ClockDep & IdsDep & StoreDep) => {
  const { store } = deps;
  const { database } = store;
  const begin = createAdoptedRows(deps);
  const byOrigin = database.prepare<[string], { id: string }>("SELECT id FROM conversations WHERE origin = ?");
  const byId = database.prepare<[string], { id: string }>("SELECT id FROM conversations WHERE id = ?");
  const setOrigin = database.prepare("UPDATE conversations SET origin = ? WHERE id = ?");
  const selectArriving = database.prepare<[], string>(`SELECT id FROM conversations WHERE origin GLOB '${arrivingOrigin}*'`).pluck();
  const removeMessages = database.prepare(
    "DELETE FROM messages WHERE position IN (SELECT position FROM messages WHERE conversation_id = ? LIMIT ?)",
  );
  const removeConversation = database.prepare("DELETE FROM conversations WHERE id = ?");

  const isKnown = (origins: readonly string[]): boolean =>
    origins.some(
      (origin) =>
        byOrigin.get(origin) !== undefined || (origin.startsWith(ownOrigin) && byId.get(origin.slice(ownOrigin.length)) !== undefined),
    );

  /** Nobody has seen it, so nobody waits for it: a piece at a time, with turns for others between. */
  const remove = async (id: string): Promise<void> => {
    while (database.open && removeMessages.run(id, removedAtOnce).changes > 0) await new Promise((resolve) => setImmediate(resolve));
    if (database.open) removeConversation.run(id);
  };

  const adoptAtOnce = (conversation: AdoptedConversation, keep: Slicing["keep"]): "added" | "known" =>
    store.transaction(() => {
      if (isKnown(conversation.origins)) return "known";
      const writing = begin(conversation, () => conversation.origins[0]);
      for (const message of conversation.messages) writing.add(keep(message));
      writing.finish();
      return "added";
    });

  const adoptInSlices = async (
    conversation: AdoptedConversation,
    { keep, more, rest }: Slicing,
  ): Promise<"added" | "known" | "stopped"> => {
    if (isKnown(conversation.origins)) return "known";
    const writing = store.transaction(() => begin(conversation, (id) => `${arrivingOrigin}${id}`));
    let waiting = conversation.messages.values();
    let outcome: "added" | "known" | "stopped" | null = null;
    try {
      for (let isDone = false; !isDone;) {
        let isEmpty = false;
        store.transaction(() => {
          const endMs = performance.now() + sliceMs;
          while (!isEmpty && performance.now() < endMs) {
            const next = waiting.next();
            if (next.done === true) isEmpty = true;
            else writing.add(keep(next.value));
          }
        });
        if (!(await rest())) return (outcome = "stopped");
        if (!isEmpty) continue;
        const further = await more();
        if (further === null) return (outcome = "stopped");
        isDone = further.length === 0;
        waiting = further.values();
      }
      return (outcome = store.transaction(() => {
        // Another import may have brought it meanwhile.
        if (isKnown(conversation.origins)) return "known";
        writing.finish();
        setOrigin.run(conversation.origins[0], writing.id);
        return "added";
      }));
    } finally {
      if (outcome !== "added") await remove(writing.id);
    }
  };

  return {
    isKnown,
    /**
     * `known`: it is here already; nothing was changed. `stopped`: it was no longer wanted, and nothing of it is left. Throws what the database throws.
     * A long one is written piece by piece under an origin that hides it from everybody, and shown by the last of them.
     */
    adopt: async (conversation: AdoptedConversation, slicing: Slicing): Promise<"added" | "known" | "stopped"> => {
      const size = conversation.messages.reduce((sum, { images }) => sum + 1 + images.length * pictureCounts, 0);
      return size > mostAtOnce ? adoptInSlices(conversation, slicing) : adoptAtOnce(conversation, slicing.keep);
    },
    /** Removes what a process that ended in the middle of a long one left, as of this call. */
    sweep: async (): Promise<void> => {
      for (const id of selectArriving.all()) await remove(id);
    },
  };
};

export type Adoption = ReturnType<typeof createAdoption>;
