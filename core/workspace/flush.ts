import { fsync, fsyncSync } from "node:fs";

/** So few bytes reach a disk as quickly as a commit of the journal, which is waited for as well. */
const smallBytes = 64 * 1024;
/** A disk that takes longer than this is waited for on another thread; a turn of the event loop there and back costs about 0.1 ms. */
const quickMs = 4;

/** Not every file system can flush a folder; such a one keeps the order of names by itself. */
const isUnable = (cause: unknown): boolean => cause instanceof Error && "code" in cause && cause.code === "EINVAL";

const flushElsewhere = (file: number): Promise<void> =>
  new Promise((resolve, reject) => fsync(file, (cause) => (cause === null ? resolve() : reject(cause))));

/** Brings an open file of so many bytes, or a folder (null), to the disk. */
export type Flush = (file: number, sizeBytes: number | null) => Promise<void>;

/** At once where that is known to be quick, on another thread otherwise. */
export const createFlush = (): Flush => {
  let lastMs = 0;
  return async (file, sizeBytes) => {
    const isSmall = (sizeBytes ?? 0) <= smallBytes;
    const startedMs = performance.now();
    try {
      if (isSmall && lastMs <= quickMs) fsyncSync(file);
      else await flushElsewhere(file);
    } catch (cause) {
      if (sizeBytes !== null || !isUnable(cause)) throw cause;
    }
    if (isSmall) lastMs = performance.now() - startedMs;
  };
};
