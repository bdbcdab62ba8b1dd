import { availableParallelism } from "node:os";
import { abortedBy, createWorkerClient, err, ok, workerEntry, type Aborted, type LogDep, type Result, type WorkerClient } from "#core/base";
import { unpackDocument } from "./packed.ts";
import type { ReadInput, ReadOutput } from "./parse-worker.ts";
import type { Chunk, FileProblem, ParsedDocument } from "./schema.ts";
import { walk, type WalkEntry } from "./walk.ts";

export interface ReadOptions {
  /** Larger files are refused before a byte is read. */
  readonly limitBytes: number;
  /** Hash the file had when it was last read; the same content is then not parsed again. */
  readonly knownSha256?: string | null | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FileReading {
  /** Of exactly the bytes that were parsed. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  /** Null when the content is the known one. */
  readonly parsed: { readonly document: ParsedDocument; readonly chunks: readonly Chunk[] } | null;
}

export interface DocumentReader {
  /** Reads, parses and chunks one file in a thread; any number may be asked for at once, they wait for a free thread. Never throws. */
  readonly read: (path: string, options: ReadOptions) => Promise<Result<FileReading, FileProblem | Aborted>>;
  /** See `walk`. */
  readonly walk: (paths: readonly string[], signal?: AbortSignal) => AsyncIterable<WalkEntry>;
  /** Ends the threads; reads under way answer FileUnreadable. A later read starts anew. */
  readonly dispose: () => Promise<void>;
}

export interface ReaderLimits {
  /** Files parsed at once. */
  readonly threads: number;
  /** Heap of one thread. Parsed structures take 10 to 20 times the text. */
  readonly memoryLimitMb: number;
  /** Time one file may take: a base, and more for every megabyte. Slow machines parse some 5 pages (about 0.1 MB) in 100 ms. */
  readonly timeLimitMs: number;
  readonly timePerMegabyteMs: number;
  /** An idle thread is ended after this time, so its memory goes back. */
  readonly idleMs: number;
}

export const readerLimits: ReaderLimits = {
  // Two hide each other's waiting even on two cores; more than four only contend for memory.
  threads: Math.max(2, Math.min(4, availableParallelism() - 1)),
  memoryLimitMb: 1536,
  timeLimitMs: 30_000,
  timePerMegabyteMs: 4000,
  idleMs: 20_000,
};

/** Time until a file must have been opened, the start of a thread included. */
const openLimitMs = 30_000;

interface Lane {
  readonly client: WorkerClient;
  idleTimer: NodeJS.Timeout | undefined;
}

/** Reads documents in threads of its own; a thread that crashes, runs out of memory or time is replaced, and only its file fails. */
export const createDocumentReader = (deps: LogDep, changed: Partial<ReaderLimits> = {}): DocumentReader => {
  const limits = { ...readerLimits, ...changed };
  const lanes: Lane[] = Array.from({ length: limits.threads }, () => ({
    client: createWorkerClient(workerEntry("parse-worker", import.meta.url), { memoryLimitMb: limits.memoryLimitMb }),
    idleTimer: undefined,
  }));
  const free = [...lanes];
  const waiting: ((lane: Lane) => void)[] = [];

  const takeLane = (signal: AbortSignal | undefined) =>
    new Promise<Result<Lane, Aborted>>((resolve) => {
      if (signal?.aborted) return resolve(err(abortedBy(signal)));
      const lane = free.pop();
      if (lane !== undefined) return resolve(ok(lane));
      const giveUp = () => {
        waiting.splice(waiting.indexOf(start), 1);
        if (signal !== undefined) resolve(err(abortedBy(signal)));
      };
      const start = (next: Lane) => {
        signal?.removeEventListener("abort", giveUp);
        resolve(ok(next));
      };
      waiting.push(start);
      signal?.addEventListener("abort", giveUp, { once: true });
    });
  const giveLane = (lane: Lane) => {
    const next = waiting.shift();
    if (next !== undefined) return next(lane);
    free.push(lane);
    lane.idleTimer = setTimeout(() => void lane.client.terminate(), limits.idleMs).unref();
  };

  const readIn = async (lane: Lane, path: string, options: ReadOptions): Promise<Result<FileReading, FileProblem | Aborted>> => {
    clearTimeout(lane.idleTimer);
    let limitMs = limits.timeLimitMs;
    let isTooSlow = false;
    const stop = () => {
      isTooSlow = true;
      void lane.client.terminate();
    };
    // A thread that has to start first, or a slow disk, is not the parser's time.
    let timer = setTimeout(stop, Math.max(limitMs, openLimitMs));
    const onProgress = (size: unknown) => {
      clearTimeout(timer);
      limitMs = Math.round(limits.timeLimitMs + (Number(size) / 1_000_000) * limits.timePerMegabyteMs);
      timer = setTimeout(stop, limitMs);
    };
    const input: ReadInput = { path, limitBytes: options.limitBytes, knownSha256: options.knownSha256 ?? null };
    const answer = await lane.client.call<Result<ReadOutput, FileProblem>>("read", input, { signal: options.signal, onProgress });
    clearTimeout(timer);
    if (answer.ok) {
      if (!answer.value.ok) return answer.value;
      const { packed, ...facts } = answer.value.value;
      return ok({ ...facts, parsed: packed === null ? null : unpackDocument(packed) });
    }
    // A parser does not look at the signal; ending its thread is what frees it for the next file.
    await lane.client.terminate();
    if (answer.error.type === "Aborted") return err(answer.error);
    if (isTooSlow) return err({ type: "FileTooSlow", limitMs });
    deps.log.warn("a parser thread ended", { path, reason: answer.error.reason });
    const isMemory = /memory/i.test(answer.error.reason);
    return err({
      type: "FileUnreadable",
      reason: isMemory ? `reading it takes more than ${limits.memoryLimitMb} MB of memory` : answer.error.reason,
    });
  };

  return {
    read: async (path, options) => {
      const lane = await takeLane(options.signal);
      if (!lane.ok) return lane;
      try {
        return await readIn(lane.value, path, options);
      } finally {
        giveLane(lane.value);
      }
    },
    walk,
    dispose: async () => {
      for (const lane of lanes) clearTimeout(lane.idleTimer);
      await Promise.all(lanes.map((lane) => lane.client.terminate()));
    },
  };
};
