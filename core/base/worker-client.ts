import { setTimeout } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { abortedBy } from "./aborted.ts";
import { err, ok, type Aborted, type Result } from "./schema.ts";

export interface WorkerFailed {
  readonly type: "WorkerFailed";
  readonly reason: string;
}

export interface WorkerCall {
  readonly signal?: AbortSignal | undefined;
  readonly transfer?: readonly ArrayBuffer[] | undefined;
  readonly onProgress?: ((value: unknown) => void) | undefined;
}

/** Calls functions in a thread of its own. The thread starts at the first call and is started anew after a crash. */
export interface WorkerClient {
  /** Errors: WorkerFailed (the function threw or the thread died), Aborted (the thread is told; its answer is dropped). */
  readonly call: <T>(method: string, input: unknown, options?: WorkerCall) => Promise<Result<T, WorkerFailed | Aborted>>;
  /**
   * Ends the thread at once; calls under way answer WorkerFailed. A later call starts a new thread. Only for threads that run nothing but
   * JavaScript: a native library that throws in a thread being ended ends the whole process.
   */
  readonly terminate: () => Promise<void>;
  /** As `terminate`, but the thread ends itself as soon as it is between two pieces of work. One that does not within 10 s is left behind. */
  readonly close: () => Promise<void>;
}

/** The longest native call of ours, a batch of a large embedding model, takes about a second. */
const closeLimitMs = 10_000;

interface Pending {
  readonly settle: (result: Result<unknown, WorkerFailed | Aborted>) => void;
  readonly onProgress: ((value: unknown) => void) | undefined;
}

export type WorkerReply =
  | { readonly call: number; readonly kind: "progress"; readonly value: unknown }
  | { readonly call: number; readonly kind: "done"; readonly value: unknown }
  | { readonly call: number; readonly kind: "failed"; readonly reason: string };

/**
 * V8 ends the whole process, not the thread, when a single allocation (a split, an array that grows) takes a thread well past V8's own limit. So
 * that limit lies two of these above the asked one, and a thread that passes the first is ended from outside. V8 collects garbage halfway to its
 * limit at the latest, so a thread that lives within the asked limit never gets there.
 */
const spareMb = (limitMb: number): number => Math.max(256, limitMb / 3);
/** How often the heap of a busy thread is looked at. In this time one was seen to take 170 MB, on a machine with four times the work it has cores for. */
const lookMs = 50;

export interface WorkerOptions {
  /** What a thread may hold in its heap; a call that takes more answers WorkerFailed, and nothing else is harmed. */
  readonly memoryLimitMb?: number;
  readonly workerData?: unknown;
}

export const createWorkerClient = (entry: URL, options: WorkerOptions = {}): WorkerClient => {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let lastCall = 0;

  const failAll = (reason: string) => {
    worker = undefined;
    const calls = [...pending.values()];
    pending.clear();
    for (const call of calls) call.settle(err({ type: "WorkerFailed", reason }));
  };

  const receive = (reply: WorkerReply) => {
    const call = pending.get(reply.call);
    if (call === undefined) return;
    if (reply.kind === "progress") return call.onProgress?.(reply.value);
    call.settle(reply.kind === "done" ? ok(reply.value) : err({ type: "WorkerFailed", reason: reply.reason }));
  };

  const watchMemory = (started: Worker, limitMb: number) => {
    let looking = false;
    const look = async () => {
      if (looking || pending.size === 0 || worker !== started) return;
      looking = true;
      // It cannot be asked before it runs nor when it has ended.
      const usedBytes = await started.getHeapStatistics().then(
        (heap) => heap.used_heap_size,
        () => 0,
      );
      looking = false;
      if (usedBytes < (limitMb + spareMb(limitMb)) * 2 ** 20 || worker !== started) return;
      failAll(`it takes more than ${limitMb} MB of memory`);
      await started.terminate();
    };
    const timer = setInterval(() => void look(), lookMs).unref();
    started.once("exit", () => clearInterval(timer));
  };

  const start = (): Worker => {
    const { workerData, memoryLimitMb: limitMb } = options;
    const started = new Worker(entry, {
      workerData,
      ...(limitMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: limitMb + 2 * spareMb(limitMb) } }),
    });
    if (limitMb !== undefined) watchMemory(started, limitMb);
    started.unref();
    started.on("message", receive);
    started.on("error", (error) => worker === started && failAll(error instanceof Error ? error.message : String(error)));
    started.on("exit", (code) => worker === started && failAll(`the worker ended with code ${code}`));
    worker = started;
    return started;
  };

  const call = <T>(method: string, input: unknown, { signal, transfer, onProgress }: WorkerCall = {}) =>
    new Promise<Result<T, WorkerFailed | Aborted>>((resolve) => {
      if (signal?.aborted) return resolve(err(abortedBy(signal)));
      const active = worker ?? start();
      const id = (lastCall += 1);
      // A thread with work under way keeps the process alive; an idle one does not.
      active.ref();
      const onAbort = () => {
        active.postMessage({ abort: id });
        if (signal !== undefined) settle(err(abortedBy(signal)));
      };
      const settle = (result: Result<unknown, WorkerFailed | Aborted>) => {
        pending.delete(id);
        if (pending.size === 0) active.unref();
        signal?.removeEventListener("abort", onAbort);
        resolve(result as Result<T, WorkerFailed | Aborted>);
      };
      pending.set(id, { settle, onProgress });
      signal?.addEventListener("abort", onAbort, { once: true });
      active.postMessage({ call: id, method, input }, [...(transfer ?? [])]);
    });

  return {
    call,
    terminate: async () => {
      const ended = worker;
      failAll("the worker was stopped");
      await ended?.terminate();
    },
    close: async () => {
      const ended = worker;
      failAll("the worker was stopped");
      if (ended === undefined) return;
      const gone = new Promise<void>((resolve) => void ended.once("exit", () => resolve()));
      ended.postMessage({ stop: true });
      ended.ref();
      const limit = new AbortController();
      await Promise.race([gone, setTimeout(closeLimitMs, undefined, { signal: limit.signal }).catch(() => undefined)]);
      limit.abort();
      ended.unref();
    },
  };
};

/** The address of a worker's entry beside the calling file: `name.ts` from source, `name.js` in the built program. */
export const workerEntry = (name: string, moduleUrl: string): URL =>
  new URL(`./${name}${moduleUrl.endsWith(".ts") ? ".ts" : ".js"}`, moduleUrl);
