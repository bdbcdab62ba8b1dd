import { totalmem } from "node:os";

/** What the rest of the machine should always have: a tenth of the memory, at most 1 GiB. */
export const defaultMemoryFloorBytes = Math.min(2 ** 30, totalmem() / 10);

/**
 * Bytes that programs can still get without swapping, within the limits this process was given. Null where the system does not say: macOS counts
 * only pages nobody ever used, which are few on a healthy machine.
 */
export const availableBytes = (): number | null => (process.platform === "darwin" ? null : process.availableMemory());
