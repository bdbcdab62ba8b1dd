import { createHash } from "node:crypto";
import { constants, lstatSync, opendirSync } from "node:fs";
import { chmod, mkdir, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { abortedBy, type Result } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { Files } from "#core/workspace";
import { effectsOf, writeWithDiff } from "./file-changes.ts";
import { globMatcher } from "./glob.ts";
import type { Effect, ToolError } from "./schema.ts";

const mostEntries = 20_000;
const largestFileBytes = 64 * 1024 * 1024;
const mostBytes = 512 * 1024 * 1024;

/** What a folder holds, by path relative to it. `other`: links and devices, which are never carried over. */
interface Held {
  readonly files: ReadonlyMap<string, { readonly sha256: string; readonly mode: number }>;
  readonly folders: ReadonlySet<string>;
  readonly other: readonly string[];
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const inside = (folder: string, path: string): string => (folder === "" ? path : `${folder}/${path}`);

/** Writes a folder of the overlay into a real, private one. Errors: EntryTooLarge, PathRefused when it is too much, those of `Files`. */
export const copyOut = async (files: Files, folder: string, target: string, signal: AbortSignal): Promise<Result<Held, ToolError>> => {
  const listed = await files.list(folder, { recursive: true, limit: mostEntries + 1 });
  if (!listed.ok) return listed;
  const totalBytes = listed.value.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (listed.value.length > mostEntries)
    return err({ type: "PathRefused", path: folder, reason: `the folder holds more than ${mostEntries} entries; name a smaller one` });
  if (totalBytes > mostBytes) return err({ type: "EntryTooLarge", path: folder, sizeBytes: totalBytes, limitBytes: mostBytes });
  const held = { files: new Map<string, { sha256: string; mode: number }>(), folders: new Set<string>(), other: [] as string[] };
  for (const { path, kind } of listed.value) {
    if (signal.aborted) return err(abortedBy(signal));
    const name = folder === "" ? path : path.slice(folder.length + 1);
    if (kind === "other") held.other.push(name);
    else if (kind === "folder") {
      held.folders.add(name);
      await mkdir(join(target, name), { mode: 0o700 });
    } else {
      const read = await files.read(path, { limitBytes: largestFileBytes });
      if (!read.ok) return read;
      const stands = await files.fingerprint(path);
      if (!stands.ok) return stands;
      // Without set-user-id bits, whatever the original has.
      const mode = (stands.value.kind === "file" ? stands.value.mode : 0o600) & 0o777;
      await writeFile(join(target, name), read.value, { flag: "wx", mode: 0o600 });
      await chmod(join(target, name), mode);
      held.files.set(name, { sha256: sha256(read.value), mode });
    }
  }
  return ok(held);
};

const readCopied = async (path: string): Promise<Uint8Array> => {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
};

/** What the private folder holds now. Nothing runs in it any more. Errors: EntryTooLarge, PathRefused when a command left too much. */
const lookAt = async (root: string): Promise<Result<Held, ToolError>> => {
  const held = { files: new Map<string, { sha256: string; mode: number }>(), folders: new Set<string>(), other: [] as string[] };
  const waiting = [""];
  let totalBytes = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const opened = opendirSync(join(root, folder));
    try {
      for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) {
        const name = inside(folder, entry.name);
        const stats = lstatSync(join(root, name));
        if (held.files.size + held.folders.size + held.other.length >= mostEntries)
          return err({ type: "PathRefused", path: name, reason: `the command left more than ${mostEntries} entries` });
        if (stats.isDirectory()) {
          held.folders.add(name);
          waiting.push(name);
        } else if (!stats.isFile()) held.other.push(name);
        else {
          totalBytes += stats.size;
          if (stats.size > largestFileBytes)
            return err({ type: "EntryTooLarge", path: name, sizeBytes: stats.size, limitBytes: largestFileBytes });
          if (totalBytes > mostBytes) return err({ type: "EntryTooLarge", path: name, sizeBytes: totalBytes, limitBytes: mostBytes });
          held.files.set(name, { sha256: sha256(await readCopied(join(root, name))), mode: stats.mode & 0o777 });
        }
      }
    } finally {
      opened.closeSync();
    }
  }
  return ok(held);
};

interface Differences {
  readonly goneFiles: readonly string[];
  readonly goneFolders: readonly string[];
  readonly newFolders: readonly string[];
  readonly written: readonly string[];
}

const differencesOf = (before: Held, after: Held): Differences => ({
  goneFiles: [...before.files.keys()].filter((path) => !after.files.has(path)),
  goneFolders: [...before.folders]
    .filter((path) => !after.folders.has(path))
    .toSorted()
    .toReversed(),
  newFolders: [...after.folders].filter((path) => !before.folders.has(path)).toSorted(),
  written: [...after.files]
    .flatMap(([path, { sha256: hash, mode }]) => {
      const old = before.files.get(path);
      return old?.sha256 === hash && old.mode === mode ? [] : [path];
    })
    .toSorted(),
});

/** Changes that no glob names; folders that only come into being for a permitted file are not counted. */
const notPermitted = (
  { goneFiles, goneFolders, newFolders, written }: Differences,
  folder: string,
  mayChange: readonly string[],
): string[] => {
  const matchers = mayChange.map(globMatcher);
  const permits = (path: string) => matchers.some((matches) => matches(inside(folder, path)));
  const empty = newFolders.filter((path) => ![...written, ...newFolders].some((other) => other.startsWith(`${path}/`)));
  return [
    ...[...goneFiles, ...written].filter((path) => !permits(path)),
    ...[...goneFolders, ...empty].filter((path) => !permits(path) && !permits(`${path}/`)),
  ].map((path) => inside(folder, path));
};

/**
 * Carries what a command changed in its private folder into the overlay. All or nothing of it is permitted: ChangedTooMuch names what is not.
 * `leftOut`: links and devices the command made; they are thrown away.
 */
export const carryBack = async (
  files: Files,
  {
    before,
    copy,
    folder,
    mayChange,
    command,
  }: { before: Held; copy: string; folder: string; mayChange: readonly string[]; command: string },
): Promise<Result<{ readonly effects: readonly Effect[]; readonly leftOut: readonly string[] }, ToolError>> => {
  const after = await lookAt(copy);
  if (!after.ok) return after;
  const differences = differencesOf(before, after.value);
  const refused = notPermitted(differences, folder, mayChange);
  if (refused.length > 0) return err({ type: "ChangedTooMuch", command, paths: refused.slice(0, 100) });
  const effects: Effect[] = [];
  const steps: (() => Promise<Result<readonly Effect[], ToolError>>)[] = [
    ...[...differences.goneFiles, ...differences.goneFolders].map((path) => async () => effectsOf(await files.trash(inside(folder, path)))),
    ...differences.newFolders.map((path) => async () => effectsOf(await files.makeFolder(inside(folder, path)))),
    ...differences.written.map((path) => async () => {
      const mode = after.value.files.get(path)?.mode;
      return writeWithDiff(files, inside(folder, path), await readCopied(join(copy, path)), mode);
    }),
  ];
  for (const step of steps) {
    const done = await step();
    if (!done.ok) return done;
    effects.push(...done.value);
  }
  return ok({ effects, leftOut: after.value.other.map((path) => inside(folder, path)) });
};
