/** Messages for one reader at a time, kept while nobody listens. */
export interface Mailbox<T> {
  readonly put: (message: T) => void;
  /** What waits, then each as it comes, until the signal aborts. A second reader takes the place of the first. */
  readonly read: (signal?: AbortSignal) => AsyncGenerator<T, void, void>;
  /** The reader is gone, whether it has noticed or not: what comes from now on waits for the next. */
  readonly dismiss: () => void;
}

/** `limit`: the oldest go when more than so many wait. */
export const createMailbox = <T>(limit: number): Mailbox<T> => {
  const waiting: T[] = [];
  let wake = (): void => {};
  let reader = 0;

  async function* read(signal?: AbortSignal): AsyncGenerator<T, void, void> {
    reader += 1;
    const turn = reader;
    wake();
    const stop = () => wake();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      while (signal?.aborted !== true && turn === reader) {
        const next = waiting.shift();
        if (next !== undefined) yield next;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      signal?.removeEventListener("abort", stop);
    }
  }

  return {
    put: (message) => {
      waiting.push(message);
      if (waiting.length > limit) waiting.shift();
      wake();
    },
    read,
    dismiss: () => {
      reader += 1;
      wake();
    },
  };
};

/** A value and whoever wants to hear of it: at once, and after every change. A slow reader hears of the newest only. */
export interface Watched<T> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<T, void, void>;
}

export const createWatched = <T>(initial: T): Watched<T> => {
  let value = initial;
  const readers = new Set<Mailbox<T>>();
  async function* watch(signal?: AbortSignal): AsyncGenerator<T, void, void> {
    const mailbox = createMailbox<T>(1);
    mailbox.put(value);
    readers.add(mailbox);
    try {
      yield* mailbox.read(signal);
    } finally {
      readers.delete(mailbox);
    }
  }
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const reader of readers) reader.put(next);
    },
    watch,
  };
};
