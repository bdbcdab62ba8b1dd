import { rename, rm, rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { createWorkerClient, err, ok, reasonOf, workerEntry, type Aborted, type Result } from "#core/base";
import type { PartAnswer } from "./part-worker.ts";

export type PartProblem = { readonly type: "full" } | { readonly type: "failed"; readonly reason: string } | Aborted;
export interface PartState {
  readonly bytes: number;
  /** Of the bytes so far; empty after `append`. */
  readonly sha256: string;
}

/** Files under way: written, made durable and hashed in a thread of their own. One writer for each path. */
export interface Parts {
  /** Opens or makes a file, keeps its first `bytes` (fewer when there are not so many), cuts off the rest, and hashes what it keeps. */
  readonly open: (path: string, bytes: number, signal?: AbortSignal) => Promise<Result<PartState, PartProblem>>;
  /** Takes the buffer away from the caller. After a problem what was there before is still whole. */
  readonly append: (path: string, data: Uint8Array<ArrayBuffer>) => Promise<Result<PartState, PartProblem>>;
  /** On disk, for good, when it answers. */
  readonly checkpoint: (path: string) => Promise<Result<PartState, PartProblem>>;
  readonly release: (path: string) => Promise<void>;
  readonly hashFile: (path: string, signal?: AbortSignal) => Promise<Result<PartState, PartProblem>>;
  /** Bytes a second read from memory; null when it could not be measured. */
  readonly measureMemory: () => Promise<number | null>;
  readonly close: () => Promise<void>;
}

export const createParts = (): Parts => {
  const worker = createWorkerClient(workerEntry("part-worker", import.meta.url));

  const ask = async (method: string, input: object, options: { signal?: AbortSignal | undefined; transfer?: ArrayBuffer[] } = {}) => {
    const answer = await worker.call<PartAnswer>(method, input, options);
    if (!answer.ok) return err(answer.error.type === "Aborted" ? answer.error : ({ type: "failed", reason: answer.error.reason } as const));
    return answer.value.type === "ok" ? ok({ bytes: answer.value.bytes, sha256: answer.value.sha256 }) : err(answer.value);
  };

  return {
    open: (path, bytes, signal) => ask("open", { path, bytes }, { signal }),
    append: (path, data) => ask("append", { path, data }, { transfer: [data.buffer] }),
    checkpoint: (path) => ask("checkpoint", { path }),
    release: async (path) => void (await worker.call("close", { path })),
    hashFile: (path, signal) => ask("hashFile", { path }, { signal }),
    measureMemory: async () => {
      const measured = await worker.call<number>("measureMemory", {});
      return measured.ok ? measured.value : null;
    },
    close: () => worker.close(),
  };
};

/** Removes files, and the folders above them that are empty then, up to `root`. Files that are gone already are no error. Gives the reason of a failure. */
export const removeFiles = async (paths: readonly string[], root: string): Promise<string | null> => {
  try {
    for (const path of paths) {
      await rm(path, { force: true });
      for (let folder = dirname(path); folder.startsWith(root) && folder !== root; folder = dirname(folder)) {
        // Not empty, or gone: either ends the climb.
        if (
          await rmdir(folder).then(
            () => false,
            () => true,
          )
        )
          break;
      }
    }
    return null;
  } catch (cause) {
    return reasonOf(cause);
  }
};

/** Gives the reason of a failure. */
export const moveFile = async (from: string, to: string): Promise<string | null> => {
  try {
    await rename(from, to);
    return null;
  } catch (cause) {
    return reasonOf(cause);
  }
};
