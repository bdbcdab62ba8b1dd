import { existsSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import Sqlite, { type Database } from "better-sqlite3";
import type { ClockDep, LogDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import { createBackup, listBackups, verifyBackup } from "./backup.ts";
import { prepareFolder } from "./folder.ts";
import { inspectDatabase } from "./inspect.ts";
import { examineDatabase } from "./integrity.ts";
import { lockFolder } from "./lock.ts";
import { inOrder, migrateTo, migrationStatus, schemaVersion, type Migration } from "./migrations.ts";
import { backupsDir, databasePath } from "./paths.ts";
import type { Backup, BackupError, MigrationStatus, StoreError } from "./schema.ts";

/** The one SQLite file. `database` may be used by any module for its own tables; nobody else opens it for writing. */
export interface Store {
  readonly database: Database;
  readonly dataDir: string;
  /** All or nothing; nested calls join the outer transaction. On disk when it returns. */
  readonly transaction: <T>(work: () => T) => T;
  readonly migrations: () => MigrationStatus;
  /** Reads every page in a thread; an error is what SQLite found. */
  readonly examine: () => Promise<Result<void, string>>;
  readonly backups: {
    readonly list: () => Promise<readonly Backup[]>;
    readonly create: (signal?: AbortSignal) => Promise<Result<Backup, BackupError>>;
    readonly verify: (path: string) => Promise<Result<Backup, BackupError>>;
  };
  /** Lets go of the folder. Nothing may use the store afterwards. */
  readonly close: () => void;
}

export interface StoreDep {
  readonly store: Store;
}

export interface OpenStoreOptions extends ClockDep, LogDep {
  readonly dataDir: string;
  readonly migrations: readonly Migration[];
  /** Stop at this schema version instead of the newest; below the present one, steps are undone. */
  readonly targetVersion?: number | undefined;
}

/** A copy taken before the schema changes, checked page by page, or the reason why there is none. */
const backUpBeforeMigrating = (database: Database, dataDir: string, nowMs: number): Result<string, string> => {
  const dir = backupsDir(dataDir);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const stamp = new Date(nowMs).toISOString().replaceAll(":", "-");
  const path = join(dir, `before-migration-v${schemaVersion(database)}-${stamp}.sqlite`);
  database.prepare("VACUUM INTO ?").run(`${path}.part`);
  const checked = inspectDatabase(`${path}.part`, true);
  if (!checked.ok) return checked;
  renameSync(`${path}.part`, path);
  return ok(path);
};

const migrate = (database: Database, options: OpenStoreOptions, target: number): Result<void, StoreError> => {
  const { clock, dataDir, log, migrations } = options;
  const current = schemaVersion(database);
  if (current === target) return ok(undefined);
  let backupPath: string | null = null;
  if (current > 0) {
    const backup = backUpBeforeMigrating(database, dataDir, clock.nowMs());
    if (!backup.ok) return err({ type: "DatabaseCorrupt", path: databasePath(dataDir), reason: backup.error });
    backupPath = backup.value;
  }
  const migrated = migrateTo(database, migrations, target, { clock });
  if (!migrated.ok) return err({ type: "MigrationFailed", ...migrated.error, backupPath });
  log.info("schema migrated", { from: current, to: target, backupPath });
  return ok(undefined);
};

const configure = (database: Database): void => {
  database.pragma("journal_mode = WAL");
  // FULL: what a transaction wrote is on the disk when it returns, also after a power cut.
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  database.pragma("busy_timeout = 5000");
  database.pragma("cache_size = -32000");
};

/**
 * Opens the data folder for this process alone and brings its schema up to date, with a verified copy first.
 * On any error nothing in the folder has changed, except that a failed migration leaves its backup beside the untouched database.
 */
export const openStore = (options: OpenStoreOptions): Result<Store, StoreError> => {
  const { clock, dataDir, migrations } = options;
  const latest = inOrder(migrations).length;
  const path = databasePath(dataDir);
  // Migrating copies the database once; with the log that is at most twice its size.
  const sizeBytes = existsSync(path) ? statSync(path).size : 0;
  const seen = inspectDatabase(path, false);
  if (!seen.ok) return err({ type: "DatabaseCorrupt", path, reason: seen.error });
  if (seen.value > latest) return err({ type: "DatabaseNewer", path, version: seen.value, supported: latest });

  const target = options.targetVersion ?? latest;
  const prepared = prepareFolder(dataDir, 16 * 1024 * 1024 + (seen.value === target ? 0 : sizeBytes * 2));
  if (!prepared.ok) return prepared;
  const lock = lockFolder(dataDir, { clock });
  if (!lock.ok) return lock;

  const database = new Sqlite(path);
  configure(database);
  const migrated = migrate(database, options, target);
  if (!migrated.ok) {
    database.close();
    lock.value.release();
    return migrated;
  }

  return ok({
    database,
    dataDir,
    transaction: (work) => (database.inTransaction ? work() : database.transaction(work).immediate()),
    migrations: () => migrationStatus(database, migrations),
    examine: async () => {
      const examined = await examineDatabase(path);
      return examined.ok ? ok(undefined) : examined;
    },
    backups: {
      list: () => listBackups(dataDir),
      create: (signal) => createBackup(database, dataDir, clock.nowMs(), signal),
      verify: verifyBackup,
    },
    close: () => {
      if (!database.open) return;
      database.close();
      lock.value.release();
    },
  });
};
