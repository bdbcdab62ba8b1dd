import { parentPort } from "node:worker_threads";
import { reasonOf } from "./try-async.ts";

export interface WorkerContext {
  /** Aborts when the caller gives up; long work should look at it. */
  readonly signal: AbortSignal;
  readonly progress: (value: unknown) => void;
}

/** What a handler returns when some of its buffers should be moved, not copied. */
export interface Transferred<T> {
  readonly value: T;
  readonly transfer: readonly ArrayBuffer[];
}
export const transferred = <T>(value: T, transfer: readonly ArrayBuffer[]): Transferred<T> & { readonly [mark]: true } => ({
  value,
  transfer,
  [mark]: true,
});
const mark = Symbol("transferred");

export type WorkerHandlers = Readonly<Record<string, (input: never, context: WorkerContext) => unknown>>;

/** Answers calls of a `WorkerClient`. To be called once, at the top of a worker's entry file. */
export const serveWorker = (handlers: WorkerHandlers): void => {
  const port = parentPort;
  if (port === null) throw new Error("serveWorker runs only inside a worker thread");
  const running = new Map<number, AbortController>();

  const answer = async (call: number, method: string, input: never) => {
    const controller = new AbortController();
    running.set(call, controller);
    try {
      const handler = handlers[method];
      if (handler === undefined) throw new Error(`no worker method ${method}`);
      const value = await handler(input, {
        signal: controller.signal,
        progress: (progress) => port.postMessage({ call, kind: "progress", value: progress }),
      });
      if (typeof value === "object" && value !== null && mark in value) {
        const moved = value as unknown as Transferred<unknown>;
        port.postMessage({ call, kind: "done", value: moved.value }, [...moved.transfer]);
      } else port.postMessage({ call, kind: "done", value });
    } catch (cause) {
      port.postMessage({ call, kind: "failed", reason: reasonOf(cause) });
    } finally {
      running.delete(call);
    }
  };

  port.on("message", (message: { stop: true } | { abort: number } | { call: number; method: string; input: never }) => {
    // Inside a thread this ends the thread alone, and here no native call is under way.
    if ("stop" in message) process.exit();
    if ("abort" in message) running.get(message.abort)?.abort();
    else void answer(message.call, message.method, message.input);
  });
};
