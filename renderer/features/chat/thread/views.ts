import { createStore } from "zustand/vanilla";
import type { ChatEvent, ChatImage, ConversationId } from "#core/chat/schema";
import type { ClientError } from "../../../bridge/index.ts";
import type { Thread } from "./thread.ts";

export type LiveSource = Extract<ChatEvent, { type: "chat-sources" }>["sources"][number];
export type Fallback = Omit<Extract<ChatEvent, { type: "chat-fallback" }>, "type">;

/** The answer being written. Kept beside the thread, so that a frame of text touches one component only. */
export interface LiveAnswer {
  readonly messageId: string;
  readonly text: string;
  readonly sources: readonly LiveSource[];
  readonly fallbacks: readonly Fallback[];
}

/** A question that was sent and is not stored yet. */
export interface Asking {
  readonly text: string;
  readonly images: readonly ChatImage[];
}

/** A conversation as this window sees it. */
export interface ConversationView {
  readonly thread: Thread | null;
  readonly problem: ClientError | null;
  readonly asking: Asking | null;
  readonly live: LiveAnswer | null;
  /** Why the last question did not get as far as an answer. */
  readonly refusal: ClientError | null;
  /** The question that is being put in other words, as far as they are written. */
  readonly editing: { readonly messageId: string; readonly text: string } | null;
}

const emptyView: ConversationView = { thread: null, problem: null, asking: null, live: null, refusal: null, editing: null };

export const createViews = () => {
  const store = createStore<Readonly<Record<string, ConversationView>>>(() => ({}));
  return {
    store,
    get: (id: string): ConversationView => store.getState()[id] ?? emptyView,
    patch: (id: string, change: Partial<ConversationView> | ((view: ConversationView) => Partial<ConversationView>)): void =>
      store.setState((views) => {
        const view = views[id] ?? emptyView;
        return { [id]: { ...view, ...(typeof change === "function" ? change(view) : change) } };
      }),
    /** Changes what this window shows of a conversation; nothing where it shows none of it. */
    patchKnown: (id: string, change: (view: ConversationView) => Partial<ConversationView>): void =>
      store.setState((views) => {
        const view = views[id];
        return view === undefined ? views : { [id]: { ...view, ...change(view) } };
      }),
    /** Conversations that were opened here. */
    ids: (): ConversationId[] => Object.entries(store.getState()).flatMap(([, { thread }]) => thread?.conversation.id ?? []),
    forget: (id: string): void => store.setState(({ [id]: _gone, ...rest }) => rest, true),
  };
};

export type Views = ReturnType<typeof createViews>;
export const viewOf = (views: Readonly<Record<string, ConversationView>>, id: string): ConversationView => views[id] ?? emptyView;
