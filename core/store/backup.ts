import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { parseJson, reasonOf } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import { examineDatabase } from "./integrity.ts";
import { backupsDir } from "./paths.ts";
import { backupSchema, type Backup, type BackupError } from "./schema.ts";

/** Pages copied between two looks at the event loop: 256 × 4 KiB = 1 MiB, a few milliseconds on any disk. */
const pagesPerStep = 256;

const recordPath = (path: string): string => `${path}.json`;

const flush = async (path: string): Promise<void> => {
  const file = await open(path, "r+");
  await file.sync();
  await file.close();
};

const describe = async (path: string, createdAtMs: number): Promise<Result<Backup, BackupError>> => {
  const examined = await examineDatabase(path);
  return examined.ok
    ? ok({ path, createdAtMs, sizeBytes: statSync(path).size, ...examined.value })
    : err({ type: "BackupCorrupt", path, reason: examined.error });
};

/**
 * Copies the database while it is in use, checks every page of the copy, then gives it its name: a backup with a name is whole.
 * Errors: BackupFailed (disk full, stopped), BackupCorrupt (the copy did not pass); the part file is removed either way.
 */
export const createBackup = async (
  database: Database,
  dataDir: string,
  nowMs: number,
  signal?: AbortSignal,
): Promise<Result<Backup, BackupError>> => {
  const stamp = new Date(nowMs).toISOString().replaceAll(":", "-");
  const path = join(backupsDir(dataDir), `olympus-${stamp}.sqlite`);
  const part = `${path}.part`;
  try {
    mkdirSync(backupsDir(dataDir), { recursive: true, mode: 0o700 });
    await database.backup(part, {
      progress: () => {
        if (signal?.aborted) throw new Error("stopped before it was complete");
        return pagesPerStep;
      },
    });
    await flush(part);
    const described = await describe(part, nowMs);
    if (!described.ok) return described;
    const record = { ...described.value, path };
    await writeFile(recordPath(path), JSON.stringify(record), { mode: 0o600, flush: true });
    renameSync(part, path);
    return ok(record);
  } catch (cause) {
    return err({ type: "BackupFailed", path, reason: reasonOf(cause) });
  } finally {
    rmSync(part, { force: true });
    rmSync(`${part}-journal`, { force: true });
  }
};

const readRecord = (path: string): Backup | null => {
  if (!existsSync(recordPath(path))) return null;
  const record = parseJson(readFileSync(recordPath(path), "utf8"), backupSchema);
  return record.ok ? record.value : null;
};

/** Reads every page and, where a record lies beside the file, compares the checksum. Changes nothing. */
export const verifyBackup = async (path: string): Promise<Result<Backup, BackupError>> => {
  if (!existsSync(path)) return err({ type: "BackupNotFound", path });
  const record = readRecord(path);
  const described = await describe(path, record?.createdAtMs ?? statSync(path).mtimeMs);
  if (!described.ok) return described;
  if (record !== null && record.sha256 !== described.value.sha256)
    return err({ type: "BackupCorrupt", path, reason: "the checksum differs from the one written when the backup was made" });
  return described;
};

/** Backups with a record, newest first. Not verified: that takes a read of every page. */
export const listBackups = async (dataDir: string): Promise<readonly Backup[]> => {
  const dir = backupsDir(dataDir);
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => name.endsWith(".sqlite"))
    .map((name) => readRecord(join(dir, name)))
    .filter((record) => record !== null)
    .toSorted((left, right) => right.createdAtMs - left.createdAtMs);
};
