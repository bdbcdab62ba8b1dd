import { attempt, type Bridge, type BroughtFile, type ClientError } from "../../bridge/index.ts";
import { err, ok, type Result } from "#core/base/schema";
import type { IngestJob } from "#core/memory/schema";

/** Files sent at the same time; more would only share the same line. */
const concurrency = 3;

export interface Sending {
  readonly doneCount: number;
  readonly fileCount: number;
  /** Share of all bytes, 0…1. */
  readonly share: number;
  readonly failed: readonly { readonly name: string; readonly error: ClientError }[];
}

/** Ways the line itself is gone: the files after it would fail the same way. */
const endsAll = (error: ClientError): boolean => error.type === "Aborted" || error.type === "ConnectionLost" || error.type === "SignedOut";

/** Sends files into one batch, a few at a time. A refused file is counted and the others go on. Answers the batch's folders. */
const sendAll = async (
  bridge: Bridge,
  files: readonly BroughtFile[],
  onSending: (sending: Sending) => void,
  signal: AbortSignal,
): Promise<Result<readonly string[], ClientError>> => {
  const batch = crypto.randomUUID();
  const totalBytes = Math.max(
    1,
    files.reduce((sum, { file }) => sum + file.size, 0),
  );
  const sentBytes = new Map<BroughtFile, number>();
  const roots = new Set<string>();
  const failed: { name: string; error: ClientError }[] = [];
  const queue = [...files];
  let doneCount = 0;
  let broken: ClientError | null = null;

  const tell = () =>
    onSending({
      doneCount,
      fileCount: files.length,
      share: [...sentBytes.values()].reduce((sum, bytes) => sum + bytes, 0) / totalBytes,
      failed: [...failed],
    });

  const sendNext = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined && broken === null; item = queue.shift()) {
      const current = item;
      const stored = await bridge.upload({
        batch,
        name: current.name,
        file: current.file,
        signal,
        onProgress: (share) => {
          sentBytes.set(current, share * current.file.size);
          tell();
        },
      });
      if (stored.ok) roots.add(stored.value.batchPath);
      else if (endsAll(stored.error)) broken = stored.error;
      else failed.push({ name: current.name, error: stored.error });
      sentBytes.set(current, current.file.size);
      doneCount += 1;
      tell();
    }
  };

  tell();
  await Promise.all(Array.from({ length: concurrency }, sendNext));
  return broken === null ? ok([...roots]) : err(broken);
};

/** Dropped or chosen files → a running job. On the desktop they are read where they lie; in a browser they are sent first. Null: nothing could be brought. */
export const bringFiles = async (
  bridge: Bridge,
  files: readonly BroughtFile[],
  onSending: (sending: Sending) => void,
  signal: AbortSignal,
): Promise<Result<IngestJob | null, ClientError>> => {
  const pathForFile = bridge.pathForFile;
  const roots =
    pathForFile === null
      ? await sendAll(bridge, files, onSending, signal)
      : ok(files.map(({ file }) => pathForFile(file)).filter((path) => path !== ""));
  if (!roots.ok) return roots;
  return roots.value.length === 0 ? ok(null) : attempt(bridge.client.library.ingest({ paths: [...roots.value] }));
};
