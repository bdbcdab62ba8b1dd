import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import envPaths from "env-paths";

/** Where a person's data lies: `OLYMPUS_HOME`, or the platform's standard place. The same for every host of this machine's user. */
export const dataDirOf = (environment: NodeJS.ProcessEnv): string => {
  const chosen = environment["OLYMPUS_HOME"];
  return chosen === undefined || chosen === "" ? envPaths("Olympus", { suffix: "" }).data : resolve(chosen);
};

/** Where things of the hosts lie in the data folder; the store keeps its own list. */
export const vaultPath = (dataDir: string): string => join(dataDir, "vault.json");
export const logsDir = (dataDir: string): string => join(dataDir, "logs");
export const localHostPath = (dataDir: string): string => join(dataDir, "http", "local.json");

export interface Program {
  readonly version: string;
  /** Holds `index.html` once the interface is built. */
  readonly rendererDir: string;
}

/** The program's own files, found from the source tree as from the built one: the first folder above with a package.json. */
export const findProgram = (startDir = import.meta.dirname): Program => {
  let folder = startDir;
  while (!existsSync(join(folder, "package.json")) && dirname(folder) !== folder) folder = dirname(folder);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  return { version, rendererDir: join(folder, "dist", "renderer") };
};
