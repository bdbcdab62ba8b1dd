import { statfs } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import type { Hardware } from "./schema.ts";

/** What this machine has for models, now. `measure` gives bytes a second, once; it may take a tenth of a second. */
export const createHardware = (folder: string, measure: () => Promise<number | null>) => {
  let measuring: Promise<number | null> | undefined;
  return async (): Promise<Hardware> => {
    const disk = await statfs(folder);
    // In a container the limit counts, not the machine; 0 and enormous numbers mean that there is none.
    const limit = process.constrainedMemory();
    return {
      cores: availableParallelism(),
      totalMemoryBytes: limit > 0 ? Math.min(limit, totalmem()) : totalmem(),
      freeMemoryBytes: process.availableMemory(),
      graphicsMemoryBytes: null,
      freeDiskBytes: disk.bavail * disk.bsize,
      memoryBytesPerSecond: await (measuring ??= measure()),
    };
  };
};
