import type { ChatChange } from "#core/chat/schema";
import { follow, type Client } from "../../bridge/index.ts";

/** What other windows, the host and this window did to conversations, folders and queues. One line for the whole window. */
export interface Changes {
  /** Answers what stops listening. */
  readonly listen: (listener: (change: ChatChange) => void) => () => void;
  /** Keeps the line open until the signal aborts. Whenever it had broken, `everything-changed` comes first: something may have been missed. */
  readonly follow: (signal: AbortSignal) => Promise<void>;
}

export const createChanges = (client: Client): Changes => {
  const listeners = new Set<(change: ChatChange) => void>();
  const tell = (change: ChatChange) => {
    for (const listener of listeners) listener(change);
  };
  return {
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    follow: (signal) => {
      let opened = false;
      return follow(
        async (inner) => {
          const stream = await client.chat.watch(undefined, { signal: inner });
          if (opened) tell({ type: "everything-changed" });
          opened = true;
          return stream;
        },
        tell,
        signal,
      );
    },
  };
};
