import { afterEach, expect, it } from "vitest";
import type { Database } from "better-sqlite3";
import { silentLog, systemClock } from "#core/base";
import { openStore } from "#core/store";
import { createTestFolder } from "#core/testing";
import { migrations } from "./migrations.ts";

const folders: { cleanup: () => void }[] = [];
afterEach(() => folders.splice(0).forEach(({ cleanup }) => cleanup()));

/** Everything a schema consists of, as text. Bookkeeping tables are not part of any step. */
const shapeOf = (database: Database): readonly unknown[] =>
  database
    .prepare("SELECT type, name, sql FROM sqlite_master WHERE name NOT IN ('schema_migrations') AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all();

it("every step can be taken back: down from each version leads exactly to the one before", () => {
  const folder = createTestFolder();
  folders.push(folder);
  const shapes: (readonly unknown[])[] = [];
  const at = (targetVersion: number): readonly unknown[] => {
    const opened = openStore({ dataDir: folder.path, migrations, clock: systemClock, log: silentLog, targetVersion });
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const shape = shapeOf(opened.value.database);
    opened.value.close();
    return shape;
  };
  for (let version = 0; version <= migrations.length; version += 1) shapes.push(at(version));
  for (let version = migrations.length; version >= 0; version -= 1) expect(at(version), `down to ${version}`).toEqual(shapes[version]);
});
