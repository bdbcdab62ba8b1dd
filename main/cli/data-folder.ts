import { existsSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { reasonOf, silentLog, systemClock, tryAsync } from "#core/base";
import { ok, type Result } from "#core/base/schema";
import { migrations } from "#core/host";
import { openStore } from "#core/store";
import type { MigrationStatus, StoreError } from "#core/store/schema";

interface Applied {
  readonly version: number;
  readonly atMsByVersion: ReadonlyMap<number, number>;
}

const readApplied = (path: string): Applied => {
  if (!existsSync(path)) return { version: 0, atMsByVersion: new Map() };
  const database = new Sqlite(path, { readonly: true });
  try {
    const recorded = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'").get() !== undefined;
    const rows = recorded
      ? (database.prepare("SELECT version, applied_at_ms AS atMs FROM schema_migrations").all() as { version: number; atMs: number }[])
      : [];
    return {
      version: Number(database.pragma("user_version", { simple: true })),
      atMsByVersion: new Map(rows.map(({ version, atMs }) => [version, atMs])),
    };
  } finally {
    database.close();
  }
};

/** The version a database is at and when each step came, without changing or locking anything; works while Olympus runs. Errors: DatabaseCorrupt. */
export const readMigrationStatus = async (dataDir: string): Promise<Result<MigrationStatus, StoreError>> => {
  const path = join(dataDir, "olympus.sqlite");
  const applied = await tryAsync(
    async () => readApplied(path),
    (cause): StoreError => ({ type: "DatabaseCorrupt", path, reason: reasonOf(cause) }),
  );
  if (!applied.ok) return applied;
  const { version: current, atMsByVersion } = applied.value;
  const steps = migrations.toSorted((left, right) => left.version - right.version);
  return ok({
    applied: current,
    latest: steps.length,
    steps: steps.map(({ version, name }) => ({ version, name, appliedAtMs: atMsByVersion.get(version) ?? null })),
  });
};

/** Opens the store at a version and closes it again. */
export const migrateTo = (dataDir: string, targetVersion: number | undefined): Result<MigrationStatus, StoreError> => {
  const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog, targetVersion });
  if (!opened.ok) return opened;
  const status = opened.value.migrations();
  opened.value.close();
  return ok(status);
};
