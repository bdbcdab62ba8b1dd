import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import type { ClockDep } from "#core/base";
import { reasonOf } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import { verifyBackup } from "./backup.ts";
import { prepareFolder } from "./folder.ts";
import { sha256OfFile } from "./inspect.ts";
import { lockFolder } from "./lock.ts";
import { backupsDir, databasePath } from "./paths.ts";
import type { Backup, BackupError, StoreError } from "./schema.ts";

export interface Restored {
  readonly backup: Backup;
  /** Where the database that was replaced lies now; null when there was none. */
  readonly replacedPath: string | null;
}

/** Folds the log into a healthy database, so that a rename of the file alone replaces everything. A broken one keeps its log beside it. */
const settleLog = (path: string): void => {
  try {
    const database = new Sqlite(path);
    database.pragma("wal_checkpoint(TRUNCATE)");
    database.pragma("journal_mode = DELETE");
    database.close();
  } catch {
    // Decision: a corrupt database is often the reason to restore; its log is set aside with it below.
  }
};

const setAside = (path: string, dataDir: string, nowMs: number): string | null => {
  if (!existsSync(path)) return null;
  const kept = join(backupsDir(dataDir), `replaced-${new Date(nowMs).toISOString().replaceAll(":", "-")}.sqlite`);
  mkdirSync(backupsDir(dataDir), { recursive: true, mode: 0o700 });
  settleLog(path);
  linkSync(path, kept);
  // A log that outlives its database would be replayed into the restored one.
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${kept}-wal`);
  rmSync(`${path}-shm`, { force: true });
  return kept;
};

/**
 * Puts a verified backup in the database's place with one rename; at every moment either the old or the new one is there.
 * The old one is kept under `backups/replaced-…`. No process may have the folder open. Errors leave the database as it was.
 */
export const restoreBackup = async (
  dataDir: string,
  backupPath: string,
  { clock }: ClockDep,
): Promise<Result<Restored, BackupError | StoreError>> => {
  const backup = await verifyBackup(backupPath);
  if (!backup.ok) return backup;
  const prepared = prepareFolder(dataDir, backup.value.sizeBytes * 2);
  if (!prepared.ok) return prepared;
  const lock = lockFolder(dataDir, { clock });
  if (!lock.ok) return lock;

  const path = databasePath(dataDir);
  const part = `${path}.restore`;
  try {
    copyFileSync(backupPath, part);
    const file = await open(part, "r+");
    await file.sync();
    await file.close();
    if ((await sha256OfFile(part)) !== backup.value.sha256)
      return err({ type: "BackupCorrupt", path: backupPath, reason: "the copy on the disk differs from the backup" });
    const replacedPath = setAside(path, dataDir, clock.nowMs());
    renameSync(part, path);
    return ok({ backup: backup.value, replacedPath });
  } catch (cause) {
    return err({ type: "BackupFailed", path: backupPath, reason: reasonOf(cause) });
  } finally {
    rmSync(part, { force: true });
    lock.value.release();
  }
};
