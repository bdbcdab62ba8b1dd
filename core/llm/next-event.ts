import type { Clock } from "#core/base";
import type { ModelEvent } from "./schema.ts";

/** The next event; null when the stream is over, or when it gave none within `graceMs` after the signal: then it hangs and is left behind. */
export const nextOrAbandoned = async (
  events: AsyncIterator<ModelEvent>,
  signal: AbortSignal,
  clock: Clock,
  graceMs: number,
): Promise<ModelEvent | null> => {
  const done = new AbortController();
  const abandoned = new Promise<null>((resolve) => {
    const wait = () => void clock.sleep(graceMs, done.signal).then(() => resolve(null));
    if (signal.aborted) wait();
    else signal.addEventListener("abort", wait, { once: true, signal: done.signal });
  });
  try {
    return await Promise.race([events.next().then((step) => (step.done === true ? null : step.value)), abandoned]);
  } finally {
    done.abort();
  }
};
