import { createHash, randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync } from "node:fs";
import { open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ClockDep } from "#core/base";
import type { StoreDep } from "#core/store";
import { createBlobStore } from "./blob-store.ts";
import { codeOf, fail, guarded } from "./failure.ts";
import type { KeepBefore, Outcome } from "./files.ts";

/** Room for what runs replaced and trashed. A choice: some thousand photos or one long video. */
const defaultQuotaBytes = 5 * 1024 ** 3;
/** How long a run can be undone when nobody chose: the thirty days that other trashes keep things. */
const defaultKeepMs = 30 * 24 * 3_600_000;

export interface BlobLimits {
  readonly quotaBytes: number;
  readonly keepMs: number;
}

/** Olympus' trash: content by its SHA-256, kept for the runs that could need it again. Survives restarts and power cuts. */
export interface Blobs {
  /** Keeps content for a run, on disk when it answers, and tells its hash. Older runs' content gives way when room is short. Errors: TrashFull, DiskFailed. */
  readonly put: (runId: string, content: Uint8Array | AsyncIterable<Uint8Array>) => Outcome<string>;
  /** What `FolderFiles.apply` wants as `keepBefore`. Answers ContentNotFound when the bytes are not those of the hash. */
  readonly keeper: (runId: string) => KeepBefore;
  /** Checked against its hash. Errors: ContentNotFound, EntryTooLarge, DiskFailed. */
  readonly get: (sha256: string, options?: { readonly limitBytes?: number | undefined }) => Outcome<Uint8Array>;
  readonly has: (sha256: string) => boolean;
  /** What is kept for a run; empty once it was released. In no order. */
  readonly pinnedBy: (runId: string) => readonly string[];
  /** The run will not be undone any more. Its content is removed by the next `sweep` unless another run needs it. */
  readonly release: (runId: string) => void;
  /** Releases runs older than the limit and those there is no room for, removes what no run needs and what a crash left. Answers the runs that can no longer be undone. */
  readonly sweep: () => Outcome<{ readonly releasedRunIds: readonly string[]; readonly freedBytes: number }>;
  /** Releases every run that may go and removes what no run needs. Answers as `sweep` does. */
  readonly empty: () => Outcome<{ readonly releasedRunIds: readonly string[]; readonly freedBytes: number }>;
  readonly usage: () => { readonly usedBytes: number } & BlobLimits;
  /** Holds from now on for what comes; what is kept already gives way at the next `sweep`. */
  readonly setLimits: (limits: Partial<BlobLimits>) => void;
}

export interface BlobsOptions {
  /** The folder that gets `blobs/`; the store's own when left out. */
  readonly dataDir?: string | undefined;
  readonly quotaBytes?: number | undefined;
  readonly keepMs?: number | undefined;
  /** Whether a run may still need its content though it is old: it never gives way then. No run does when left out. */
  readonly isNeeded?: ((runId: string) => boolean) | undefined;
  /** Told of runs right before their content is let go. */
  readonly onRelease?: ((runIds: readonly string[]) => void) | undefined;
}

const flushFolder = (path: string): void => {
  if (process.platform === "win32") return;
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
};

async function* asPieces(content: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  if (content instanceof Uint8Array) yield content;
  else yield* content;
}

/** Writers take turns; readers do not wait. Nothing to dispose. */
export const createBlobs = ({
  clock,
  dataDir,
  store,
  quotaBytes,
  keepMs,
  isNeeded,
  onRelease,
}: BlobsOptions & ClockDep & StoreDep): Blobs => {
  const folder = join(dataDir ?? store.dataDir, "blobs");
  const rows = createBlobStore({ store });
  let limits: BlobLimits = { quotaBytes: quotaBytes ?? defaultQuotaBytes, keepMs: keepMs ?? defaultKeepMs };
  const shelfOf = (sha256: string): string => join(folder, sha256.slice(0, 2));
  const pathOf = (sha256: string): string => join(shelfOf(sha256), sha256);
  const isWhole = (sha256: string): boolean => {
    const sizeBytes = rows.sizeOf(sha256);
    return sizeBytes !== undefined && existsSync(pathOf(sha256)) && statSync(pathOf(sha256)).size === sizeBytes;
  };

  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Outcome<T> => {
    const turn = last.then(() => guarded("", work));
    last = turn.catch(() => {});
    return turn;
  };

  const makeShelf = (sha256: string): void => {
    if (existsSync(shelfOf(sha256))) return;
    mkdirSync(shelfOf(sha256), { recursive: true, mode: 0o700 });
    flushFolder(folder);
  };

  /** The row goes first: a file without a row is rubbish, a row without a file would be a broken promise. */
  const removeUnpinned = async (): Promise<void> => {
    for (const sha256 of rows.unpinned(clock.nowMs())) {
      rows.remove(sha256);
      await rm(pathOf(sha256), { force: true });
    }
  };

  const letGo = (runIds: readonly string[]): void => {
    if (runIds.length === 0) return;
    onRelease?.(runIds);
    for (const runId of runIds) rows.unpin(runId);
  };
  const mayGo = (runId: string): boolean => isNeeded?.(runId) !== true;

  /** Frees room for `neededBytes`, oldest runs first, never the one that writes now. Answers the runs that gave way. */
  const makeRoom = async (runId: string | null, neededBytes: number): Promise<readonly string[]> => {
    const gone: string[] = [];
    const isShort = () => rows.usedBytes() + neededBytes > limits.quotaBytes;
    if (neededBytes > limits.quotaBytes) return fail({ type: "TrashFull", neededBytes, limitBytes: limits.quotaBytes });
    if (!isShort()) return gone;
    await removeUnpinned();
    for (const oldest of rows.runs().filter((id) => id !== runId && mayGo(id))) {
      if (!isShort()) return gone;
      letGo([oldest]);
      gone.push(oldest);
      await removeUnpinned();
    }
    if (isShort() && neededBytes > 0) fail({ type: "TrashFull", neededBytes, limitBytes: limits.quotaBytes });
    return gone;
  };

  const write = async (runId: string, content: Uint8Array | AsyncIterable<Uint8Array>, expected: string | null): Promise<string> => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const partPath = join(folder, `.${randomUUID()}.part`);
    const hash = createHash("sha256");
    let sizeBytes = 0;
    try {
      const part = await open(partPath, "wx", 0o600);
      try {
        for await (const piece of asPieces(content)) {
          hash.update(piece);
          sizeBytes += piece.length;
          if (sizeBytes > limits.quotaBytes) return fail({ type: "TrashFull", neededBytes: sizeBytes, limitBytes: limits.quotaBytes });
          await part.writeFile(piece);
        }
        await part.sync();
      } finally {
        await part.close();
      }
      const sha256 = hash.digest("hex");
      if (expected !== null && expected !== sha256) return fail({ type: "ContentNotFound", sha256: expected });
      if (!isWhole(sha256)) {
        await makeRoom(runId, sizeBytes);
        makeShelf(sha256);
        await rename(partPath, pathOf(sha256));
        flushFolder(shelfOf(sha256));
      }
      rows.add(runId, sha256, sizeBytes, clock.nowMs());
      return sha256;
    } finally {
      await rm(partPath, { force: true });
    }
  };

  /** Content that is here already needs no second copy on the disk. */
  const put = async (runId: string, content: Uint8Array | AsyncIterable<Uint8Array>, expected: string | null): Promise<string> => {
    const sha256 = content instanceof Uint8Array ? createHash("sha256").update(content).digest("hex") : null;
    if (sha256 === null || !isWhole(sha256)) return write(runId, content, expected);
    if (expected !== null && expected !== sha256) return fail({ type: "ContentNotFound", sha256: expected });
    rows.add(runId, sha256, rows.sizeOf(sha256) ?? 0, clock.nowMs());
    return sha256;
  };

  const removeStrays = async (): Promise<void> => {
    if (!existsSync(folder)) return;
    const known = new Set(rows.all());
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) await rm(join(folder, entry.name), { force: true });
      else
        for (const name of readdirSync(join(folder, entry.name)))
          if (!known.has(name)) await rm(join(folder, entry.name, name), { force: true });
    }
  };

  return {
    put: (runId, content) => inTurn(() => put(runId, content, null)),
    keeper: (runId) => (sha256, content) => inTurn(async () => void (await put(runId, content, sha256))),
    get: (sha256, { limitBytes = Number.POSITIVE_INFINITY } = {}) =>
      guarded("", async () => {
        const missing = () => fail({ type: "ContentNotFound", sha256 });
        const sizeBytes = rows.sizeOf(sha256) ?? missing();
        if (sizeBytes > limitBytes) return fail({ type: "EntryTooLarge", path: "", sizeBytes, limitBytes });
        const bytes = await readFile(pathOf(sha256)).catch((cause: unknown) => {
          if (codeOf(cause) === "ENOENT") return missing();
          throw cause;
        });
        return createHash("sha256").update(bytes).digest("hex") === sha256 ? new Uint8Array(bytes) : missing();
      }),
    has: (sha256) => isWhole(sha256),
    pinnedBy: rows.pinnedBy,
    release: (runId) => void rows.unpin(runId),
    sweep: () =>
      inTurn(async () => {
        const usedBefore = rows.usedBytes();
        const expired = rows.runsBefore(clock.nowMs() - limits.keepMs).filter(mayGo);
        letGo(expired);
        await removeUnpinned();
        const pressed = await makeRoom(null, 0);
        await removeStrays();
        return { releasedRunIds: [...expired, ...pressed], freedBytes: usedBefore - rows.usedBytes() };
      }),
    empty: () =>
      inTurn(async () => {
        const usedBefore = rows.usedBytes();
        const releasedRunIds = rows.runs().filter(mayGo);
        letGo(releasedRunIds);
        await removeUnpinned();
        await removeStrays();
        return { releasedRunIds, freedBytes: usedBefore - rows.usedBytes() };
      }),
    usage: () => ({ usedBytes: rows.usedBytes(), ...limits }),
    setLimits: (changed) => {
      limits = { ...limits, ...changed };
    },
  };
};
