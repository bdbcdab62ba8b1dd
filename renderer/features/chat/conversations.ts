import { createStore } from "zustand/vanilla";
import type { Conversation, ConversationId } from "#core/chat/schema";
import { attempt, type Client, type ClientError } from "../../bridge/index.ts";

const pageSize = 100;

export interface ConversationsState {
  readonly conversations: readonly Conversation[];
  readonly loaded: boolean;
  /** Whether older ones can be read. */
  readonly more: boolean;
  readonly problem: ClientError | null;
  /** Taken from the list while the undo is still open. */
  readonly hidden: ReadonlySet<string>;
}

/** Newest first; a conversation that was used moves to the front. */
export const withConversation = (conversations: readonly Conversation[], changed: Conversation): Conversation[] =>
  [changed, ...conversations.filter(({ id }) => id !== changed.id)].toSorted((a, b) => b.updatedAtMs - a.updatedAtMs);

export const createConversations = (client: Client) => {
  const store = createStore<ConversationsState>(() => ({
    conversations: [],
    loaded: false,
    more: false,
    problem: null,
    hidden: new Set(),
  }));
  const set = store.setState;

  const hide = (id: string, hidden: boolean) =>
    set((state) => ({ hidden: hidden ? new Set([...state.hidden, id]) : new Set([...state.hidden].filter((other) => other !== id)) }));

  return {
    store,
    load: async () => {
      const page = await attempt(client.chat.list({ limit: pageSize }));
      if (page.ok) set({ conversations: page.value, loaded: true, more: page.value.length === pageSize, problem: null });
      else set({ loaded: true, problem: page.error });
    },
    loadMore: async () => {
      const page = await attempt(client.chat.list({ limit: pageSize, offset: store.getState().conversations.length }));
      if (!page.ok) return set({ problem: page.error });
      set(({ conversations }) => {
        const known = new Set<string>(conversations.map(({ id }) => id));
        return {
          conversations: [...conversations, ...page.value.filter(({ id }) => !known.has(id))],
          more: page.value.length === pageSize,
        };
      });
    },
    touch: (conversation: Conversation) => set(({ conversations }) => ({ conversations: withConversation(conversations, conversation) })),
    rename: async (id: ConversationId, title: string) => {
      const renamed = await attempt(client.chat.rename({ conversationId: id, title }));
      if (renamed.ok)
        set(({ conversations }) => ({ conversations: conversations.map((entry) => (entry.id === id ? renamed.value : entry)) }));
      return renamed;
    },
    hide,
    /** For good. The list already does without it. */
    remove: async (id: ConversationId) => {
      const removed = await attempt(client.chat.remove({ conversationId: id }));
      if (removed.ok || removed.error.type === "ConversationNotFound")
        set(({ conversations }) => ({ conversations: conversations.filter((entry) => entry.id !== id) }));
      hide(id, false);
      return removed;
    },
  };
};

export type Conversations = ReturnType<typeof createConversations>;
