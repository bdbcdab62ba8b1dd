/** Hands out turns in order of arrival. Neighbours of one group may have theirs at the same time; nobody overtakes. */
export interface TurnQueue {
  /**
   * Waits for the turn; the function given back ends it and may be called more than once. `limit` says how many of the group may have a turn at
   * once, and is asked again each time. Null when the signal fired first. Never rejects.
   */
  readonly enter: (signal: AbortSignal, group: string, limit: () => number) => Promise<(() => void) | null>;
  /** Looks whether the next may go; to be called when a limit has grown. */
  readonly advance: () => void;
  /** Turns under way and asked for. */
  readonly size: () => number;
}

interface Waiting {
  readonly group: string;
  readonly limit: () => number;
  readonly go: () => void;
}

export const createTurnQueue = (): TurnQueue => {
  const waiting: Waiting[] = [];
  let group: string | undefined;
  let active = 0;

  const advance = () => {
    for (;;) {
      const [next] = waiting;
      if (next === undefined || (active > 0 && (next.group !== group || active >= next.limit()))) return;
      waiting.shift();
      group = next.group;
      active += 1;
      next.go();
    }
  };

  const leaveOnce = () => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      active -= 1;
      advance();
    };
  };

  return {
    enter: (signal, wantedGroup, limit) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve(null);
        const giveUp = () => {
          waiting.splice(waiting.indexOf(entry), 1);
          resolve(null);
          // Whoever stood behind may be able to go together with those at work.
          advance();
        };
        const go = () => {
          signal.removeEventListener("abort", giveUp);
          resolve(leaveOnce());
        };
        const entry: Waiting = { group: wantedGroup, limit, go };
        signal.addEventListener("abort", giveUp, { once: true });
        waiting.push(entry);
        advance();
      }),
    advance,
    size: () => active + waiting.length,
  };
};
