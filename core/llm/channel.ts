/** Turns callbacks into a stream for one reader. Values keep their order and wait without limit. */
export interface Channel<T> {
  readonly push: (value: T) => void;
  /** Ends the stream after the values already pushed. */
  readonly end: () => void;
  readonly values: () => AsyncGenerator<T, void, void>;
}

export const createChannel = <T>(): Channel<T> => {
  const waiting: T[] = [];
  let ended = false;
  let wake = () => {};
  return {
    push: (value) => {
      waiting.push(value);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    async *values() {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift() as T;
        if (ended) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
};
