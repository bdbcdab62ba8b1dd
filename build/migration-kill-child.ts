import { readFileSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import type Sqlite from "better-sqlite3";
import { silentLog, systemClock } from "#core/base";
import type { Migration } from "#core/store";

/**
 * Runs in a process of its own: `node migration-kill-child.ts DATA_DIR MIGRATIONS_JSON TARGET KILL_AT SEEN_JSON`. Migrates, and is killed just before the
 * main database's statement number KILL_AT (from 1) is carried out; with 0 it lives and writes the statements it carried out to SEEN_JSON.
 * The store under test is unchanged: its SQLite tells of each statement.
 */

const [dataDir = "", migrationsPath = "", target = "", killAt = "0", seenPath = ""] = process.argv.slice(2);
const seen: string[] = [];

const beforeStatement = (sql?: unknown): void => {
  seen.push(String(sql));
  if (seen.length === Number(killAt)) process.kill(process.pid, "SIGKILL");
};

const watched = (Real: typeof Sqlite): typeof Sqlite =>
  new Proxy(Real, {
    construct: (constructor, [path, options]: [string, Sqlite.Options | undefined]) =>
      new constructor(
        path,
        path.endsWith("olympus.sqlite") && options?.readonly !== true ? { ...options, verbose: beforeStatement } : options,
      ),
  });
Object.assign(globalThis, { watchSqlite: watched });
registerHooks({
  load: (url, context, next) => {
    if (!url.endsWith("/better-sqlite3/lib/index.js")) return next(url, context);
    const source = `${readFileSync(fileURLToPath(url), "utf8")}\nmodule.exports = globalThis.watchSqlite(module.exports);`;
    return { format: "commonjs", source, shortCircuit: true };
  },
});

const { openStore } = await import("#core/store");
const migrations = JSON.parse(readFileSync(migrationsPath, "utf8")) as Migration[];
const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog, targetVersion: Number(target) });
if (!opened.ok) throw new Error(JSON.stringify(opened.error));
if (seenPath !== "") writeFileSync(seenPath, JSON.stringify(seen));
opened.value.close();
