import type { Database } from "better-sqlite3";
import type { ClockDep } from "#core/base";
import { reasonOf } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { MigrationStatus } from "./schema.ts";

/** One numbered step of the one schema. Versions are unique across all modules and contiguous from 1; a shipped step never changes. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  /** SQL, several statements allowed; runs in the same transaction as its record. */
  readonly up: string;
  /** Undoes `up` exactly; what cannot be kept is said in the step's name. */
  readonly down: string;
}

export interface MigrationStepFailed {
  readonly version: number;
  readonly name: string;
  readonly reason: string;
}

/** Steps in order. Throws when two modules claim a number or one is missing: a mistake of ours, found at the first start. */
export const inOrder = (migrations: readonly Migration[]): readonly Migration[] => {
  const ordered = migrations.toSorted((left, right) => left.version - right.version);
  ordered.forEach((migration, index) => {
    if (migration.version !== index + 1)
      throw new Error(`migration ${migration.name} has version ${migration.version}, expected ${index + 1}`);
  });
  return ordered;
};

/** The schema version a database file is at; 0 for an empty one. */
export const schemaVersion = (database: Database): number => Number(database.pragma("user_version", { simple: true }));

const recordTable =
  "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at_ms INTEGER NOT NULL) STRICT";

/** Brings the schema to `target`, up or down, one transaction per step. On failure the database stays at the last whole step. */
export const migrateTo = (
  database: Database,
  migrations: readonly Migration[],
  target: number,
  { clock }: ClockDep,
): Result<void, MigrationStepFailed> => {
  database.exec(recordTable);
  const ordered = inOrder(migrations);
  const current = schemaVersion(database);
  const steps =
    target >= current
      ? ordered.filter(({ version }) => version > current && version <= target)
      : ordered.filter(({ version }) => version > target && version <= current).toReversed();
  const upward = target >= current;

  for (const step of steps) {
    const run = database.transaction(() => {
      database.exec(upward ? step.up : step.down);
      if (upward) {
        database.prepare("INSERT INTO schema_migrations VALUES (?, ?, ?)").run(step.version, step.name, clock.nowMs());
        database.pragma(`user_version = ${step.version}`);
      } else {
        database.prepare("DELETE FROM schema_migrations WHERE version = ?").run(step.version);
        database.pragma(`user_version = ${step.version - 1}`);
      }
      const orphans = database.pragma("foreign_key_check") as unknown[];
      if (orphans.length > 0) throw new Error(`${orphans.length} rows would point to nothing`);
    });
    try {
      run.immediate();
    } catch (cause) {
      return err({ version: step.version, name: step.name, reason: reasonOf(cause) });
    }
  }
  return ok(undefined);
};

export const migrationStatus = (database: Database, migrations: readonly Migration[]): MigrationStatus => {
  const recorded = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations'").get() !== undefined;
  const rows = recorded
    ? (database.prepare("SELECT version, applied_at_ms AS appliedAtMs FROM schema_migrations").all() as {
        version: number;
        appliedAtMs: number;
      }[])
    : [];
  const appliedAtMs = new Map(rows.map((row) => [row.version, row.appliedAtMs]));
  const ordered = inOrder(migrations);
  return {
    applied: schemaVersion(database),
    latest: ordered.length,
    steps: ordered.map(({ version, name }) => ({ version, name, appliedAtMs: appliedAtMs.get(version) ?? null })),
  };
};
