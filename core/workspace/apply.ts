import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmdirSync,
  type BigIntStats,
} from "node:fs";
import { sameFile, type Anchor, type Place } from "./anchor.ts";
import { checkPath, foldName } from "./check-path.ts";
import { codeOf, fail, guarded, need, unless } from "./failure.ts";
import type { KeepBefore, Outcome } from "./files.ts";
import {
  absent,
  contentOf,
  fingerprintAt,
  hashOpen,
  inspectionOf,
  lookAt,
  openPlain,
  sameFingerprint,
  sha256Of,
  smallContent,
  untouched,
} from "./fingerprint.ts";
import { changed, linkUnlessTaken, removeExactly, removeIfThere, settle, writePart } from "./part-file.ts";
import type { FileOperation, Fingerprint, Workspace } from "./schema.ts";

type Applied = "applied" | "already";
type Operation<Type extends FileOperation["type"]> = Extract<FileOperation, { readonly type: Type }>;

/** What stands at `leaf` when it is the file `expected`, held open with its content kept by `keepBefore`. Throws EntryChanged, PathRefused. */
const keepContent = async (
  place: Place,
  leaf: string,
  path: string,
  expected: Fingerprint,
  keepBefore: KeepBefore,
): Promise<BigIntStats> => {
  const open = openPlain(place, leaf);
  if (open === null) return changed(path, expected, await fingerprintAt(place, leaf, path));
  try {
    const found = await hashOpen(open, path);
    if (!sameFingerprint(found, expected)) return changed(path, expected, found);
    const seen = inspectionOf(open.stats);
    if (seen.kind === "file" && seen.obstacle !== null) return fail({ type: "PathRefused", path, reason: seen.obstacle });
    need(await keepBefore(found.sha256, smallContent(open) ?? contentOf(open.file)));
    return open.stats;
  } finally {
    closeSync(open.file);
  }
};

const writeFile = async (
  place: Place,
  leaf: string,
  { path, before, after }: Operation<"write-file">,
  contents: Uint8Array | null,
  keepBefore: KeepBefore,
): Promise<Applied> => {
  settle(place, leaf, path);
  const found = await fingerprintAt(place, leaf, path);
  if (sameFingerprint(found, after)) return "already";
  if (!sameFingerprint(found, before) || after.kind !== "file") return changed(path, before, found);
  if (contents === null || sha256Of(contents) !== after.sha256) return fail({ type: "ContentNotFound", sha256: after.sha256 });

  const replaced = before.kind === "file" ? await keepContent(place, leaf, path, before, keepBefore) : null;
  const part = await writePart(place, leaf, contents, after.mode, replaced ?? place.own);
  try {
    place.verify();
    // From here to the new name nothing is waited for: what is replaced is what was looked at, but for a few microseconds.
    if (replaced === null) {
      if (!linkUnlessTaken(part, place.at(leaf), () => lookAt(place, leaf) !== null))
        return changed(path, absent, await fingerprintAt(place, leaf, path));
    } else {
      if (!untouched(replaced, lookAt(place, leaf))) return changed(path, before, await fingerprintAt(place, leaf, path));
      renameSync(part, place.at(leaf));
    }
  } finally {
    removeIfThere(part);
  }
  return "applied";
};

const trashFile = async (place: Place, leaf: string, { path, before }: Operation<"trash">, keepBefore: KeepBefore): Promise<Applied> => {
  settle(place, leaf, path);
  if (lookAt(place, leaf) === null) return "already";
  const kept = await keepContent(place, leaf, path, before, keepBefore);
  // A rename changes the time of the last change of rights (ctime) on some disks, so that is not compared.
  await removeExactly(
    place,
    leaf,
    path,
    before,
    (stats) => sameFile(stats, kept) && stats.mtimeNs === kept.mtimeNs && stats.size === kept.size,
  );
  return "applied";
};

const trashFolder = async (place: Place, leaf: string, path: string, contentsOf: () => Promise<readonly string[]>): Promise<Applied> => {
  const stats = lookAt(place, leaf);
  if (stats === null) return "already";
  if (!stats.isDirectory()) return changed(path, { kind: "folder" }, await fingerprintAt(place, leaf, path));
  place.verify();
  try {
    rmdirSync(place.at(leaf));
  } catch (cause) {
    if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(cause))) throw cause;
    const [inside = ""] = await contentsOf();
    return changed(`${path}/${inside}`, absent, { kind: "other" });
  }
  return "applied";
};

const setFolderMode = (place: Place, leaf: string, mode: number | undefined): void => {
  const file = openSync(place.at(leaf), constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0));
  try {
    const own = fstatSync(file, { bigint: true });
    if (process.geteuid?.() === 0 && own.uid !== place.own.uid) fchownSync(file, Number(place.own.uid), Number(place.own.gid));
    if (mode !== undefined) fchmodSync(file, Number(own.mode & 0o7000n) | (mode & 0o777));
  } finally {
    closeSync(file);
  }
};

const makeFolder = async (place: Place, leaf: string, { path, mode }: Operation<"make-folder">): Promise<Applied> => {
  place.verify();
  const made = unless(["EEXIST"], () => {
    // With its rights from the first moment: a private folder that comes back is never open in between.
    mkdirSync(place.at(leaf), { mode: mode ?? 0o777 });
    return true;
  });
  if (made === null) {
    const found = await fingerprintAt(place, leaf, path);
    return found.kind === "folder" ? "already" : changed(path, absent, found);
  }
  if (process.platform !== "win32") setFolderMode(place, leaf, mode);
  return "applied";
};

interface Ends {
  readonly from: Place;
  readonly to: Place;
  readonly fromLeaf: string;
  readonly toLeaf: string;
}

const moveFolder = async ({ from, fromLeaf, to, toLeaf }: Ends, operation: Operation<"move">): Promise<Applied> => {
  const source = lookAt(from, fromLeaf);
  const target = lookAt(to, toLeaf);
  if (source === null && target?.isDirectory() === true) return "already";
  if (source?.isDirectory() !== true) return changed(operation.from, operation.moved, await fingerprintAt(from, fromLeaf, operation.from));
  // On a disk that takes two spellings for one name, the folder itself answers to the new one.
  const isRespelling = target !== null && sameFile(source, target) && foldName(fromLeaf) === foldName(toLeaf);
  if (target !== null && !isRespelling) return changed(operation.to, absent, await fingerprintAt(to, toLeaf, operation.to));
  from.verify();
  to.verify();
  renameSync(from.at(fromLeaf), to.at(toLeaf));
  return "applied";
};

const moveFile = async ({ from, fromLeaf, to, toLeaf }: Ends, operation: Operation<"move">): Promise<Applied> => {
  settle(from, fromLeaf, operation.from);
  settle(to, toLeaf, operation.to);
  const open = openPlain(from, fromLeaf);
  if (open === null) {
    const source = await fingerprintAt(from, fromLeaf, operation.from);
    const target = await fingerprintAt(to, toLeaf, operation.to);
    return source.kind === "absent" && sameFingerprint(target, operation.moved)
      ? "already"
      : changed(operation.from, operation.moved, source);
  }
  try {
    const found = await hashOpen(open, operation.from);
    if (!sameFingerprint(found, operation.moved)) return changed(operation.from, operation.moved, found);
    from.verify();
    to.verify();
    const isIt = (stats: BigIntStats | null) =>
      stats !== null && sameFile(stats, open.stats) && stats.mtimeNs === open.stats.mtimeNs && stats.size === open.stats.size;
    const target = lookAt(to, toLeaf);
    if (
      target !== null &&
      isIt(target) &&
      foldName(fromLeaf) === foldName(toLeaf) &&
      from.own.ino === to.own.ino &&
      open.stats.nlink === 1n
    ) {
      renameSync(from.at(fromLeaf), to.at(toLeaf));
      return "applied";
    }
    // Under its new name first, so that there is no moment in which it has none. A file that has both names is this move, interrupted here.
    if (!isIt(target) && !linkUnlessTaken(from.at(fromLeaf), to.at(toLeaf), () => lookAt(to, toLeaf) !== null))
      return changed(operation.to, absent, await fingerprintAt(to, toLeaf, operation.to));
    if (!isIt(lookAt(to, toLeaf))) {
      const other = await fingerprintAt(to, toLeaf, operation.to);
      await removeExactly(to, toLeaf, operation.to, other, (stats) => sameFile(stats, lookAt(from, fromLeaf) ?? open.stats));
      return changed(operation.from, operation.moved, other);
    }
    if (lookAt(from, fromLeaf) !== null) {
      await to.flush();
      await removeExactly(from, fromLeaf, operation.from, operation.moved, isIt);
    }
    return "applied";
  } finally {
    closeSync(open.file);
  }
};

/** Does one operation. See `FolderFiles.apply`. */
export const applyOperation = (
  anchor: Anchor,
  access: Workspace["access"],
  operation: FileOperation,
  contents: Uint8Array | null,
  keepBefore: KeepBefore,
): Outcome<Applied> => {
  const path = operation.type === "move" ? operation.from : operation.path;
  const namesOf = (place: string): readonly [readonly string[], string] => {
    const names = need(checkPath(place, "existing"));
    return [names.slice(0, -1), names.at(-1) ?? ""];
  };

  /** A parent that is gone is what changed, not the place itself. */
  const parentGone = (place: string) => changed(place.split("/").slice(0, -1).join("/"), { kind: "folder" }, absent);

  const inParent = async (work: (place: Place, leaf: string) => Promise<Applied>): Promise<Applied> => {
    const [parents, leaf] = namesOf(path);
    const done = await anchor.within(parents, async (place) => {
      const applied = await work(place, leaf);
      // Also what was done already: whoever did it may have died right before it was on the disk.
      place.flushLater();
      return applied;
    });
    return done ?? (operation.type === "trash" ? "already" : parentGone(path));
  };

  const move = async (moving: Operation<"move">): Promise<Applied> => {
    const [fromParents, fromLeaf] = namesOf(moving.from);
    const [toParents, toLeaf] = namesOf(moving.to);
    const work = moving.moved.kind === "folder" ? moveFolder : moveFile;
    const target = await anchor.within(toParents, async (to) => {
      const done = await anchor.within(fromParents, async (from) => {
        const applied = await work({ from, fromLeaf, to, toLeaf }, moving);
        to.flushLater();
        from.flushLater();
        return applied;
      });
      if (done !== null) return done;
      const found = await fingerprintAt(to, toLeaf, moving.to);
      return sameFingerprint(found, moving.moved) ? ("already" as const) : parentGone(moving.from);
    });
    return target ?? parentGone(moving.to);
  };

  return guarded(path, async () => {
    if (access !== "write") return fail({ type: "WorkspaceReadOnly", path });
    switch (operation.type) {
      case "make-folder":
        return inParent((place, leaf) => makeFolder(place, leaf, operation));
      case "write-file":
        return inParent((place, leaf) => writeFile(place, leaf, operation, contents, keepBefore));
      case "trash":
        return operation.before.kind === "folder"
          ? inParent((place, leaf) =>
              trashFolder(
                place,
                leaf,
                path,
                async () => (await anchor.within([...namesOf(path)[0], leaf], (inside) => inside.names())) ?? [],
              ),
            )
          : inParent((place, leaf) => trashFile(place, leaf, operation, keepBefore));
      case "move":
        return move(operation);
    }
  });
};
