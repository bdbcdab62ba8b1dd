import { createHash } from "node:crypto";
import { closeSync, createReadStream, existsSync, openSync, readSync, statSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { reasonOf } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import { schemaVersion } from "./migrations.ts";

const magic = "SQLite format 3\0";

const firstBytes = (path: string): string => {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(magic.length);
    readSync(file, bytes, 0, bytes.length, 0);
    return bytes.toString("latin1");
  } finally {
    closeSync(file);
  }
};

/**
 * Looks at a database file without changing it: its schema version, or why it cannot be used. `thorough` reads every page
 * (about 1 GiB/s); otherwise the header, the page count and the schema. A missing or empty file is version 0.
 */
export const inspectDatabase = (path: string, thorough: boolean): Result<number, string> => {
  if (!existsSync(path) || statSync(path).size === 0) return ok(0);
  if (firstBytes(path) !== magic) return err("the file does not begin like an SQLite database");
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(path, { readonly: true });
    database.prepare("SELECT count(*) FROM sqlite_master").get();
    if (thorough) {
      const verdict = String(database.pragma("integrity_check(1)", { simple: true }));
      if (verdict !== "ok") return err(verdict);
    }
    return ok(schemaVersion(database));
  } catch (cause) {
    return err(reasonOf(cause));
  } finally {
    database?.close();
  }
};

export const sha256OfFile = async (path: string): Promise<string> => {
  const hash = createHash("sha256");
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest("hex");
};
