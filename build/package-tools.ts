import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { root } from "./root.ts";

/** What only packaging needs has a lockfile of its own, so that whoever just starts Olympus does not download it (93 MB). */
const recipe = join(root, "build", "packaging");
const folder = join(root, "dist", "packaging-tools");
const stamp = join(folder, "installed-from");

const lockfile = (): string => readFileSync(join(recipe, "package-lock.json"), "utf8");

const hasPackagingTools = (): boolean => existsSync(stamp) && readFileSync(stamp, "utf8") === lockfile();

const npmScript = (): string | null => {
  const fromNpm = process.env["npm_execpath"];
  if (fromNpm !== undefined && basename(fromNpm) === "npm-cli.js" && existsSync(fromNpm)) return fromNpm;
  const beside = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((place) => [join(place, "node_modules/npm/bin/npm-cli.js"), join(dirname(place), "lib/node_modules/npm/bin/npm-cli.js")]);
  return beside.find((path) => existsSync(path)) ?? null;
};

/** Installs electron-builder from its lockfile where that has not been done. Answers why it could not be, or null. */
export const obtainPackagingTools = (say: (line: string) => void): string | null => {
  if (hasPackagingTools()) return null;
  const npm = npmScript();
  if (npm === null) return "npm was not found; run this as `npm run package`";
  say("Installing what makes packages, once (93 MB on disk) …");
  mkdirSync(folder, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(recipe, name), join(folder, name));
  const flags = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync(process.execPath, [npm, ...flags], { cwd: folder, stdio: ["ignore", 2, 2] });
  if (status !== 0) return "npm could not install electron-builder (its message is above)";
  writeFileSync(stamp, lockfile());
  return null;
};

/** A file of one of the installed packaging tools. */
export const packagingTool = (...path: readonly string[]): string => join(folder, "node_modules", ...path);
