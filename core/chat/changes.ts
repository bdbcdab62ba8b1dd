import { createBroadcast } from "#core/base";
import type { Conversations } from "./conversations.ts";
import type { Folders } from "./folders.ts";
import type { ChatChange, ConversationId, MessageQueue } from "./schema.ts";

interface ChangesDep {
  readonly conversations: Pick<Conversations, "conversation">;
  readonly folders: Pick<Folders, "list">;
}

/** More single changes than this are told as one: reading the list anew is cheaper then. */
const mostSingly = 50;

/** Tells everybody who watches what became of conversations, folders and queues. To be told after what it tells of is on disk. */
export const createChanges = ({ conversations, folders }: ChangesDep) => {
  const told = createBroadcast<ChatChange>();

  const tellConversation = (id: ConversationId): void => {
    const found = conversations.conversation(id);
    if (found.ok) told.publish({ type: "conversation-changed", conversation: found.value });
  };

  const tellFolders = (): void => told.publish({ type: "folders-changed", folders: folders.list() });

  const tellEverything = (): void => told.publish({ type: "everything-changed" });

  /**
   * Folders as they are, then every change. The reader is enrolled before the folders are read, so whoever reads the list after the first value misses
   * nothing. Ends with the signal.
   */
  async function* watch(signal?: AbortSignal): AsyncGenerator<ChatChange, void, void> {
    const left = new AbortController();
    const rest = told.subscribe(signal === undefined ? left.signal : AbortSignal.any([signal, left.signal]), "next");
    const next = rest.next();
    try {
      yield { type: "folders-changed", folders: folders.list() };
      const first = await next;
      if (first.done === true) return;
      yield first.value;
      yield* rest;
    } finally {
      left.abort();
    }
  }

  return {
    tellConversation,
    tellConversations: (ids: readonly ConversationId[]): void => {
      if (ids.length > mostSingly) tellEverything();
      else ids.forEach(tellConversation);
    },
    tellEverything,
    tellFolders,
    tellQueue: (conversationId: ConversationId, queue: MessageQueue): void => {
      told.publish({ type: "queue-changed", conversationId, queue });
      tellConversation(conversationId);
    },
    tellRemoved: (conversationId: ConversationId): void => told.publish({ type: "conversation-removed", conversationId }),
    watch,
    close: told.close,
  };
};

export type Changes = ReturnType<typeof createChanges>;
