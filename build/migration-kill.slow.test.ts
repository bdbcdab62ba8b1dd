import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Sqlite from "better-sqlite3";
import { afterAll, expect, it } from "vitest";
import { migrations } from "#core/host";
import { verifyBackup } from "#core/store";
import { createTestFolder } from "#core/testing";
import { openAt, placeVersion, rowsOf, shapeOf } from "./migration-fixtures.ts";

const { path: base, cleanup } = createTestFolder();
afterAll(cleanup);
const migrationsPath = join(base, "migrations.json");
writeFileSync(migrationsPath, JSON.stringify(migrations));

interface Content {
  readonly version: number;
  readonly shape: readonly unknown[];
  readonly rows: Readonly<Record<string, readonly unknown[]>>;
}

/** What a database file holds, seen by a process that has no part in migrating it. Replays the log, as any opening does, and reads every page. */
const contentOf = (path: string): Content => {
  const database = new Sqlite(path);
  try {
    expect(database.pragma("integrity_check", { simple: true })).toBe("ok");
    return { version: Number(database.pragma("user_version", { simple: true })), shape: shapeOf(database), rows: rowsOf(database) };
  } finally {
    database.close();
  }
};

const migrateInChild = (dataDir: string, target: number, killAt: number, seenPath: string): Promise<NodeJS.Signals | number | null> =>
  new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL("migration-kill-child.ts", import.meta.url));
    const args = ["--disable-warning=ExperimentalWarning", script, dataDir, migrationsPath, String(target), String(killAt), seenPath];
    const environment = { ...process.env, NODE_COMPILE_CACHE: join(base, "compiled") };
    const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"], env: environment });
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(signal ?? code));
  });

/** As many at once as the machine of the project's checks has cores. */
const atOnce = 2;

const eachOf = async (numbers: readonly number[], work: (number: number) => Promise<void>): Promise<void> => {
  const waiting = [...numbers];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};

const backupOf = (dataDir: string, version: number): string | undefined => {
  const folder = join(dataDir, "backups");
  const name = existsSync(folder)
    ? readdirSync(folder).find((entry) => entry.startsWith(`before-migration-v${version}-`) && entry.endsWith(".sqlite"))
    : undefined;
  return name === undefined ? undefined : join(folder, name);
};

/**
 * Kills a migration from one version to its neighbour before each of its statements, or around its transaction and at its begin and end when not `thorough`,
 * and looks each time at what is left. Answers how often.
 */
const killEverywhere = async (from: number, to: number, thorough: boolean): Promise<number> => {
  const start = join(base, `${from}-${to}`);
  mkdirSync(start);
  placeVersion(start, Math.max(from, to));
  openAt(start, from).close();
  rmSync(join(start, "backups"), { recursive: true, force: true });
  const before = contentOf(join(start, "olympus.sqlite"));

  const copy = (name: string): string => {
    const dataDir = join(base, `${from}-${to}-${name}`);
    mkdirSync(dataDir);
    cpSync(join(start, "olympus.sqlite"), join(dataDir, "olympus.sqlite"));
    return dataDir;
  };
  const whole = copy("whole");
  const seenPath = join(base, `${from}-${to}.json`);
  expect(await migrateInChild(whole, to, 0, seenPath)).toBe(0);
  const after = contentOf(join(whole, "olympus.sqlite"));
  const statements = JSON.parse(readFileSync(seenPath, "utf8")) as string[];
  const begin = statements.findIndex((sql) => sql.startsWith("BEGIN")) + 1;
  const commit = statements.findIndex((sql) => sql.startsWith("COMMIT")) + 1;
  const wholeBackup = backupOf(whole, from);
  if (from > 0) expect(await verifyBackup(wholeBackup ?? "")).toMatchObject({ ok: true, value: { schemaVersion: from } });
  expect([begin > 0, commit > begin, before.version, after.version]).toEqual([true, true, from, to]);
  // What comes before the copy is SQLite's settings: the same at every opening.
  const first = from === 0 ? 1 : statements.findIndex((sql) => sql.startsWith("VACUUM")) + 1;
  const every = Array.from({ length: statements.length - first + 1 }, (_, index) => first + index);
  const numbers = thorough ? every : [...new Set([first, begin, begin + 1, commit, statements.length])];

  await eachOf(numbers, async (killAt) => {
    const dataDir = copy(String(killAt));
    const told = `killed before statement ${killAt}: ${statements[killAt - 1]}`;
    expect(await migrateInChild(dataDir, to, killAt, ""), told).toBe("SIGKILL");
    const left = contentOf(join(dataDir, "olympus.sqlite"));
    expect(left, told).toEqual(killAt <= commit ? before : after);
    if (killAt >= begin && from > 0) {
      const backup = backupOf(dataDir, from);
      expect(backup, told).toBeDefined();
      expect(contentOf(backup ?? ""), told).toEqual(before);
    }
    openAt(dataDir, to).close();
    expect(contentOf(join(dataDir, "olympus.sqlite")), told).toEqual(after);
    rmSync(dataDir, { recursive: true, force: true });
  });
  return numbers.length;
};

/** Some 600 kills take three minutes: all of them for the steps that are still new, and where every step is asked for (the public checks do). */
const newSteps = 2;
const isThorough = (version: number): boolean => process.env["OLYMPUS_EVERY_STATEMENT"] === "1" || version > migrations.length - newSteps;

it.each(migrations.map(({ version }) => version).toSorted((left, right) => left - right))(
  "killed at each statement of step %i, up and down, the data is at the old or the new version and never between",
  async (version) => {
    const thorough = isThorough(version);
    const kills = (await killEverywhere(version - 1, version, thorough)) + (await killEverywhere(version, version - 1, thorough));
    expect(kills).toBeGreaterThanOrEqual(8);
  },
);
