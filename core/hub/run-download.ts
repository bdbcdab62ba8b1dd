import { stat } from "node:fs/promises";
import { join } from "node:path";
import { err, ok, type Aborted, type Result } from "#core/base";
import { spareDiskBytes } from "./fit.ts";
import { finishFiles, type Finished } from "./finish.ts";
import type { HubHosts } from "./hosts.ts";
import { moveFile, removeFiles } from "./parts.ts";
import { planFiles } from "./plan-files.ts";
import type { HubModelsDep } from "./ports.ts";
import { retrying } from "./retry.ts";
import type { Download, HubError } from "./schema.ts";
import type { HubStore, StoredPart } from "./store.ts";
import { transferFile, type TransferDeps } from "./transfer.ts";

export interface RunDeps extends HubModelsDep, TransferDeps {
  readonly hosts: HubHosts;
  readonly rows: HubStore;
  /** The hub's own folder; everything lies below it. */
  readonly root: string;
  /** For all files of one model. */
  readonly largestModelBytes: number;
}

export interface RunHooks {
  readonly moved: (receivedBytes: number, totalBytes: number | null) => void;
  readonly checking: (isChecking: boolean) => void;
}

export const partPath = (path: string): string => `${path}.part`;

/** All sizes together; null while one is not known. */
const totalOf = (parts: readonly StoredPart[]): number | null =>
  parts.reduce<number | null>((sum, { file }) => (sum === null || file.sizeBytes === null ? null : sum + file.sizeBytes), 0);

/** Parts of another version are worth nothing to this one. */
const replan = (part: StoredPart, file: StoredPart["file"]): StoredPart => {
  const isSame = part.file.uri === file.uri && part.file.sizeBytes === file.sizeBytes && part.file.sha256 === file.sha256;
  const isSameContent = part.file.sha256 !== null && part.file.sha256 === file.sha256;
  return isSame || isSameContent ? { ...part, file } : { ...part, file, receivedBytes: 0, sha256: "", etag: null, done: false };
};

/**
 * Fetches every file of a download, one after the other, compares checksums, and makes a model of them. What is there already and right is not fetched
 * again. Ends with the model, or with what stopped it; the bytes so far stay, except those with a wrong checksum.
 */
export const runDownload = async (
  deps: RunDeps,
  { id, folder, kind }: { readonly id: Download["id"]; readonly folder: string; readonly kind: Download["kind"] },
  { checking, moved }: RunHooks,
  signal: AbortSignal,
): Promise<Result<Finished & { readonly verified: "checksum" | "size-only"; readonly sizeBytes: number }, HubError | Aborted>> => {
  const { clock, freeBytes, largestModelBytes, parts: files, root, rows } = deps;
  let parts = rows.parts(id);

  const planned = await retrying({ clock }, signal, () =>
    planFiles(
      deps,
      parts.map(({ file }) => file),
      signal,
    ),
  );
  if (!planned.ok) return err(planned.error.error);
  parts = parts.map((part, index) => replan(part, planned.value[index] ?? part.file));
  for (const part of parts) rows.savePart(id, part);

  const total = totalOf(parts);
  const received = () => parts.reduce((sum, { receivedBytes }) => sum + receivedBytes, 0);
  moved(received(), total);
  if (total !== null && total > largestModelBytes)
    return err({ type: "DownloadTooLarge", limitBytes: largestModelBytes, sizeBytes: total });
  const free = await freeBytes();
  if (total !== null && total - received() + spareDiskBytes > free)
    return err({ type: "DiskFull", neededBytes: total - received() + spareDiskBytes, freeBytes: free });

  const keep = (position: number, part: StoredPart) => {
    parts = parts.map((other, index) => (index === position ? part : other));
    rows.savePart(id, part);
  };

  /** Whether the whole file lies there already. */
  const isThere = async (path: string, { file }: StoredPart): Promise<{ readonly bytes: number; readonly sha256: string } | null> => {
    const found = await stat(path).catch(() => null);
    if (found === null || !found.isFile() || file.sizeBytes !== found.size || file.sha256 === null) return null;
    checking(true);
    const hashed = await files.hashFile(path, signal);
    checking(false);
    return hashed.ok && hashed.value.sha256 === file.sha256 ? hashed.value : null;
  };

  for (const [position, part] of parts.entries()) {
    const path = join(folder, part.file.name);
    const there = await isThere(path, part);
    if (there !== null) {
      keep(position, { ...part, receivedBytes: there.bytes, sha256: there.sha256, done: true });
      moved(received(), total);
      continue;
    }
    const others = received() - part.receivedBytes;
    const transferred = await transferFile(
      deps,
      { part: part.done ? { ...part, receivedBytes: 0, done: false } : part, path: partPath(path), kind },
      {
        saved: (next) => keep(position, next),
        moved: (bytes, fileBytes) => moved(others + bytes, total ?? (parts.length === 1 ? fileBytes : null)),
        checking,
      },
      signal,
    );
    if (!transferred.ok) return transferred;
    const { bytes, expectedSha256, sha256 } = transferred.value;
    if (expectedSha256 !== null && expectedSha256 !== sha256) {
      await removeFiles([partPath(path)], root);
      keep(position, { ...part, receivedBytes: 0, sha256: "", etag: null, done: false });
      return err({ type: "ChecksumWrong", file: part.file.name, expected: expectedSha256, actual: sha256 });
    }
    const problem = await moveFile(partPath(path), path);
    if (problem !== null) return err({ type: "FileWriteFailed", path, reason: problem });
    keep(position, { ...part, file: { ...part.file, sha256: expectedSha256 }, receivedBytes: bytes, sha256, done: true });
  }

  checking(true);
  const finished = await finishFiles(deps, { folder, kind, names: parts.map(({ file }) => file.name) });
  checking(false);
  if (!finished.ok) return finished;
  // Small files of a folder have no published SHA-256; the weights decide.
  const verified = parts[0]?.file.sha256 === null ? "size-only" : "checksum";
  return ok({ ...finished.value, verified, sizeBytes: received() });
};
