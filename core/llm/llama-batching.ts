import type { BatchItem, CustomBatchingPrioritizationStrategy, PrioritizedBatchItem } from "node-llama-cpp";

/**
 * The library starts the next batch when the first of several answers has its next token, a few microtasks before the others have theirs, so one
 * of them always misses it (measured with 3.22.1: batches of 3 for 4 answers). So a batch waits for all that are writing, this many rounds of the
 * library's loop; each is a handful of microtasks, and 60 were enough in every run.
 */
const mostRounds = 60;

/** Shares a batch so that nobody who wants little waits for somebody who wants much. */
const share = (items: readonly BatchItem[], size: number): PrioritizedBatchItem[] => {
  let left = size;
  return items
    .toSorted((one, other) => one.tokens.length - other.tokens.length)
    .map((item, index) => {
      const processAmount = Math.min(item.tokens.length, Math.ceil(left / (items.length - index)));
      left -= processAmount;
      return { item, processAmount };
    })
    .filter(({ processAmount }) => processAmount > 0);
};

/** Several answers in one context, evaluated together: the weights are read from memory once for all of them. */
export interface Gathering {
  readonly strategy: CustomBatchingPrioritizationStrategy;
  /** Says that one more answer is writing token after token, until the function given back is called. */
  readonly writing: () => () => void;
  /** Calls with every batch that is sent to the native part, until the function given back is called. */
  readonly onBatch: (call: () => void) => () => void;
}

export const createGathering = (): Gathering => {
  let writers = 0;
  let rounds = 0;
  const calls = new Set<() => void>();
  return {
    strategy: ({ items, size }) => {
      if (items.length < writers && rounds < mostRounds) {
        rounds += 1;
        return [];
      }
      rounds = 0;
      for (const call of calls) call();
      return share(items, size);
    },
    writing: () => {
      let ended = false;
      writers += 1;
      return () => {
        if (!ended) writers -= 1;
        ended = true;
      };
    },
    onBatch: (call) => {
      calls.add(call);
      return () => calls.delete(call);
    },
  };
};
