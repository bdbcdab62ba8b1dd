import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { err, ok, reasonOf, type Result } from "#core/base";
import type { FileProblem } from "./schema.ts";
import { headBytes } from "./sniff.ts";

/** A file's whole content, and what was true of the open handle it came from. */
export interface FileContent {
  readonly bytes: Uint8Array;
  /** Of exactly `bytes`, in hexadecimal. */
  readonly sha256: string;
  readonly modifiedAtMs: number;
}

const readStep = 1024 * 1024;

/** What a failed file system call means for this file. */
export const fileProblemOf = (cause: unknown, path: string): FileProblem => {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return { type: "FileVanished" };
  if (code === "ELOOP") return { type: "LinkLoop", target: path };
  if (code === "EACCES" || code === "EPERM") return { type: "FileUnreadable", reason: "no permission to read it" };
  if (code === "ENXIO") return { type: "FileUnreadable", reason: "not a regular file" };
  return { type: "FileUnreadable", reason: reasonOf(cause) };
};

const readWhole = async (handle: FileHandle, sizeBytes: number, limitBytes: number, head: Uint8Array) => {
  const hash = createHash("sha256").update(head);
  let bytes = new Uint8Array(Math.max(sizeBytes, head.length));
  bytes.set(head);
  let length = head.length;
  for (;;) {
    // One byte more than expected tells a file that grew.
    if (length === bytes.length) {
      const probe = new Uint8Array(readStep);
      const { bytesRead } = await handle.read(probe, 0, readStep, length);
      if (bytesRead === 0) break;
      if (length + bytesRead > limitBytes) return null;
      const longer = new Uint8Array(Math.min(limitBytes, (length + bytesRead) * 2));
      longer.set(bytes);
      longer.set(probe.subarray(0, bytesRead), length);
      hash.update(probe.subarray(0, bytesRead));
      bytes = longer;
      length += bytesRead;
      continue;
    }
    const { bytesRead } = await handle.read(bytes, length, Math.min(readStep, bytes.length - length), length);
    if (bytesRead === 0) break;
    hash.update(bytes.subarray(length, length + bytesRead));
    length += bytesRead;
  }
  return { bytes: length === bytes.length ? bytes : bytes.slice(0, length), sha256: hash.digest("hex") };
};

/**
 * Reads a regular file through one handle. Never blocks on a pipe, device or socket (opened without waiting, then looked at), reads
 * nothing beyond `limitBytes`, and shows `accept` the first bytes before the rest is read. The file's access is read only.
 */
export const readFileContent = async (
  path: string,
  limitBytes: number,
  accept: (head: Uint8Array) => Result<void, FileProblem>,
): Promise<Result<FileContent, FileProblem>> => {
  let handle: FileHandle | undefined;
  try {
    // O_NONBLOCK does not exist on Windows, where opening a pipe by a file path does not wait.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (!stats.isFile()) return err({ type: "FileUnreadable", reason: stats.isDirectory() ? "it is a folder" : "not a regular file" });
    if (stats.size > limitBytes) return err({ type: "FileTooLarge", sizeBytes: stats.size, limitBytes });
    const head = new Uint8Array(headBytes);
    const { bytesRead } = await handle.read(head, 0, headBytes, 0);
    const accepted = accept(head.subarray(0, bytesRead));
    if (!accepted.ok) return accepted;
    const content = await readWhole(handle, stats.size, limitBytes, head.subarray(0, bytesRead));
    if (content === null) return err({ type: "FileTooLarge", sizeBytes: limitBytes + 1, limitBytes });
    return ok({ ...content, modifiedAtMs: Math.round(stats.mtimeMs) });
  } catch (cause) {
    return err(fileProblemOf(cause, path));
  } finally {
    await handle?.close();
  }
};
