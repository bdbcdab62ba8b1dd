import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { err, ok, type Result } from "#core/base/schema";
import type { StoreError } from "./schema.ts";

/** Below this SQLite could not even write its log for an ordinary session (a 1,000-page WAL of 4 KiB pages is 4 MiB). */
const minimumFreeBytes = 16 * 1024 * 1024;

const codeOf = (cause: unknown): string => (cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "");

const freeBytes = (dataDir: string): number => {
  const disk = statfsSync(dataDir);
  return disk.bavail * disk.bsize;
};

/** Makes the folder when missing and proves that it can be written. Errors: DataFolderReadOnly, DataFolderFull; leaves no trace. */
export const prepareFolder = (dataDir: string, neededBytes = minimumFreeBytes): Result<void, StoreError> => {
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    const free = freeBytes(dataDir);
    if (free < neededBytes) return err({ type: "DataFolderFull", dataDir, freeBytes: free, neededBytes });
    writeFileSync(probe, "", { flag: "wx" });
    rmSync(probe);
    return ok(undefined);
  } catch (cause) {
    const code = codeOf(cause);
    if (code === "ENOSPC" || code === "EDQUOT") return err({ type: "DataFolderFull", dataDir, freeBytes: 0, neededBytes });
    if (["EACCES", "EROFS", "EPERM", "ENOTDIR", "EEXIST"].includes(code)) return err({ type: "DataFolderReadOnly", dataDir });
    throw cause;
  }
};
