import { createWorkerClient, workerEntry, type Aborted, type Result, type WorkerFailed } from "#core/base";
import type { StoreDep } from "#core/store";
import type { ArchivePieces } from "./archive-worker.ts";
import type { ZipLimits } from "./archive-zip.ts";

export interface OpenArchive {
  /** Answers how many conversations there are. */
  readonly begin: (signal?: AbortSignal) => Promise<Result<number, WorkerFailed | Aborted>>;
  readonly next: (signal?: AbortSignal) => Promise<Result<ArchivePieces, WorkerFailed | Aborted>>;
  /** Ends the thread. */
  readonly close: () => Promise<void>;
}

/** A zip of every conversation, made in a thread of its own as fast as it is asked for. */
export const openArchive = ({ limits, store }: StoreDep & { readonly limits: ZipLimits }): OpenArchive => {
  const worker = createWorkerClient(workerEntry("archive-worker", import.meta.url));
  return {
    begin: (signal) => worker.call("begin", { databasePath: store.database.name, limits }, { signal }),
    next: (signal) => worker.call("next", null, { signal }),
    close: worker.close,
  };
};
