import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";

/** Another vector store over the same rows. Chunk ids are positions plus 1. */
export interface Peer {
  readonly name: string;
  readonly nearest: (query: Float32Array, k: number) => Promise<number[]>;
  readonly dispose: () => Promise<void>;
}

/** Exact versions, so that figures of different days compare. */
const packages = ["sqlite-vec@0.1.9", "@lancedb/lancedb@0.39.0"];

interface SqliteVec {
  readonly load: (database: Sqlite.Database) => void;
}
interface LanceTable {
  readonly add: (rows: readonly unknown[]) => Promise<unknown>;
  readonly search: (query: Float32Array) => { select(columns: string[]): { limit(k: number): { toArray(): Promise<{ id: number }[]> } } };
}
interface Lance {
  readonly connect: (folder: string) => Promise<{ createTable(name: string, rows: readonly unknown[]): Promise<LanceTable> }>;
}

/** Where npm is: what runs us may have said so, and every installation of Node brings one. */
const npmCommand = (): [string, string[]] => {
  const told = process.env.npm_execpath;
  return told?.endsWith("npm-cli.js") ? [process.execPath, [told]] : ["npm", []];
};

/** Installs the peers into a folder of their own, once for each set of versions; null with the reason on stderr when the registry cannot be reached. */
const installPeers = (): NodeJS.Require | null => {
  const folder = join(tmpdir(), `olympus-bench-peers-${packages.join("-").replaceAll(/[^0-9a-z.]+/g, "-")}`);
  const require = createRequire(join(folder, "package.json"));
  if (existsSync(join(folder, "installed"))) return require;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `{ "private": true }`);
  const [command, first] = npmCommand();
  try {
    execFileSync(command, [...first, "install", "--no-audit", "--no-fund", ...packages], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      timeout: 300_000,
    });
  } catch (cause) {
    console.error(`the peers could not be installed: ${cause instanceof Error ? cause.message : String(cause)}`);
    return null;
  }
  writeFileSync(join(folder, "installed"), "");
  return require;
};

const openSqliteVec = (load: SqliteVec["load"], rows: Float32Array, dimensions: number): Peer => {
  const folder = join(tmpdir(), `olympus-bench-sqlite-vec-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const database = new Sqlite(join(folder, "vectors.db"));
  load(database);
  database.exec(`CREATE VIRTUAL TABLE vectors USING vec0 (embedding float[${dimensions}])`);
  const insert = database.prepare("INSERT INTO vectors (rowid, embedding) VALUES (?, ?)");
  const count = rows.length / dimensions;
  database.transaction(() => {
    for (let index = 0; index < count; index += 1)
      insert.run(BigInt(index + 1), rows.subarray(index * dimensions, (index + 1) * dimensions));
  })();
  const select = database
    .prepare<[Float32Array, number], number>("SELECT rowid FROM vectors WHERE embedding MATCH ? AND k = ? ORDER BY distance")
    .pluck();
  return {
    name: "sqlite-vec",
    nearest: async (query, k) => select.all(query, k),
    dispose: async () => {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const openLance = async (lance: Lance, rows: Float32Array, dimensions: number): Promise<Peer> => {
  const folder = join(tmpdir(), `olympus-bench-lancedb-${process.pid}`);
  const connection = await lance.connect(folder);
  const count = rows.length / dimensions;
  const batch = (from: number) =>
    Array.from({ length: Math.min(10_000, count - from) }, (_, index) => ({
      id: from + index + 1,
      vector: Array.from(rows.subarray((from + index) * dimensions, (from + index + 1) * dimensions)),
    }));
  const table = await connection.createTable("vectors", batch(0));
  for (let from = 10_000; from < count; from += 10_000) await table.add(batch(from));
  return {
    name: "LanceDB",
    nearest: async (query, k) => (await table.search(query).select(["id"]).limit(k).toArray()).map(({ id }) => id),
    dispose: async () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** The peers that can be had here, filled with the rows (exact search, no index); each is to be disposed of. */
export const openPeers = async (rows: Float32Array, dimensions: number): Promise<Peer[]> => {
  // LanceDB writes a deprecation warning to stderr for every search otherwise.
  process.env.LANCE_LOG ??= "error";
  process.env.RUST_LOG ??= "error";
  const require = installPeers();
  if (require === null) return [];
  const sqliteVec = require("sqlite-vec") as SqliteVec;
  const lance = require("@lancedb/lancedb") as Lance;
  return [openSqliteVec(sqliteVec.load, rows, dimensions), await openLance(lance, rows, dimensions)];
};
