import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, realpathSync, type BigIntStats } from "node:fs";
import { join } from "node:path";
import { fail, unless } from "./failure.ts";
import { createFlush, type Flush } from "./flush.ts";

/** How names are looked up: below an open folder, or by whole paths that are checked before and after each use. */
export type Anchoring = "descriptor" | "checked-path";

/** Linux alone lets a process name things below an open folder through the file system (`/proc/self/fd/N/name`). */
export const systemAnchoring = (): Anchoring => (process.platform === "linux" ? "descriptor" : "checked-path");

/** A folder inside the workspace, held while something is done in it. Valid only inside the `work` that was given it. */
export interface Place {
  /** How the system is told of a name in this folder. */
  readonly at: (name: string) => string;
  /** The folder's names as they are now. */
  readonly names: () => readonly string[];
  /** Throws PathRefused when the folder is no longer where the path leads: to be called right before and right after a change. */
  readonly verify: () => void;
  /** Makes names that came or went survive a power cut. */
  readonly flush: () => Promise<void>;
  /** The same, but left to whoever takes it from `toFlush`, together with others. */
  readonly flushLater: () => void;
  /** Brings an open file of so many bytes to the disk. */
  readonly flushFile: (file: number, sizeBytes: number) => Promise<void>;
  readonly own: BigIntStats;
}

/** A folder whose names changed and are not on the disk for certain yet. To be flushed, and closed in any case. */
export interface HeldFolder {
  readonly file: number;
  readonly own: BigIntStats;
}

export interface Anchor {
  readonly root: string;
  /** Runs `work` in the folder that `names` leads to, or answers null when it is missing. Throws PathRefused (link, other disk, moved away), EntryKindWrong (a file in the way). */
  readonly within: <T>(names: readonly string[], work: (place: Place) => Promise<T> | T) => Promise<T | null>;
  /** Everything that `flushLater` left since the last time. */
  readonly toFlush: () => readonly HeldFolder[];
  readonly flush: Flush;
  readonly close: () => void;
}

/** Absent on Windows: 0 there, where `lstat` alone tells a link. */
const folderFlags = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);

export const sameFile = (left: BigIntStats, right: BigIntStats): boolean => left.ino === right.ino && left.dev === right.dev;

const lstat = (path: string): BigIntStats | null =>
  unless(["ENOTDIR"], () => lstatSync(path, { bigint: true, throwIfNoEntry: false })) ?? null;

const refuse = (path: string, reason: string) => fail({ type: "PathRefused", path, reason });

/** What keeps a name from being entered as a folder; null when nothing stands there. */
const folderAt = (systemPath: string, path: string, root: BigIntStats): BigIntStats | null => {
  const found = lstat(systemPath);
  if (found === null) return null;
  if (found.isSymbolicLink()) return refuse(path, "leads through a link");
  if (!found.isDirectory()) return fail({ type: "EntryKindWrong", path, expected: "folder", found: found.isFile() ? "file" : "other" });
  if (found.dev !== root.dev) return refuse(path, "leads to another disk that is mounted there");
  return found;
};

const moved = "was moved away or exchanged while it was in use";

/** Every step is relative to a folder that is already open, so nothing that happens to names in between can lead elsewhere. */
const createDescriptorAnchor = (root: string): Anchor => {
  const rootFile = openSync(root, folderFlags);
  const flush = createFlush();
  const held: HeldFolder[] = [];
  const rootStats = fstatSync(rootFile, { bigint: true });
  const address = (file: number) => `/proc/self/fd/${file}`;

  const enter = (parent: number, name: string, path: string): number | null => {
    const systemPath = `${address(parent)}/${name}`;
    if (folderAt(systemPath, path, rootStats) === null) return null;
    const file = unless(["ENOENT"], () => unless(["ENOTDIR", "ELOOP"], () => openSync(systemPath, folderFlags)) ?? refuse(path, moved));
    if (file !== null && fstatSync(file).dev !== Number(rootStats.dev)) {
      closeSync(file);
      refuse(path, "leads to another disk that is mounted there");
    }
    return file;
  };

  const place = (file: number, names: readonly string[]): Place => {
    const expected = [root === "/" ? "" : root, ...names].join("/");
    const own = fstatSync(file, { bigint: true });
    return {
      own,
      at: (name) => `${address(file)}/${name}`,
      names: () => readdirSync(address(file)),
      // The system itself says where an open folder is now; one that was moved out of the workspace is not worked in.
      verify: () => {
        if (readlinkSync(address(file)) !== expected) refuse(names.join("/"), moved);
      },
      flush: () => flush(file, null),
      // A descriptor of its own: this one is closed with the work.
      flushLater: () => void held.push({ file: openSync(`${address(file)}/.`, folderFlags), own }),
      flushFile: flush,
    };
  };

  // A number that was let go may name another file at once, so the folder is closed only when nobody is in it.
  let inside = 0;
  let closing = false;
  const leave = () => {
    inside -= 1;
    if (closing && inside === 0) closeSync(rootFile);
  };

  return {
    root,
    within: async (names, work) => {
      if (closing) return refuse(names.join("/"), "is not open any more");
      inside += 1;
      let file = rootFile;
      try {
        for (const [depth, name] of names.entries()) {
          const next = enter(file, name, names.slice(0, depth + 1).join("/"));
          if (next === null) return null;
          if (file !== rootFile) closeSync(file);
          file = next;
        }
        const held = place(file, names);
        held.verify();
        return await work(held);
      } finally {
        if (file !== rootFile) closeSync(file);
        leave();
      }
    },
    toFlush: () => held.splice(0),
    flush,
    close: () => {
      if (closing) return;
      closing = true;
      inside += 1;
      leave();
    },
  };
};

/** Where a folder cannot be an anchor: each folder on the way is looked at before and after, and the whole path must still be its own real path. */
const createPathAnchor = (root: string): Anchor => {
  let closed = false;
  const flush = createFlush();
  const held: HeldFolder[] = [];
  const rootStats = lstatSync(root, { bigint: true });

  const walk = (names: readonly string[]): BigIntStats | null => {
    if (closed) return refuse(names.join("/"), "is not open any more");
    const rootNow = lstat(root);
    if (rootNow === null || !sameFile(rootNow, rootStats)) return refuse("", moved);
    let found: BigIntStats | null = rootNow;
    for (const [depth] of names.entries()) {
      const path = names.slice(0, depth + 1);
      found = folderAt(join(root, ...path), path.join("/"), rootStats);
      if (found === null) return null;
    }
    return found;
  };

  return {
    root,
    within: async (names, work) => {
      const own = walk(names);
      if (own === null) return null;
      const systemPath = join(root, ...names);
      const path = names.join("/");
      const verify = () => {
        const now = walk(names);
        if (now === null || !sameFile(now, own) || realpathSync.native(systemPath) !== systemPath) refuse(path, moved);
      };
      verify();
      const result = await work({
        own,
        verify,
        at: (name) => join(systemPath, name),
        names: () => readdirSync(systemPath),
        // Windows cannot flush a folder; its journal keeps the order of names by itself.
        flush: async () => {
          if (process.platform === "win32") return;
          const file = openSync(systemPath, folderFlags);
          await flush(file, null).finally(() => closeSync(file));
        },
        flushLater: () => {
          if (process.platform !== "win32") held.push({ file: openSync(systemPath, folderFlags), own });
        },
        flushFile: flush,
      });
      return result;
    },
    toFlush: () => held.splice(0),
    flush,
    close: () => {
      closed = true;
    },
  };
};

/** Holds a folder. `root` must be its real path. */
export const createAnchor = (root: string, anchoring: Anchoring): Anchor =>
  anchoring === "descriptor" ? createDescriptorAnchor(root) : createPathAnchor(root);
