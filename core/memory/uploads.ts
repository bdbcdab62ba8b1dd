import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { reasonOf, tryAsync, type Aborted, type Result } from "#core/base";
import { err, ok } from "#core/base/schema";

export interface UploadRefused {
  readonly type: "UploadRefused";
  /** For people. */
  readonly reason: string;
}

export interface StoredUpload {
  readonly path: string;
  /** The folder of everything dropped together: what to `ingest`. */
  readonly batchPath: string;
}

/** Names that Windows gives to devices in every folder, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\..*)?$/i;
/** A path's part longer than this does not fit common file systems (255 bytes), with room for `.part`. */
const longestPartBytes = 240;
const deepest = 32;

const hasControl = (name: string): boolean => [...name].some((character) => (character.codePointAt(0) ?? 0) < 32 || character === "\u007F");

/** Why a name cannot be a file below the batch's folder on any of our systems; null when it can. */
export const uploadNameProblem = (name: string): string | null => {
  if (hasControl(name)) return "the name holds control characters";
  if (!name.isWellFormed()) return "the name is not valid text";
  if (name.includes("\\") || name.includes(":")) return "the name holds a backslash or a colon";
  const parts = name.split("/");
  if (parts.length > deepest) return "the name has too many folders";
  for (const part of parts) {
    if (part === "") return "the name is absolute or has an empty part";
    if (/^\.+$/.test(part)) return "the name leads to another folder";
    if (/[ .]$/.test(part)) return "a part of the name ends in a dot or a space";
    if (deviceName.test(part)) return "a part of the name is reserved for devices";
    if (Buffer.byteLength(part) > longestPartBytes) return "a part of the name is too long";
  }
  return null;
};

/**
 * Stores one file under `<dataDir>/uploads/<batch>/<name>`, whole or not at all; a file of the same batch and name is replaced.
 * Errors: UploadRefused for names that are no plain relative path and for files that cannot be written; Aborted leaves nothing behind.
 */
export const storeUpload = async (
  dataDir: string,
  { batch, name, file }: { readonly batch: string; readonly name: string; readonly file: Blob },
  signal?: AbortSignal,
): Promise<Result<StoredUpload, UploadRefused | Aborted>> => {
  const problem = /^[0-9a-z-]{1,40}$/.test(batch) ? uploadNameProblem(name) : "the batch has an invalid name";
  if (problem !== null) return err({ type: "UploadRefused", reason: problem });
  const batchPath = join(dataDir, "uploads", batch);
  const path = resolve(batchPath, ...name.split("/"));
  if (!path.startsWith(batchPath + sep)) return err({ type: "UploadRefused", reason: "the name leads to another folder" });
  const unfinished = `${path}.part`;
  const written = await tryAsync(
    async () => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await pipeline(Readable.fromWeb(file.stream()), createWriteStream(unfinished, { mode: 0o600, flush: true }), { signal });
      await rename(unfinished, path);
    },
    (cause): UploadRefused | Aborted =>
      signal?.aborted ? { type: "Aborted", by: "user" } : { type: "UploadRefused", reason: reasonOf(cause) },
  );
  if (written.ok) return ok({ path, batchPath });
  // What cannot be removed was not written: a part of the path is a file.
  await rm(unfinished, { force: true }).catch(() => {});
  return err(written.error);
};
