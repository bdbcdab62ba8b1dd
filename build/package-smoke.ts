import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packagingTool } from "./package-tools.ts";
import { root } from "./root.ts";

interface Archive {
  readonly listPackage: (archive: string) => string[];
  readonly statFile: (archive: string, path: string) => { readonly size?: number; readonly unpacked?: boolean; readonly files?: object };
  readonly extractFile: (archive: string, path: string) => Buffer;
}

/** Lays an archive out as Electron shows it: packed files as themselves, unpacked ones as links to where they really lie. */
const layOut = (archivePath: string, folder: string): void => {
  const archive = createRequire(import.meta.url)(packagingTool("@electron", "asar")) as Archive;
  for (const listed of archive.listPackage(archivePath)) {
    const path = listed.slice(1);
    const entry = archive.statFile(archivePath, path);
    const target = join(folder, path);
    if (entry.files !== undefined) continue;
    mkdirSync(dirname(target), { recursive: true });
    if (entry.unpacked === true) symlinkSync(join(`${archivePath}.unpacked`, path), target);
    else writeFileSync(target, archive.extractFile(archivePath, path));
  }
};

/**
 * Runs what was packaged under this Node, which is Electron's, with a fake in Electron's place: the main bundle opens its window over a new data folder,
 * every package it may load is loaded, each native one from its unpacked place, and files are read, indexed and found. Answers lines of what was seen.
 * Throws with the output of what failed. `workDir` must be empty; it must not lie below a folder with packages of its own.
 */
export const smokePackage = (unpackedDir: string, workDir: string): readonly string[] => {
  const program = join(workDir, "app");
  const library = join(workDir, "library");
  layOut(join(unpackedDir, "resources", "app.asar"), program);
  mkdirSync(library);
  const files = globSync(`core/testing/files/**/*.{pdf,docx,html,csv}`, { cwd: root }).toSorted();
  for (const file of files) cpSync(join(root, file), join(library, file.split(/[\\/]/).at(-1) ?? ""));
  writeFileSync(join(library, "note.md"), "# Packaging\n\nThe word of this test is quillwort.\n");

  const environment = { PATH: process.env["PATH"] ?? "", HOME: workDir, OLYMPUS_HOME: join(workDir, "data") };
  const run = (args: readonly string[]): string => {
    // Electron, too, takes a module's place in the archive for its home, wherever its file lies.
    const ran = spawnSync(process.execPath, ["--preserve-symlinks", "--preserve-symlinks-main", ...args], {
      cwd: workDir,
      env: environment,
      encoding: "utf8",
      timeout: 120_000,
    });
    if (ran.status !== 0) throw new Error(`${args.join(" ")} ended with ${ran.status ?? ran.signal}\n${ran.stdout}${ran.stderr}`);
    return ran.stdout;
  };
  const seen = run([
    fileURLToPath(new URL("package-smoke-child.ts", import.meta.url)),
    program,
    `${join(unpackedDir, "resources", "app.asar")}.unpacked`,
  ]).trim();
  const cli = join(program, "dist", "main", "cli.js");
  const { added } = JSON.parse(run([cli, "ingest", library, "--json"])) as { added: number };
  // One of the fixtures is locked with a password.
  if (added !== files.length) throw new Error(`${added} of ${files.length} files could be read`);
  const found = run([cli, "search", "quillwort"]);
  if (!found.includes("note.md")) throw new Error(`what was added is not found:\n${found}`);
  return [...seen.split("\n"), `${added} files were read, and a word of one was found`];
};
