import { createWorkerClient, workerEntry, type WorkerClient } from "#core/base";

/** One conversation of 64 MB parsed, its text twice, and the batch that waits. */
const memoryLimitMb = 1536;
/** A look into a file is followed by its import; a thread takes up to a second to start. */
const idleMs = 30_000;

/** Threads that read files of conversations, each one file at a time. One that has nothing to do waits a while for the next. */
export const createReaders = () => {
  const taken = new Set<WorkerClient>();
  let spare: { readonly reader: WorkerClient; readonly timer: NodeJS.Timeout } | null = null;

  const drop = async (): Promise<void> => {
    const dropped = spare;
    spare = null;
    clearTimeout(dropped?.timer);
    await dropped?.reader.terminate();
  };

  return {
    take: (): WorkerClient => {
      const reader = spare?.reader ?? createWorkerClient(workerEntry("transfer-worker", import.meta.url), { memoryLimitMb });
      clearTimeout(spare?.timer);
      spare = null;
      taken.add(reader);
      return reader;
    },
    /** `isWhole`: it came to its end. A thread that was stopped in its work is ended. */
    give: async (reader: WorkerClient, isWhole: boolean): Promise<void> => {
      if (!taken.delete(reader) || !isWhole || spare !== null) return reader.terminate();
      spare = { reader, timer: setTimeout(() => void drop(), idleMs).unref() };
    },
    close: async (): Promise<void> => {
      const ended = [...taken];
      taken.clear();
      await Promise.all([drop(), ...ended.map((reader) => reader.terminate())]);
    },
  };
};
