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

/** Reads on until `bytes` is full or the file ends; gives the length reached. */
const fill = async (handle: FileHandle, bytes: Uint8Array, from: number): Promise<number> => {
  let length = from;
  while (length < bytes.length) {
    const { bytesRead } = await handle.read(bytes, length, Math.min(readStep, bytes.length - length), length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
};

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/**
 * Reads a regular file through one handle. Never blocks on a pipe, device or socket (opened without waiting, then looked at), reads
 * nothing of a file larger than `limitBytes`, and shows `accept` the first bytes before the rest is read. `onSize` hears the size first.
 */
export const readFileContent = async (
  path: string,
  limitBytes: number,
  accept: (head: Uint8Array) => Result<void, FileProblem>,
  onSize?: (sizeBytes: number) => void,
): Promise<Result<FileContent, FileProblem>> => {
  let handle: FileHandle | undefined;
  try {
    // O_NONBLOCK does not exist on Windows, where opening a pipe by a file path does not wait.
    handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = await handle.stat();
    if (!stats.isFile()) return err({ type: "FileUnreadable", reason: stats.isDirectory() ? "it is a folder" : "not a regular file" });
    if (stats.size > limitBytes) return err({ type: "FileTooLarge", sizeBytes: stats.size, limitBytes });
    onSize?.(stats.size);
    // What is appended from here on is for the next time: the hash is that of the bytes that are parsed, whatever happens to the file.
    const beginning = new Uint8Array(Math.min(stats.size, readStep));
    const first = await fill(handle, beginning, 0);
    const accepted = accept(beginning.subarray(0, Math.min(first, headBytes)));
    if (!accepted.ok) return accepted;
    const bytes = stats.size > readStep ? new Uint8Array(stats.size) : beginning;
    bytes.set(beginning);
    const content = bytes.subarray(0, await fill(handle, bytes, first));
    return ok({ bytes: content, sha256: sha256Of(content), modifiedAtMs: Math.round(stats.mtimeMs) });
  } catch (cause) {
    return err(fileProblemOf(cause, path));
  } finally {
    await handle?.close();
  }
};
