import { readFileSync, rmSync, writeFileSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { z } from "zod";
import type { ClockDep } from "#core/base";
import { parseJson } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import { holderPath, lockPath } from "./paths.ts";
import type { StoreError } from "./schema.ts";

const holderSchema = z.object({ pid: z.number(), startedAtMs: z.number() });

export interface FolderLock {
  readonly release: () => void;
}

const readHolder = (dataDir: string) => {
  try {
    const holder = parseJson(readFileSync(holderPath(dataDir), "utf8"), holderSchema);
    if (holder.ok) return holder.value;
  } catch {
    // The holder may be between taking the lock and writing its name; it is then simply unknown.
  }
  return { pid: 0, startedAtMs: 0 };
};

/**
 * Makes this process the only user of a data folder. The lock is SQLite's own on a file of its own: the system
 * lets go of it when the process ends in whatever way, so a crash leaves nothing stale and a reused process number misleads nobody.
 */
export const lockFolder = (dataDir: string, { clock }: ClockDep): Result<FolderLock, StoreError> => {
  const database = new Sqlite(lockPath(dataDir), { timeout: 0 });
  try {
    database.pragma("locking_mode = EXCLUSIVE");
    database.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    if (cause instanceof Sqlite.SqliteError && cause.code.startsWith("SQLITE_BUSY"))
      return err({ type: "DataFolderHeld", dataDir, ...readHolder(dataDir) });
    throw cause;
  }
  writeFileSync(holderPath(dataDir), JSON.stringify({ pid: process.pid, startedAtMs: clock.nowMs() }), { mode: 0o600 });
  return ok({
    release: () => {
      rmSync(holderPath(dataDir), { force: true });
      database.close();
    },
  });
};
