import { createHash, type Hash } from "node:crypto";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { serveWorker, type WorkerContext } from "#core/base";

/** What a file operation came to. `full`: the disk or a quota; what was written before is whole. */
export type PartAnswer =
  | { readonly type: "ok"; readonly bytes: number; readonly sha256: string }
  | { readonly type: "full" }
  | { readonly type: "failed"; readonly reason: string };

interface Part {
  readonly file: FileHandle;
  hash: Hash;
  bytes: number;
}

const readBytes = 1024 * 1024;
const parts = new Map<string, Part>();
const digest = (hash: Hash): string => hash.copy().digest("hex");

const failed = (cause: unknown): PartAnswer => {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG") return { type: "full" };
  return { type: "failed", reason: cause instanceof Error ? cause.message : String(cause) };
};

const hashStart = async (file: FileHandle, bytes: number, { signal, progress }: WorkerContext): Promise<{ hash: Hash; bytes: number }> => {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(readBytes);
  let at = 0;
  while (at < bytes && !signal.aborted) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(readBytes, bytes - at), at);
    if (bytesRead === 0) break;
    hash.update(buffer.subarray(0, bytesRead));
    at += bytesRead;
    if (at % (64 * readBytes) === 0) progress(at);
  }
  return { hash, bytes: at };
};

const release = async (path: string): Promise<void> => {
  const part = parts.get(path);
  parts.delete(path);
  await part?.file.close();
};

serveWorker({
  /** Opens or makes a file, keeps its first `bytes` (fewer when there are not so many) and cuts off the rest. */
  open: async ({ path, bytes }: { path: string; bytes: number }, context): Promise<PartAnswer> => {
    try {
      await release(path);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const file = await open(path, "r+").catch(() => open(path, "wx+", 0o600));
      const start = await hashStart(file, bytes, context);
      if (context.signal.aborted) {
        // What was not read yet is not less worth keeping.
        await file.close();
        return { type: "failed", reason: "stopped" };
      }
      await file.truncate(start.bytes);
      parts.set(path, { file, ...start });
      return { type: "ok", bytes: start.bytes, sha256: digest(start.hash) };
    } catch (cause) {
      return failed(cause);
    }
  },
  append: async ({ path, data }: { path: string; data: Uint8Array }): Promise<PartAnswer> => {
    const part = parts.get(path);
    if (part === undefined) return { type: "failed", reason: "the file is not open" };
    try {
      for (let at = 0; at < data.length;) {
        const { bytesWritten } = await part.file.write(data, at, data.length - at, part.bytes);
        part.hash.update(data.subarray(at, at + bytesWritten));
        part.bytes += bytesWritten;
        at += bytesWritten;
      }
      return { type: "ok", bytes: part.bytes, sha256: "" };
    } catch (cause) {
      return failed(cause);
    }
  },
  /** What was appended is on the disk when this answers. */
  checkpoint: async ({ path }: { path: string }): Promise<PartAnswer> => {
    const part = parts.get(path);
    if (part === undefined) return { type: "failed", reason: "the file is not open" };
    try {
      await part.file.datasync();
      return { type: "ok", bytes: part.bytes, sha256: digest(part.hash) };
    } catch (cause) {
      return failed(cause);
    }
  },
  close: async ({ path }: { path: string }): Promise<void> => release(path),
  hashFile: async ({ path }: { path: string }, context): Promise<PartAnswer> => {
    try {
      await using file = await open(path, "r");
      const { size } = await file.stat();
      const { hash, bytes } = await hashStart(file, size, context);
      return { type: "ok", bytes, sha256: digest(hash) };
    } catch (cause) {
      return failed(cause);
    }
  },
  /** Bytes a second that one thread copies in memory; the best of three, so that a busy moment counts less. */
  measureMemory: (): number => {
    const values = new Float64Array(8 * 1024 * 1024);
    let best = 0;
    for (let round = 0; round < 4; round += 1) {
      const startMs = performance.now();
      values.copyWithin(0, values.length / 2);
      const tookMs = performance.now() - startMs;
      // Half of it is read and half written. The first round only touches the pages.
      if (round > 0) best = Math.max(best, (values.byteLength / Math.max(0.01, tookMs)) * 1000);
    }
    return best;
  },
});
