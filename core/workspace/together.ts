/** Collects what comes at the same moment and does it in one go. */
export interface Together<T> {
  /** Resolves when the batch with this item is done; rejects with what it threw. */
  readonly add: (item: T) => Promise<void>;
}

/** `work` gets everything that was added since the last time, in order, once nothing else is left to do right now. */
export const createTogether = <T>(work: (items: readonly T[]) => Promise<void> | void): Together<T> => {
  let batch: { readonly items: T[]; readonly done: Promise<void> } | null = null;
  const start = () => {
    const items: T[] = [];
    const done = new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      batch = null;
      return work(items);
    });
    return { items, done };
  };
  return {
    add: (item) => {
      batch ??= start();
      batch.items.push(item);
      return batch.done;
    },
  };
};
