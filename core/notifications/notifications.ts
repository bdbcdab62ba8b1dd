import type { ClockDep, IdsDep } from "#core/base";
import { ok } from "#core/base/schema";
import type { Result } from "#core/base/schema";
import type { Notifier } from "#core/tools";
import type { ToolError } from "#core/tools/schema";
import type { Notification } from "./schema.ts";

/** So many that nobody was there to see are kept; older ones are dropped. */
const mostKept = 50;

export interface NotificationsDeps extends ClockDep, IdsDep {
  /** The host's own way to reach the person, such as the system's notifications; null when it has none. It may lead to what it is about. */
  readonly system: {
    readonly send: (message: Pick<Notification, "title" | "text" | "about">, signal: AbortSignal) => Promise<Result<void, ToolError>>;
  } | null;
}

/** What the person is to hear of. Lives in memory: what nobody saw before the process ended is gone. */
export interface Notifications {
  /** Shown by the system where the host can, else by every interface that watches, else by the next one that does. Never fails for want of somebody to see it. */
  readonly send: (message: Pick<Notification, "title" | "text" | "about">, signal: AbortSignal) => Promise<void>;
  /** As a tool sees it. */
  readonly notifier: Notifier;
  /** What nobody has seen, then each as it comes. Ends with the signal. */
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<Notification, void, void>;
}

export const createNotifications = ({ clock, ids, system }: NotificationsDeps): Notifications => {
  const readers = new Set<{ readonly queue: Notification[]; wake: () => void }>();
  let unseen: Notification[] = [];

  const send: Notifications["send"] = async ({ about, text, title }, signal) => {
    const shown = system === null ? null : await system.send({ title, text, about }, signal);
    const notification: Notification = {
      id: ids.create("note"),
      title,
      text,
      about,
      isShown: shown?.ok === true,
      createdAtMs: clock.nowMs(),
    };
    if (readers.size === 0 && !notification.isShown) unseen = [...unseen, notification].slice(-mostKept);
    for (const reader of readers) {
      reader.queue.push(notification);
      reader.wake();
    }
  };

  async function* watch(signal?: AbortSignal): AsyncGenerator<Notification, void, void> {
    const reader = { queue: unseen, wake: () => {} };
    unseen = [];
    readers.add(reader);
    const stop = () => reader.wake();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      while (signal?.aborted !== true) {
        const next = reader.queue.shift();
        if (next !== undefined) yield next;
        else await new Promise<void>((resolve) => (reader.wake = resolve));
      }
    } finally {
      readers.delete(reader);
      // What was on its way to a window that left is for the next one, where no other has it.
      if (readers.size === 0) unseen = [...unseen, ...reader.queue.filter(({ isShown }) => !isShown)].slice(-mostKept);
      signal?.removeEventListener("abort", stop);
    }
  }

  return {
    send,
    notifier: {
      send: async (message, signal) => {
        await send({ ...message, about: { type: "message" } }, signal);
        return ok(undefined);
      },
    },
    watch,
  };
};
