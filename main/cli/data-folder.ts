import { existsSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { silentLog, systemClock } from "#core/base";
import { ok, type Result } from "#core/base/schema";
import { migrations } from "#core/host";
import { openStore } from "#core/store";
import type { MigrationStatus, StoreError } from "#core/store/schema";

/** The version a database is at and when each step came, without changing or locking anything; works while Olympus runs. */
export const readMigrationStatus = (dataDir: string): MigrationStatus => {
  const path = join(dataDir, "olympus.sqlite");
  const steps = migrations.toSorted((left, right) => left.version - right.version);
  const times = new Map<number, number>();
  let applied = 0;
  if (existsSync(path)) {
    const database = new Sqlite(path, { readonly: true });
    applied = Number(database.pragma("user_version", { simple: true }));
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'").get() !== undefined)
      for (const row of database.prepare("SELECT version, applied_at_ms AS atMs FROM schema_migrations").all() as {
        version: number;
        atMs: number;
      }[])
        times.set(row.version, row.atMs);
    database.close();
  }
  return {
    applied,
    latest: steps.length,
    steps: steps.map(({ version, name }) => ({ version, name, appliedAtMs: times.get(version) ?? null })),
  };
};

/** Opens the store at a version and closes it again. */
export const migrateTo = (dataDir: string, targetVersion: number | undefined): Result<MigrationStatus, StoreError> => {
  const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog, targetVersion });
  if (!opened.ok) return opened;
  const status = opened.value.migrations();
  opened.value.close();
  return ok(status);
};
