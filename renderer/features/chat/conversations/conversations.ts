import { createStore } from "zustand/vanilla";
import type { ChatChange, Conversation, ConversationId, Folder, FolderId } from "#core/chat/schema";
import { ok, type Result } from "#core/base/schema";
import { attempt, type Client, type ClientError } from "../../../bridge/index.ts";
import { emptyState, isUnfiled, merged, unfiledOffset, withChanged, withRemoved, type ConversationsState } from "./list-state.ts";

const pageSize = 200;
/** The most conversations one request may bring. */
const longPage = 1000;
/** Requests under way at a time where many conversations are changed at once. */
const atOnce = 8;

/** What is left out stays as it is. */
export interface PlaceChange {
  readonly folderId?: FolderId | null;
  readonly pinned?: boolean;
  readonly archived?: boolean;
}

type Outcome<T> = Promise<Result<T, ClientError>>;

/** The list of conversations as this window knows it; it follows what others do. What is done here shows at once and is taken back when it fails. */
export const createConversations = (client: Client) => {
  const store = createStore<ConversationsState>(() => emptyState);
  const set = store.setState;
  /** What was heard while the list was being read: newer than what the reading brings. Null: it is not being read. */
  let heard: Map<string, Conversation | null> | null = null;
  let oldestReadMs = 0;
  let loading: Promise<void> | null = null;
  let again = false;

  const touch = (conversation: Conversation): void => {
    heard?.set(conversation.id, conversation);
    set((state) => withChanged(state, conversation));
  };
  const drop = (id: string): void => {
    heard?.set(id, null);
    set((state) => withRemoved(state, id));
  };
  const find = (id: string): Conversation | undefined => {
    const { archived, conversations } = store.getState();
    return conversations.find((entry) => entry.id === id) ?? archived?.find((entry) => entry.id === id);
  };

  const readWhole = async (query: { readonly view?: "pinned" | "archived"; readonly folderId?: FolderId }): Outcome<Conversation[]> => {
    const all: Conversation[] = [];
    for (;;) {
      const page = await attempt(client.chat.list({ ...query, limit: longPage, offset: all.length }));
      if (!page.ok) return page;
      all.push(...page.value);
      if (page.value.length < longPage) return ok(all);
    }
  };

  const take = (change: Partial<ConversationsState>): void => {
    set((state) => {
      let next: ConversationsState = { ...state, ...change };
      for (const [id, conversation] of heard ?? []) next = conversation === null ? withRemoved(next, id) : withChanged(next, conversation);
      return next;
    });
  };

  const readList = async (): Promise<void> => {
    const { archived, conversations, loaded } = store.getState();
    const limit = Math.min(longPage, Math.max(pageSize, conversations.filter(isUnfiled).length));
    const [folders, pinned, unfiled] = await Promise.all([
      attempt(client.folders.list()),
      readWhole({ view: "pinned" }),
      attempt(client.chat.list({ view: "unfiled", limit })),
    ]);
    if (!folders.ok) return set({ loaded: true, problem: folders.error });
    if (!pinned.ok) return set({ loaded: true, problem: pinned.error });
    if (!unfiled.ok) return set({ loaded: true, problem: unfiled.error });
    oldestReadMs = unfiled.value.at(-1)?.updatedAtMs ?? 0;
    const shown = { folders: folders.value, more: unfiled.value.length === limit, loaded: true, problem: null };
    // What is seen first comes first. Later readings replace the list only when they are whole.
    if (!loaded) take({ ...shown, conversations: merged(pinned.value, unfiled.value) });
    const filed = await Promise.all(folders.value.map(({ id }) => readWhole({ folderId: id })));
    const members = filed.flatMap((folder) => (folder.ok ? folder.value : []));
    const put = archived === null ? null : await readWhole({ view: "archived" });
    take({
      ...shown,
      conversations: merged(members, pinned.value, unfiled.value),
      problem: filed.find((folder) => !folder.ok)?.error ?? null,
      ...(put?.ok === true ? { archived: put.value } : {}),
    });
  };

  /** Reads the list anew. Asked while it is being read, it is read once more. */
  const load = (): Promise<void> => {
    again = loading !== null;
    loading ??= (async () => {
      do {
        again = false;
        heard = new Map();
        await readList();
        heard = null;
      } while (again);
      loading = null;
    })();
    return loading;
  };

  const change = async (id: ConversationId, guess: Partial<Conversation>, call: PromiseLike<Conversation>): Outcome<Conversation> => {
    const before = find(id);
    if (before !== undefined) touch({ ...before, ...guess });
    const changed = await attempt(call);
    if (changed.ok) touch(changed.value);
    else if (before !== undefined) touch(before);
    return changed;
  };

  const hide = (id: string, hidden: boolean): void =>
    set((state) => ({ hidden: hidden ? new Set([...state.hidden, id]) : new Set([...state.hidden].filter((other) => other !== id)) }));

  const takeFolder = (folder: Folder): void =>
    set(({ folders }) => ({
      folders: [...folders.filter(({ id }) => id !== folder.id), folder].toSorted((a, b) => a.position - b.position),
    }));

  const organise = (id: ConversationId, place: PlaceChange): Outcome<Conversation> =>
    change(id, place, client.chat.organise({ conversationId: id, ...place }));

  return {
    store,
    find,
    load,
    loadMore: async (): Promise<void> => {
      const { conversations } = store.getState();
      const offset = unfiledOffset(conversations, oldestReadMs);
      const page = await attempt(client.chat.list({ view: "unfiled", limit: pageSize, offset }));
      if (!page.ok) return set({ problem: page.error });
      oldestReadMs = Math.min(oldestReadMs, page.value.at(-1)?.updatedAtMs ?? 0);
      set((state) => ({ conversations: merged(page.value, state.conversations), more: page.value.length === pageSize, problem: null }));
    },
    /** From then on the archive is kept as the host has it. */
    loadArchived: async (): Promise<void> => {
      const archived = await readWhole({ view: "archived" });
      set(archived.ok ? { archived: archived.value, problem: null } : { problem: archived.error });
    },
    touch,
    hear: (news: ChatChange): void => {
      switch (news.type) {
        case "conversation-changed":
          return touch(news.conversation);
        case "conversation-removed":
          return drop(news.conversationId);
        case "folders-changed":
          return set({ folders: news.folders });
        case "everything-changed":
          return void load();
        case "queue-changed":
          return;
      }
    },
    rename: (id: ConversationId, title: string) => change(id, { title }, client.chat.rename({ conversationId: id, title })),
    organise,
    /** Many at once; the first failure of any. */
    organiseAll: async (changes: readonly (readonly [ConversationId, PlaceChange])[]): Promise<ClientError | null> => {
      let problem: ClientError | null = null;
      for (let start = 0; start < changes.length; start += atOnce) {
        const done = await Promise.all(changes.slice(start, start + atOnce).map(([id, place]) => organise(id, place)));
        problem ??= done.find((outcome) => !outcome.ok)?.error ?? null;
      }
      return problem;
    },
    markRead: (id: ConversationId) => change(id, { unread: false }, client.chat.markRead({ conversationId: id })),
    hide,
    /** For good. The list already does without it. */
    remove: async (id: ConversationId): Outcome<void> => {
      const removed = await attempt(client.chat.remove({ conversationId: id }));
      const gone = removed.ok || removed.error.type === "ConversationNotFound";
      if (gone) drop(id);
      hide(id, false);
      return gone ? ok(undefined) : removed;
    },
    createFolder: async (name: string): Outcome<Folder> => {
      const created = await attempt(client.folders.create({ name }));
      if (created.ok) takeFolder(created.value);
      return created;
    },
    renameFolder: async (id: FolderId, name: string): Outcome<Folder> => {
      const renamed = await attempt(client.folders.rename({ folderId: id, name }));
      if (renamed.ok) takeFolder(renamed.value);
      return renamed;
    },
    moveFolder: async (id: FolderId, position: number): Outcome<Folder[]> => {
      const moved = await attempt(client.folders.move({ folderId: id, position }));
      if (moved.ok) set({ folders: moved.value });
      return moved;
    },
    /** Its conversations stay, in no folder. */
    removeFolder: async (id: FolderId): Outcome<void> => {
      const removed = await attempt(client.folders.remove({ folderId: id }));
      if (!removed.ok) return removed;
      set(({ folders }) => ({ folders: folders.filter((folder) => folder.id !== id) }));
      for (const conversation of store.getState().conversations)
        if (conversation.folderId === id) touch({ ...conversation, folderId: null });
      return ok(undefined);
    },
  };
};

export type Conversations = ReturnType<typeof createConversations>;
