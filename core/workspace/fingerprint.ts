import { createHash } from "node:crypto";
import { closeSync, constants, createReadStream, fstatSync, lstatSync, openSync, readSync, type BigIntStats } from "node:fs";
import { sameFile, type Place } from "./anchor.ts";
import { fail, unless } from "./failure.ts";
import type { Inspection } from "./files.ts";
import type { Fingerprint } from "./schema.ts";

export const absent: Fingerprint = { kind: "absent" };

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

export const sameFingerprint = (left: Fingerprint, right: Fingerprint): boolean =>
  left.kind === "file" && right.kind === "file"
    ? left.sha256 === right.sha256 && left.sizeBytes === right.sizeBytes && left.mode === right.mode
    : left.kind === right.kind;

/** Permission bits as this system will show them: never setuid, setgid or sticky; on Windows only whether it may be written. */
export const keptMode = (mode: number): number => {
  if (process.platform === "win32") return (mode & 0o200) === 0 ? 0o444 : 0o666;
  return mode & 0o777;
};

const modeOf = (stats: BigIntStats): number => Number(stats.mode & 0o7777n);

/** Why a file may not be replaced or trashed although it may be read: undo could not bring back what would be lost. */
const obstacleOf = (stats: BigIntStats): string | null => {
  if (stats.nlink > 1n) return "has a second name elsewhere (a hard link); a change would part the two";
  if ((stats.mode & 0o7000n) !== 0n) return "has special permission bits (setuid, setgid or sticky), which Olympus does not give";
  const user = process.geteuid?.();
  if (user !== undefined && user !== 0 && stats.uid !== BigInt(user)) return "belongs to another account";
  return null;
};

export const inspectionOf = (stats: BigIntStats | null): Inspection => {
  if (stats === null) return { kind: "absent" };
  if (stats.isDirectory()) return { kind: "folder", mode: modeOf(stats) & 0o777 };
  if (!stats.isFile()) return { kind: "other" };
  return { kind: "file", sizeBytes: Number(stats.size), mode: modeOf(stats), obstacle: obstacleOf(stats) };
};

/** What stands at a name, without following a link. */
export const lookAt = (place: Place, name: string): BigIntStats | null =>
  // An absent name is the usual case before a change, and an exception costs more than the call itself.
  unless(["ENOTDIR"], () => lstatSync(place.at(name), { bigint: true, throwIfNoEntry: false })) ?? null;

/** The same file, and nothing about its content or rights was touched in between. */
export const untouched = (before: BigIntStats, now: BigIntStats | null): boolean =>
  now !== null && sameFile(before, now) && before.size === now.size && before.mtimeNs === now.mtimeNs && before.ctimeNs === now.ctimeNs;

export interface OpenFile {
  readonly file: number;
  readonly stats: BigIntStats;
}

/** Opens a plain file for reading: never a link, and without waiting where a pipe or device took its place. Null when something else stands there now. */
export const openPlain = (place: Place, name: string): OpenFile | null => {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  // Looked at before opening, because opening alone already does something to some devices.
  if (lookAt(place, name)?.isFile() !== true) return null;
  const file = unless(["ENOENT", "ELOOP", "ENXIO", "ENODEV"], () => openSync(place.at(name), flags));
  if (file === null) return null;
  const stats = fstatSync(file, { bigint: true });
  const now = lookAt(place, name);
  if (stats.isFile() && now !== null && sameFile(stats, now)) return { file, stats };
  closeSync(file);
  return null;
};

/** Above this a file is read and written in pieces, so that nothing else has to wait: 1 MiB takes about a millisecond. */
export const atOnceBytes = 1024 * 1024;

/** The bytes of an open file from its beginning, in pieces. */
export const contentOf = (file: number): AsyncIterable<Uint8Array> =>
  createReadStream("", { fd: file, autoClose: false, start: 0, highWaterMark: atOnceBytes });

/** A small file's bytes, read in one go; null when it is larger than `atOnceBytes`. */
export const smallContent = ({ file, stats }: OpenFile): Uint8Array | null => {
  if (stats.size > atOnceBytes) return null;
  const bytes = Buffer.alloc(Number(stats.size) + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < bytes.length; length += read)
    read = readSync(file, bytes, length, bytes.length - length, length);
  return length === bytes.length ? null : bytes.subarray(0, length);
};

/** How often a file that is being written is read again before giving up. */
const attempts = 3;

/** Hash of an open file that did not change while it was read. Throws DiskFailed when it never stands still. */
export const hashOpen = async (open: OpenFile, path: string): Promise<Fingerprint & { readonly kind: "file" }> => {
  let { stats } = open;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const hash = createHash("sha256");
    const small = smallContent({ file: open.file, stats });
    let sizeBytes = small?.length ?? 0;
    if (small === null)
      for await (const piece of contentOf(open.file)) {
        hash.update(piece);
        sizeBytes += piece.length;
      }
    else hash.update(small);
    const now = fstatSync(open.file, { bigint: true });
    if (now.mtimeNs === stats.mtimeNs && BigInt(sizeBytes) === now.size)
      return { kind: "file", sha256: hash.digest("hex"), sizeBytes, mode: modeOf(now) };
    stats = now;
  }
  return fail({ type: "DiskFailed", path, reason: "somebody keeps writing to it" });
};

/** What stands at a name, with a file's hash. */
export const fingerprintAt = async (place: Place, name: string, path: string): Promise<Fingerprint> => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const stats = lookAt(place, name);
    if (stats === null) return absent;
    if (stats.isDirectory()) return { kind: "folder" };
    if (!stats.isFile()) return { kind: "other" };
    const open = openPlain(place, name);
    if (open === null) continue;
    try {
      return await hashOpen(open, path);
    } finally {
      closeSync(open.file);
    }
  }
  return fail({ type: "DiskFailed", path, reason: "somebody keeps exchanging it" });
};
