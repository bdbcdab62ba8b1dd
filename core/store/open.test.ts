import { readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLog } from "#core/base";
import { createFakeClock, createTestFolder } from "#core/testing";
import type { Migration } from "./migrations.ts";
import { openStore, type Store } from "./open.ts";
import { databasePath } from "./paths.ts";
import { restoreBackup } from "./restore.ts";

const notes: Migration = { version: 1, name: "notes", up: "CREATE TABLE notes (text TEXT NOT NULL) STRICT", down: "DROP TABLE notes" };
const stars: Migration = {
  version: 2,
  name: "stars",
  up: "ALTER TABLE notes ADD COLUMN starred INTEGER NOT NULL DEFAULT 0",
  down: "ALTER TABLE notes DROP COLUMN starred",
};
const broken: Migration = { version: 3, name: "broken", up: "CREATE TABLE half (a); INSERT INTO nowhere VALUES (1)", down: "" };

let folder: ReturnType<typeof createTestFolder>;
const stores: Store[] = [];
const clock = createFakeClock();

const open = (migrations: readonly Migration[], targetVersion?: number) => {
  const opened = openStore({ dataDir: folder.path, migrations, clock, log: silentLog, targetVersion });
  if (opened.ok) stores.push(opened.value);
  return opened;
};

const openOrFail = (migrations: readonly Migration[], targetVersion?: number): Store => {
  const opened = open(migrations, targetVersion);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
};

const withOneNote = (): void => {
  const store = openOrFail([notes]);
  store.transaction(() => store.database.prepare("INSERT INTO notes VALUES ('kept')").run());
  store.close();
};

beforeEach(() => {
  folder = createTestFolder();
});
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
  folder.cleanup();
});

describe("opening a data folder", () => {
  it("applies steps in order and remembers them", () => {
    const store = openOrFail([stars, notes]);
    expect(store.migrations()).toEqual({
      applied: 2,
      latest: 2,
      steps: [
        { version: 1, name: "notes", appliedAtMs: clock.nowMs() },
        { version: 2, name: "stars", appliedAtMs: clock.nowMs() },
      ],
    });
  });

  it("writes through to the disk: WAL with synchronous FULL", () => {
    const { database } = openOrFail([notes]);
    expect([database.pragma("journal_mode", { simple: true }), database.pragma("synchronous", { simple: true })]).toEqual(["wal", 2]);
  });

  it("takes a verified backup before it migrates data that exists", () => {
    withOneNote();
    openOrFail([notes, stars]);
    const backup = readdirSync(join(folder.path, "backups"))[0] ?? "";
    expect(backup).toMatch(/^before-migration-v1-.*\.sqlite$/);
    const copy = new Sqlite(join(folder.path, "backups", backup), { readonly: true });
    expect(copy.prepare("SELECT * FROM notes").all()).toEqual([{ text: "kept" }]);
    copy.close();
  });

  it("goes down again without losing what the older schema knows", () => {
    withOneNote();
    openOrFail([notes, stars]).close();
    const store = openOrFail([notes, stars], 1);
    expect(store.database.prepare("SELECT * FROM notes").all()).toEqual([{ text: "kept" }]);
    expect(store.migrations().applied).toBe(1);
  });

  it("keeps the last whole step when a step fails, and says where the backup is", () => {
    withOneNote();
    const opened = open([notes, stars, broken]);
    expect(opened).toMatchObject({
      ok: false,
      error: { type: "MigrationFailed", version: 3, name: "broken", backupPath: expect.stringContaining("before-migration") },
    });
    const store = openOrFail([notes, stars]);
    expect(store.database.prepare("SELECT text, starred FROM notes").all()).toEqual([{ text: "kept", starred: 0 }]);
    expect(store.database.prepare("SELECT count(*) AS n FROM sqlite_master WHERE name = 'half'").get()).toEqual({ n: 0 });
  });

  it("refuses a newer schema and changes nothing", () => {
    withOneNote();
    openOrFail([notes, stars]).close();
    const before = readFileSync(databasePath(folder.path));
    expect(open([notes])).toEqual({
      ok: false,
      error: { type: "DatabaseNewer", path: databasePath(folder.path), version: 2, supported: 1 },
    });
    expect(readFileSync(databasePath(folder.path)).equals(before)).toBe(true);
  });

  it.each([
    ["a file that is no database", (path: string) => writeFileSync(path, "hello, this is not a database at all")],
    ["a truncated database", (path: string) => truncateSync(path, 4096 + 100)],
  ])("refuses %s and changes nothing", (_, damage) => {
    withOneNote();
    const path = databasePath(folder.path);
    damage(path);
    const before = readFileSync(path);
    expect(open([notes])).toMatchObject({ ok: false, error: { type: "DatabaseCorrupt", path } });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it("says when the data folder is a file", () => {
    const dataDir = join(folder.path, "file");
    writeFileSync(dataDir, "");
    expect(openStore({ dataDir, migrations: [notes], clock, log: silentLog })).toEqual({
      ok: false,
      error: { type: "DataFolderReadOnly", dataDir },
    });
  });

  it("says who holds the folder", () => {
    openOrFail([notes]);
    expect(open([notes])).toEqual({
      ok: false,
      error: { type: "DataFolderHeld", dataDir: folder.path, pid: process.pid, startedAtMs: clock.nowMs() },
    });
  });

  it("is free again after its holder was killed", () => {
    const holder = `
      const { openStore } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      const opened = openStore({ dataDir: ${JSON.stringify(folder.path)}, migrations: [], clock: { nowMs: () => 0 }, log: { info() {} } });
      if (opened.ok) process.kill(process.pid, "SIGKILL");`;
    expect(spawnSync(process.execPath, ["--input-type=module", "-e", holder]).signal).toBe("SIGKILL");
    expect(open([notes]).ok).toBe(true);
  });
});

describe("backups", () => {
  it("are made while the database is in use, verified and listed", async () => {
    withOneNote();
    const store = openOrFail([notes]);
    const created = await store.backups.create();
    if (!created.ok) throw new Error(created.error.type);
    expect(await store.backups.verify(created.value.path)).toEqual(created);
    expect(await store.backups.list()).toEqual([created.value]);
  });

  it("are refused when a single byte changed", async () => {
    withOneNote();
    const created = await openOrFail([notes]).backups.create();
    if (!created.ok) throw new Error(created.error.type);
    const bytes = readFileSync(created.value.path);
    bytes[4096 + 4000] = (bytes[4096 + 4000] ?? 0) ^ 1;
    writeFileSync(created.value.path, bytes);
    expect(await restoreBackup(folder.path, created.value.path, { clock })).toMatchObject({
      ok: false,
      error: { type: expect.stringMatching(/BackupCorrupt/) },
    });
  });

  it("bring back the data as it was, also over a corrupt database, and keep what they replace", async () => {
    withOneNote();
    const store = openOrFail([notes]);
    const created = await store.backups.create();
    if (!created.ok) throw new Error(created.error.type);
    store.database.exec("DELETE FROM notes");
    store.close();
    writeFileSync(databasePath(folder.path), "broken");
    const restored = await restoreBackup(folder.path, created.value.path, { clock });
    expect(restored.ok && readFileSync(restored.value.replacedPath ?? "", "utf8")).toBe("broken");
    expect(openOrFail([notes]).database.prepare("SELECT * FROM notes").all()).toEqual([{ text: "kept" }]);
  });

  it("are not restored under a process that has the folder open", async () => {
    withOneNote();
    const store = openOrFail([notes]);
    const created = await store.backups.create();
    if (!created.ok) throw new Error(created.error.type);
    expect(await restoreBackup(folder.path, created.value.path, { clock })).toMatchObject({ ok: false, error: { type: "DataFolderHeld" } });
  });
});
