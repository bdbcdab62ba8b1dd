/** Lets one at a time through, in order of arrival. */
export interface TurnQueue {
  /** Waits for the turn; the function given back ends it and may be called more than once. Null when the signal fired first. Never rejects. */
  readonly enter: (signal: AbortSignal) => Promise<(() => void) | null>;
}

export const createTurnQueue = (): TurnQueue => {
  let last: Promise<void> = Promise.resolve();
  return {
    enter: async (signal) => {
      const before = last;
      const { promise, resolve } = Promise.withResolvers<void>();
      // Whoever gives up still passes the turn on, but only once it has come.
      last = before.then(() => promise);
      const { promise: aborted, resolve: onAbort } = Promise.withResolvers<"aborted">();
      const stop = () => onAbort("aborted");
      signal.addEventListener("abort", stop, { once: true });
      if (signal.aborted) stop();
      const outcome = await Promise.race([before, aborted]);
      signal.removeEventListener("abort", stop);
      if (outcome !== "aborted" && !signal.aborted) return resolve;
      resolve();
      return null;
    },
  };
};
