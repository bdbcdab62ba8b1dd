import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { InlineConfig } from "vite";
import { root } from "./root.ts";

export type PartName = "main" | "preload" | "renderer";

export interface BuildOptions {
  readonly log: (line: string) => void;
  /** All parts when absent. */
  readonly only?: readonly PartName[] | undefined;
}

interface Part {
  readonly name: PartName;
  readonly sources: readonly string[];
  readonly entry: string;
}

const parts: readonly Part[] = [
  { name: "main", sources: ["core/**/*.{ts,json}", "main/**/*.{ts,json}"], entry: "main" },
  { name: "preload", sources: ["preload/**/*.ts"], entry: "preload/preload.ts" },
  { name: "renderer", sources: ["renderer/**/*", "core/*/schema.ts", "core/contract/*.ts"], entry: "renderer/index.html" },
];

/** Changes with any source of the part, with how parts are built, and with what is installed. */
const fingerprint = ({ sources }: Part): string => {
  const files = globSync([...sources, "build/bundles.ts", "package-lock.json", "package.json"], { cwd: root, withFileTypes: true })
    .filter((file) => file.isFile() && !/\.test\.tsx?$/.test(file.name))
    .map((file) => join(file.parentPath, file.name))
    .toSorted();
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(`${file.slice(root.length)}\0`)
      .update(readFileSync(file))
      .update("\0");
  return hash.digest("hex");
};

const bundleOf = async (name: PartName, outDir: string): Promise<InlineConfig> => {
  const { mainBundle, preloadBundle, rendererBundle } = await import("./bundles.ts");
  return { main: mainBundle, preload: preloadBundle, renderer: rendererBundle }[name](outDir);
};

/** Two builds of the same sources may end together; whichever comes second finds its work done. */
const replaceFolder = (from: string, to: string): void => {
  try {
    rmSync(to, { recursive: true, force: true });
    renameSync(from, to);
  } catch (error) {
    if (readFileSync(join(to, ".built-from"), "utf8") !== readFileSync(join(from, ".built-from"), "utf8")) throw error;
  }
};

/** Builds the parts whose sources changed since their last build, each in one step: a part in `dist` is either the old one or the new one. Answers their names. */
export const buildIfChanged = async (options: BuildOptions): Promise<string[]> => {
  const built: string[] = [];
  for (const part of parts) {
    if (options.only?.includes(part.name) === false || !existsSync(join(root, part.entry))) continue;
    const wanted = fingerprint(part);
    const folder = join(root, "dist", part.name);
    const stamp = join(folder, ".built-from");
    if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) continue;
    if (built.length === 0) options.log("Building Olympus …");
    const { build } = await import("vite");
    const staging = join(root, "dist", `.${part.name}-${process.pid}`);
    try {
      await build(await bundleOf(part.name, staging));
      writeFileSync(join(staging, ".built-from"), wanted);
      mkdirSync(join(root, "dist"), { recursive: true });
      replaceFolder(staging, folder);
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
    built.push(part.name);
  }
  return built;
};

/** For commands that cannot go on without a build: says why there is none and ends the process. */
export const buildOrExit = async (options: BuildOptions): Promise<string[]> => {
  try {
    return await buildIfChanged(options);
  } catch (error) {
    options.log(error instanceof Error ? stripVTControlCharacters(error.message) : String(error));
    process.exit(1);
  }
};
