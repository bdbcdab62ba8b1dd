import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  linkSync,
  openSync,
  renameSync,
  unlinkSync,
  write,
  writeSync,
  type BigIntStats,
} from "node:fs";
import { sameFile, type Place } from "./anchor.ts";
import { reservedPrefix } from "./check-path.ts";
import { codeOf, fail, unless } from "./failure.ts";
import { absent, atOnceBytes, fingerprintAt, lookAt, sha256Of } from "./fingerprint.ts";
import type { Fingerprint } from "./schema.ts";

const writeSome = (file: number, bytes: Uint8Array, offset: number): Promise<number> =>
  new Promise((resolve, reject) =>
    write(file, bytes, offset, bytes.length - offset, null, (cause, length) => (cause === null ? resolve(length) : reject(cause))),
  );

/**
 * The two files that may stand beside `leaf` while it is changed. `new`: content on its way in, whole or not. `old`: what stood at `leaf` and is about to go.
 * Their names follow from `leaf` alone, so that whoever comes after a crash finds them.
 */
const partName = (leaf: string, role: "new" | "old"): string => `${reservedPrefix}${role}-${sha256Of(Buffer.from(leaf)).slice(0, 20)}.part`;

export const changed = (path: string, expected: Fingerprint, found: Fingerprint) => fail({ type: "EntryChanged", path, expected, found });

const noLinks = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

/**
 * Gives the file at `from` the name `to` unless something has that name already; false then. The file keeps its old name too, unless
 * the disk knows no hard links: there it is moved right after a look, the only place where somebody could be overwritten, within microseconds.
 */
export const linkUnlessTaken = (from: string, to: string, isTaken: () => boolean): boolean => {
  try {
    linkSync(from, to);
    return true;
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return false;
    if (!noLinks.includes(codeOf(cause))) throw cause;
    if (isTaken()) return false;
    renameSync(from, to);
    return true;
  }
};

export const removeIfThere = (systemPath: string): void => void unless(["ENOENT"], () => unlinkSync(systemPath));

/** Takes back what a process that died left half done beside `leaf`; afterwards `leaf` stands as before or as after the change, and no part file is left. */
export const settle = (place: Place, leaf: string, path: string): void => {
  if (lookAt(place, partName(leaf, "new")) !== null) removeIfThere(place.at(partName(leaf, "new")));
  const old = lookAt(place, partName(leaf, "old"));
  if (old === null) return;
  const oldPath = place.at(partName(leaf, "old"));
  const now = lookAt(place, leaf);
  if (now === null) {
    linkUnlessTaken(oldPath, place.at(leaf), () => lookAt(place, leaf) !== null);
    removeIfThere(oldPath);
  } else if (sameFile(now, old)) unlinkSync(oldPath);
  else {
    const reason = `an interrupted change left ${partName(leaf, "old")} beside it, and something else has the name now; look at both`;
    fail({ type: "DiskFailed", path, reason });
  }
};

/** Whose a written file becomes: for the system's administrator the one whose file it replaces, or whose folder it is in; for everybody else nothing can be chosen but the group. */
const giveTo = (file: number, owner: BigIntStats): void => {
  if (process.geteuid === undefined) return;
  const own = fstatSync(file, { bigint: true });
  if (own.uid === owner.uid && own.gid === owner.gid) return;
  unless(["EPERM", "EINVAL", "ENOSYS"], () => fchownSync(file, process.geteuid?.() === 0 ? Number(owner.uid) : -1, Number(owner.gid)));
};

/** Writes the new content of `leaf` beside it, on disk when it resolves. Its mode never has setuid, setgid or sticky. */
export const writePart = async (place: Place, leaf: string, bytes: Uint8Array, mode: number, owner: BigIntStats): Promise<string> => {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);
  const partPath = place.at(partName(leaf, "new"));
  const file = openSync(partPath, flags, 0o600);
  try {
    // Created through a path that was exchanged a moment ago, it would be elsewhere: it stays empty then.
    place.verify();
    for (let offset = 0; offset < bytes.length;)
      offset += bytes.length <= atOnceBytes ? writeSync(file, bytes, offset) : await writeSome(file, bytes, offset);
    giveTo(file, owner);
    fchmodSync(file, mode & 0o777);
    await place.flushFile(file, bytes.length);
    return partPath;
  } catch (cause) {
    removeIfThere(partPath);
    throw cause;
  } finally {
    closeSync(file);
  }
};

/**
 * Takes away the name `leaf` from exactly the file that `isIt` recognises. It is moved aside first, because only what nobody else can name any more
 * can be looked at and then removed: anything else that stood there goes back to its name. Throws EntryChanged then.
 */
export const removeExactly = async (
  place: Place,
  leaf: string,
  path: string,
  expected: Fingerprint,
  isIt: (stats: BigIntStats) => boolean,
): Promise<void> => {
  const oldPath = place.at(partName(leaf, "old"));
  place.verify();
  const captured = unless(["ENOENT"], () => {
    renameSync(place.at(leaf), oldPath);
    return lookAt(place, partName(leaf, "old"));
  });
  if (captured === null) return changed(path, expected, absent);
  if (isIt(captured)) return unlinkSync(oldPath);
  const found = captured.isFile()
    ? await fingerprintAt(place, partName(leaf, "old"), path)
    : ({ kind: captured.isDirectory() ? "folder" : "other" } as const);
  putBack(place, leaf, path, captured);
  return changed(path, expected, found);
};

const putBack = (place: Place, leaf: string, path: string, captured: BigIntStats): void => {
  const oldPath = place.at(partName(leaf, "old"));
  if (captured.isFile()) return settle(place, leaf, path);
  // Folders and links cannot have two names; the look right before is all there is.
  if (lookAt(place, leaf) === null) renameSync(oldPath, place.at(leaf));
};
