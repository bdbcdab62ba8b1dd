/** One writer, any number of readers. */
export interface Broadcast<T> {
  readonly publish: (value: T) => void;
  /**
   * Values in order, never dropped, beginning with the latest one if there is one, or with the next (`from: "next"`).
   * Reading begins at the first `next()`. Ends when the signal aborts or the broadcast closes. Never rejects.
   */
  readonly subscribe: (signal?: AbortSignal, from?: "latest" | "next") => AsyncGenerator<T, void, void>;
  readonly latest: () => T | undefined;
  readonly close: () => void;
}

export const createBroadcast = <T>(initial?: T): Broadcast<T> => {
  const readers = new Set<{ queue: T[]; wake: () => void }>();
  let latest = initial;
  let closed = false;

  async function* subscribe(signal?: AbortSignal, from: "latest" | "next" = "latest"): AsyncGenerator<T, void, void> {
    const reader = { queue: latest === undefined || from === "next" ? [] : [latest], wake: () => {} };
    const stop = () => reader.wake();
    readers.add(reader);
    signal?.addEventListener("abort", stop, { once: true });
    try {
      while (!signal?.aborted) {
        const next = reader.queue.shift();
        if (next !== undefined) yield next;
        else if (closed) return;
        else await new Promise<void>((resolve) => (reader.wake = resolve));
      }
    } finally {
      readers.delete(reader);
      signal?.removeEventListener("abort", stop);
    }
  }

  return {
    publish: (value) => {
      latest = value;
      for (const reader of readers) {
        reader.queue.push(value);
        reader.wake();
      }
    },
    subscribe,
    latest: () => latest,
    close: () => {
      closed = true;
      for (const reader of readers) reader.wake();
    },
  };
};
