import { createStore } from "zustand/vanilla";
import type { ConversationId, MessageId } from "#core/chat/schema";
import { attempt, type Client } from "../../../bridge/index.ts";
import { firstPlace, stepped, withSeen, type FindState } from "./find-state.ts";

export interface FindStart {
  readonly query: string;
  readonly by: FindState["by"];
  /** Where to begin: at this message, or at or behind this position. */
  readonly messageId?: MessageId | undefined;
  readonly from?: number | undefined;
}

/** What is looked for in the conversation that is open. One at a time per window; null when nobody is looking. */
export const createFind = (client: Client) => {
  const store = createStore<{ readonly state: FindState | null }>(() => ({ state: null }));
  let asked: AbortController | null = null;

  const patch = (change: (state: FindState) => FindState): void =>
    store.setState(({ state }) => ({ state: state === null ? null : change(state) }));

  /** `keep`: the same question again after the conversation has changed. */
  const ask = async (from: number, messageId: MessageId | null, keep: boolean): Promise<void> => {
    asked?.abort();
    const { state } = store.getState();
    if (state === null) return;
    const { by, conversationId, query } = state;
    if (query.trim() === "") return patch((current) => ({ ...current, matches: [], at: null, problem: null }));
    const controller = new AbortController();
    asked = controller;
    const found = await attempt(
      client.chat.find({ conversationId, query: query.slice(0, 400), by }, { signal: controller.signal }),
      controller.signal,
    );
    if (controller.signal.aborted) return;
    patch((current) => {
      if (!found.ok) return { ...current, matches: [], at: null, problem: found.error };
      const matches = found.value;
      const stays = keep && current.at !== null && matches.some(({ position }) => position === current.at?.position);
      if (stays) return { ...current, matches, problem: null };
      return { ...current, matches, problem: null, at: firstPlace(matches, from, messageId), moves: current.moves + 1 };
    });
  };

  return {
    store,
    start: (conversationId: ConversationId, { query, by, messageId, from = 0 }: FindStart): void => {
      store.setState({ state: { conversationId, query, by, matches: null, problem: null, at: null, moves: 0 } });
      void ask(from, messageId ?? null, false);
    },
    /** Other words, typed here. */
    write: (query: string): void => {
      patch((state) => ({ ...state, query, by: "text" }));
      void ask(store.getState().state?.at?.position ?? 0, null, false);
    },
    again: (): void => void ask(0, null, true),
    step: (step: 1 | -1): void =>
      patch((state) => ({ ...state, at: stepped(state.matches ?? [], state.at, step), moves: state.moves + 1 })),
    seen: (position: number, count: number): void => {
      const { state } = store.getState();
      const next = state === null ? null : withSeen(state, position, count);
      if (next !== state) store.setState({ state: next });
    },
    close: (): void => {
      asked?.abort();
      store.setState({ state: null });
    },
  };
};

export type Find = ReturnType<typeof createFind>;
