import { err, ok, type Result } from "#core/base/schema";
import type { Bridge } from "./bridge.ts";
import type { ClientError } from "./failure.ts";

/** A file somebody dropped, pasted or chose. `name` keeps the folders of a dropped folder: `reports/2024/q1.pdf`. */
export interface BroughtFile {
  readonly name: string;
  readonly file: File;
}

const readEntries = (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> =>
  new Promise((resolve) => {
    reader.readEntries(resolve, () => resolve([]));
  });

const fileOf = (entry: FileSystemFileEntry): Promise<File | null> =>
  new Promise((resolve) => {
    entry.file(resolve, () => resolve(null));
  });

async function* filesBelow(entry: FileSystemEntry): AsyncGenerator<BroughtFile> {
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    if (file !== null) yield { name: entry.fullPath.replace(/^\/+/, ""), file };
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader hands out at most 100 entries a time; an empty list is the end.
  for (let entries = await readEntries(reader); entries.length > 0; entries = await readEntries(reader)) {
    for (const child of entries) yield* filesBelow(child);
  }
}

/** The dropped things as they were dropped: on the desktop a folder stays one item (its path is enough), in a browser it becomes its files. */
export const filesOfDrop = async (transfer: DataTransfer, host: Bridge["host"]): Promise<BroughtFile[]> => {
  if (host === "desktop") return [...transfer.files].map((file) => ({ name: file.name, file }));
  // Entries must be taken before the first await: the browser empties the transfer when the event ends.
  const dropped = [...transfer.items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  const found: BroughtFile[] = [];
  for (const { entry, file } of dropped) {
    // What has no entry (a picture dragged out of a page) may still be a file.
    if (entry === null && file !== null) found.push({ name: file.name, file });
    if (entry !== null) for await (const below of filesBelow(entry)) found.push(below);
  }
  return found;
};

export const filesOfInput = (files: FileList): BroughtFile[] =>
  [...files].map((file) => ({ name: file.webkitRelativePath || file.name, file }));

/**
 * Makes brought files readable for the host and answers the paths to `library.ingest`. On the desktop nothing is copied; in a browser
 * every file is uploaded, one after another, and the answer is the batch's folder. `onProgress`: share of all bytes sent, 0…1.
 */
export const storeFiles = async (
  bridge: Bridge,
  files: readonly BroughtFile[],
  options: { readonly onProgress?: ((share: number) => void) | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<Result<{ readonly roots: readonly string[]; readonly paths: readonly string[] }, ClientError>> => {
  const pathForFile = bridge.pathForFile;
  if (pathForFile !== null) {
    const local = files.map((item) => pathForFile(item.file));
    // Pasted pictures and the like have no path of their own and cannot be read from where they lie.
    const paths = local.filter((path) => path !== "");
    return ok({ roots: paths, paths });
  }
  const batch = crypto.randomUUID();
  const totalBytes = files.reduce((sum, item) => sum + item.file.size, 0) || 1;
  const paths: string[] = [];
  const roots = new Set<string>();
  let sentBytes = 0;
  for (const { name, file } of files) {
    const stored = await bridge.upload({
      batch,
      name,
      file,
      signal: options.signal,
      onProgress: (share) => options.onProgress?.((sentBytes + share * file.size) / totalBytes),
    });
    if (!stored.ok) return err(stored.error);
    sentBytes += file.size;
    paths.push(stored.value.path);
    roots.add(stored.value.batchPath);
  }
  return ok({ roots: [...roots], paths });
};
