import { lstat, readdir, readlink, realpath, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { extensionOf, kindOf } from "./kinds.ts";
import { fileProblemOf } from "./read-file.ts";
import type { FileProblem } from "./schema.ts";

/** A file to read, or why a named one cannot be. `root` is the given path it was found under, made absolute. */
export type WalkEntry =
  | { readonly path: string; readonly root: string; readonly sizeBytes: number; readonly modifiedAtMs: number }
  | { readonly path: string; readonly root: string; readonly problem: FileProblem };

/** Folders of other people's code and caches, skipped at any depth like everything whose name begins with a dot. */
const skippedFolders = new Set(["node_modules", "__pycache__", "bower_components"]);
/** Left behind by office programs while a document is open. */
const lockFile = /^(?:~\$|\.~lock\.)/;

const isSkipped = (name: string) => name.startsWith(".") || skippedFolders.has(name) || lockFile.test(name);
const byCodeUnit = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

interface Folder {
  readonly path: string;
  readonly root: string;
  /** Real paths of the folders that led here, itself included. */
  readonly chain: readonly string[];
}

/**
 * Finds the files that can be read below the given paths, in a stable order: for each path its files and folders by name (code units),
 * and what symbolic links lead to after all that is really there. Everything is given once, by its real path, under the first path that
 * reaches it; a link back to a folder above it is a LinkLoop.
 *
 * Below a folder these are passed over in silence: names that begin with a dot, node_modules and the like, and kinds nothing here reads.
 * A path that was given itself is never passed over: it is walked, or reported with its problem. Stops at the signal; never rejects.
 */
export async function* walk(paths: readonly string[], signal?: AbortSignal): AsyncGenerator<WalkEntry, void, void> {
  const seen = new Set<string>();

  async function* file(path: string, root: string): AsyncGenerator<WalkEntry> {
    try {
      const stats = await stat(path);
      if (!stats.isFile()) return yield { path, root, problem: { type: "FileUnreadable", reason: "not a regular file" } };
      const real = await realpath(path);
      if (seen.has(real)) return;
      seen.add(real);
      yield { path, root, sizeBytes: stats.size, modifiedAtMs: Math.round(stats.mtimeMs) };
    } catch (cause) {
      yield { path, root, problem: fileProblemOf(cause, path) };
    }
  }

  async function* folder(start: Folder, links: Folder[]): AsyncGenerator<WalkEntry> {
    const pending = [start];
    for (let here = pending.pop(); here !== undefined && !signal?.aborted; here = pending.pop()) {
      const real = here.chain.at(-1) ?? here.path;
      if (seen.has(real)) continue;
      seen.add(real);
      let children;
      try {
        children = await readdir(here.path, { withFileTypes: true });
      } catch (cause) {
        yield { path: here.path, root: here.root, problem: fileProblemOf(cause, here.path) };
        continue;
      }
      const folders: Folder[] = [];
      for (const child of children.toSorted((one, other) => byCodeUnit(one.name, other.name))) {
        if (signal?.aborted) return;
        if (isSkipped(child.name)) continue;
        const path = join(here.path, child.name);
        if (child.isSymbolicLink()) links.push({ path, root: here.root, chain: here.chain });
        else if (child.isDirectory()) folders.push({ path, root: here.root, chain: [...here.chain, join(real, child.name)] });
        else if (kindOf(path) !== null) yield* file(path, here.root);
      }
      pending.push(...folders.toReversed());
    }
  }

  async function* link({ path, root, chain }: Folder, links: Folder[]): AsyncGenerator<WalkEntry> {
    try {
      const real = await realpath(path);
      const stats = await stat(real);
      if (!stats.isDirectory()) {
        if (kindOf(path) !== null) yield* file(path, root);
      } else if (chain.includes(real)) yield { path, root, problem: { type: "LinkLoop", target: real } };
      else yield* folder({ path, root, chain: [...chain, real] }, links);
    } catch (cause) {
      const problem = fileProblemOf(cause, await readlink(path).catch(() => path));
      // A dead link is worth a word only where its name promises a document; a link onto itself always.
      if (problem.type === "LinkLoop" || kindOf(path) !== null) yield { path, root, problem };
    }
  }

  for (const given of paths) {
    if (signal?.aborted) return;
    const root = resolve(given);
    const links: Folder[] = [];
    try {
      const stats = await stat(root);
      if (stats.isDirectory()) yield* folder({ path: root, root, chain: [await realpath(root)] }, links);
      else if (kindOf(root) === null)
        yield { path: root, root, problem: { type: "FileKindUnsupported", extension: extensionOf(root) || basename(root) } };
      else yield* file(root, root);
    } catch (cause) {
      const isDeadLink = await lstat(root).then(
        (stats) => stats.isSymbolicLink(),
        () => false,
      );
      yield { path: root, root, problem: fileProblemOf(cause, isDeadLink ? await readlink(root) : root) };
    }
    for (let next = links.shift(); next !== undefined && !signal?.aborted; next = links.shift()) yield* link(next, links);
  }
}
