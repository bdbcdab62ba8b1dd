import { err, ok, type Result } from "#core/base/schema";
import { toClientError, type ClientError } from "./failure.ts";

/** Hands every event of a stream to `onEvent`, in order, and says how it ended. Ending without the stream's own last event means the line broke. */
export const consume = async <T>(
  stream: PromiseLike<AsyncIterable<T>>,
  onEvent: (event: T) => void,
  signal?: AbortSignal,
): Promise<Result<void, ClientError>> => {
  try {
    for await (const event of await stream) {
      if (signal?.aborted) return err({ type: "Aborted", by: "user" });
      onEvent(event);
    }
    return ok(undefined);
  } catch (cause) {
    return err(toClientError(cause, signal));
  }
};

const pause = (delayMs: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    };
    const timer = setTimeout(finish, delayMs);
    signal.addEventListener("abort", finish, { once: true });
  });

/** Follows an endless stream ("now and after every change") until the signal aborts, opening it anew whenever the line broke. */
export const follow = async <T>(
  open: (signal: AbortSignal) => PromiseLike<AsyncIterable<T>>,
  onValue: (value: T) => void,
  signal: AbortSignal,
  retryMs = 1000,
): Promise<void> => {
  while (!signal.aborted) {
    await consume(open(signal), onValue, signal);
    if (!signal.aborted) await pause(retryMs, signal);
  }
};
