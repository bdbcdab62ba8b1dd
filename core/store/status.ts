import { existsSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { reasonOf } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import { migrationStatus, type Migration } from "./migrations.ts";
import { databasePath } from "./paths.ts";
import type { MigrationStatus, StoreError } from "./schema.ts";

/** The version a data folder is at and when each step came; changes and locks nothing, works while Olympus runs. Errors: DatabaseCorrupt. */
export const readMigrationStatus = (dataDir: string, migrations: readonly Migration[]): Result<MigrationStatus, StoreError> => {
  const path = databasePath(dataDir);
  let database: Sqlite.Database | undefined;
  try {
    database = existsSync(path) ? new Sqlite(path, { readonly: true }) : new Sqlite(":memory:");
    return ok(migrationStatus(database, migrations));
  } catch (cause) {
    return err({ type: "DatabaseCorrupt", path, reason: reasonOf(cause) });
  } finally {
    database?.close();
  }
};
