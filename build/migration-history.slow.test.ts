import { afterEach, expect, it } from "vitest";
import { migrations } from "#core/host";
import { createTestFolder } from "#core/testing";
import { openAt, placeVersion, rowsOf, shapeOf, storedBytes, storedVersions } from "./migration-fixtures.ts";
import { firstWithoutRows } from "./migration-rows.ts";

const folders: { cleanup: () => void }[] = [];
afterEach(() => folders.splice(0).forEach(({ cleanup }) => cleanup()));
const emptyFolder = (): string => {
  const folder = createTestFolder();
  folders.push(folder);
  return folder.path;
};

type Rows = Readonly<Record<string, readonly unknown[]>>;

/** Tables and columns of `rows` alone: what came later is left out. */
const asFarAs = (rows: Rows, known: Rows): Rows =>
  Object.fromEntries(
    Object.entries(known).map(([table, [sample = {}]]) => {
      const columns = Object.keys(sample as object);
      const kept = (rows[table] ?? []).map((row) =>
        Object.fromEntries(columns.map((column) => [column, Reflect.get(row as object, column)])),
      );
      return [table, kept];
    }),
  );

const at = <Seen>(dataDir: string, version: number | undefined, look: (store: ReturnType<typeof openAt>) => Seen): Seen => {
  const store = openAt(dataDir, version);
  try {
    return look(store);
  } finally {
    store.close();
  }
};

const newest = migrations.length;
const versions = Array.from({ length: newest }, (_, index) => index + 1);

it("the bytes of shipped versions are kept from the first on, and small", () => {
  expect(storedVersions()).toEqual(versions.slice(0, storedVersions().length));
  expect(storedVersions().length).toBeGreaterThanOrEqual(8);
  expect(storedBytes()).toBeLessThan(200 * 1024);
});

it("a shipped step never changes: today's steps make exactly the schema that was stored", () => {
  const grown = emptyFolder();
  for (const version of storedVersions()) {
    const stored = emptyFolder();
    placeVersion(stored, version);
    const shape = at(stored, version, ({ database }) => shapeOf(database));
    expect(
      at(grown, version, ({ database }) => shapeOf(database)),
      `version ${version}`,
    ).toEqual(shape);
  }
});

it("every table of every version has rows to lose", () => {
  const dataDir = emptyFolder();
  placeVersion(dataDir, Math.min(newest, firstWithoutRows - 1));
  const rows = at(dataDir, Math.min(newest, firstWithoutRows - 1), ({ database }) => rowsOf(database));
  expect(Object.entries(rows).flatMap(([table, found]) => (found.length === 0 ? [table] : []))).toEqual([]);
});

it.each(versions)("data of version %i is opened by the newest with every row as it was", (version) => {
  const dataDir = emptyFolder();
  placeVersion(dataDir, version);
  const before = at(dataDir, version, ({ database }) => rowsOf(database));
  const { rows, found, status } = at(dataDir, undefined, ({ database, migrations: state }) => ({
    rows: rowsOf(database),
    found: version < 2 ? 1 : database.prepare("SELECT rowid FROM chunk_words WHERE chunk_words MATCH 'newspapers'").pluck().get(),
    status: state(),
  }));
  expect(asFarAs(rows, before)).toEqual(before);
  expect([found, status.applied]).toEqual([1, newest]);
});

it.each(versions)("newest data goes down to version %i with every row of that version as it was", (version) => {
  const dataDir = emptyFolder();
  const then = emptyFolder();
  placeVersion(then, version);
  placeVersion(dataDir, newest);
  const look = ({ database }: ReturnType<typeof openAt>) => ({ shape: shapeOf(database), rows: rowsOf(database) });
  expect(at(dataDir, version, look)).toEqual(at(then, version, look));
});
