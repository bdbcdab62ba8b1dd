import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type { Database } from "better-sqlite3";
import { silentLog } from "#core/base";
import { migrations } from "#core/host";
import { openStore, type Store } from "#core/store";
import { createFakeClock, createTestFolder } from "#core/testing";
import { root } from "./root.ts";
import { writeRows } from "./migration-rows.ts";

/** Yesterday's bytes: one compressed database for each version that was shipped. Never made again once a release is out. */
const folder = join(root, "build", "migration-fixtures");
const fixturePath = (version: number): string => join(folder, `v${version}.sqlite.br`);

export const storedVersions = (): readonly number[] =>
  readdirSync(folder)
    .flatMap((name) => /^v(\d+)\.sqlite\.br$/.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((left, right) => left - right);

export const storedBytes = (): number => readdirSync(folder).reduce((sum, name) => sum + readFileSync(join(folder, name)).length, 0);

/** Opens a data folder at a version, the newest when none is given. Throws what the store says. */
export const openAt = (dataDir: string, targetVersion?: number): Store => {
  const opened = openStore({ dataDir, migrations, clock: createFakeClock(), log: silentLog, targetVersion });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
};

/** Takes a data folder, step by step, to a version, writing at each what that version kept. */
const grow = (dataDir: string, from: number, to: number): void => {
  for (let version = from + 1; version <= to; version += 1) {
    const store = openAt(dataDir, version);
    writeRows(store.database, version);
    store.close();
  }
};

/** Fills a data folder with a database as this version left it: the stored bytes where there are any, else grown from the last ones that are. */
export const placeVersion = (dataDir: string, version: number): void => {
  const stored = storedVersions().filter((candidate) => candidate <= version);
  const from = stored.at(-1) ?? 0;
  if (from > 0) writeFileSync(join(dataDir, "olympus.sqlite"), brotliDecompressSync(readFileSync(fixturePath(from))));
  grow(dataDir, from, version);
  rmSync(join(dataDir, "backups"), { recursive: true, force: true });
};

/** Makes the stored bytes of a version that has none. The log is folded in, so that one file is all of it. */
export const storeVersion = (version: number): void => {
  if (existsSync(fixturePath(version))) return;
  const { path, cleanup } = createTestFolder();
  try {
    grow(path, 0, version);
    const store = openAt(path, version);
    store.database.pragma("wal_checkpoint(TRUNCATE)");
    store.database.pragma("journal_mode = DELETE");
    store.database.exec("VACUUM");
    store.close();
    const bytes = readFileSync(join(path, "olympus.sqlite"));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
    writeFileSync(fixturePath(version), brotliCompressSync(bytes, { params }));
  } finally {
    cleanup();
  }
};

/** Everything a schema consists of, as text. The record of steps is no part of any. */
export const shapeOf = (database: Database): readonly unknown[] =>
  database
    .prepare("SELECT type, name, sql FROM sqlite_master WHERE name NOT IN ('schema_migrations') AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();

/** Tables that hold rows of their own: no shadows and views of full-text search, no bookkeeping. */
const tablesOf = (database: Database): string[] =>
  database
    .prepare<[], string>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migrations' ORDER BY name",
    )
    .pluck()
    .all();

/** Every row of every table, by table; of full-text tables what a search of all terms answers is their content's. */
export const rowsOf = (database: Database): Readonly<Record<string, readonly unknown[]>> =>
  Object.fromEntries(tablesOf(database).map((table) => [table, database.prepare(`SELECT * FROM "${table}" ORDER BY 1, 2`).all()]));
