import type { Conversation, Folder } from "#core/chat/schema";
import type { ClientError } from "../../../bridge/index.ts";

export interface ConversationsState {
  /** Those that are known and not archived, newest first: all that are pinned or in a folder, and the others as far as they were read. */
  readonly conversations: readonly Conversation[];
  /** In their order. */
  readonly folders: readonly Folder[];
  /** Null: nobody has looked yet. */
  readonly archived: readonly Conversation[] | null;
  readonly loaded: boolean;
  /** Whether older ones that are neither pinned nor in a folder can be read. */
  readonly more: boolean;
  /** Why the list is not what the host has. */
  readonly problem: ClientError | null;
  /** Taken from the list while the undo is still open. */
  readonly hidden: ReadonlySet<string>;
}

export const emptyState: ConversationsState = {
  conversations: [],
  folders: [],
  archived: null,
  loaded: false,
  more: false,
  problem: null,
  hidden: new Set(),
};

/** As the host orders them: the most recently used first. */
const byUse = (a: Conversation, b: Conversation): number => b.updatedAtMs - a.updatedAtMs || (a.id < b.id ? 1 : -1);

const without = (conversations: readonly Conversation[], id: string): readonly Conversation[] =>
  conversations.some((entry) => entry.id === id) ? conversations.filter((entry) => entry.id !== id) : conversations;

/** Newest first; a conversation that was used moves to the front. */
export const withConversation = (conversations: readonly Conversation[], changed: Conversation): Conversation[] =>
  [changed, ...conversations.filter(({ id }) => id !== changed.id)].toSorted(byUse);

/** Several lists as one, each conversation once. Of two that differ the later counts. */
export const merged = (...lists: readonly (readonly Conversation[])[]): Conversation[] =>
  [...new Map(lists.flat().map((conversation) => [conversation.id, conversation])).values()].toSorted(byUse);

/** A conversation as it is now, put where it belongs. */
export const withChanged = (state: ConversationsState, changed: Conversation): ConversationsState => ({
  ...state,
  conversations: changed.archived ? without(state.conversations, changed.id) : withConversation(state.conversations, changed),
  archived:
    state.archived === null ? null : changed.archived ? withConversation(state.archived, changed) : without(state.archived, changed.id),
});

export const withRemoved = (state: ConversationsState, id: string): ConversationsState => ({
  ...state,
  conversations: without(state.conversations, id),
  archived: state.archived === null ? null : without(state.archived, id),
});

export const isUnfiled = ({ archived, folderId, pinned }: Conversation): boolean => !archived && !pinned && folderId === null;

/** Where the next page of those in no place begins. One too few is harmless, one too many would leave a gap: what came by other ways does not count. */
export const unfiledOffset = (conversations: readonly Conversation[], oldestReadMs: number): number =>
  conversations.filter((conversation) => isUnfiled(conversation) && conversation.updatedAtMs > oldestReadMs).length;
