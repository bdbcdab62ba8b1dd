import { join } from "node:path";
import { createBroadcast, err, ok, type IdsDep, type Result } from "#core/base";
import { createMeter } from "./meter.ts";
import { removeFiles } from "./parts.ts";
import { partPath, runDownload, type RunDeps } from "./run-download.ts";
import type { Download, DownloadId, HubError, HubFile, HubKind } from "./schema.ts";
import type { StoredDownload } from "./store.ts";

/** All downloads are told at most four times a second. */
const tellEveryMs = 250;

export interface DownloadDraft {
  readonly kind: HubKind;
  readonly hubModelId: string | null;
  readonly variantId: string;
  readonly name: string;
  readonly host: string;
  readonly folder: string;
  readonly files: readonly HubFile[];
}

export interface Downloads {
  /** Newest first. */
  readonly list: () => Download[];
  /** All of them now, and again as they go on. */
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<Download[], void, void>;
  /** Queues it behind others of the same host. One that is under way or stopped for the same files is taken up instead. */
  readonly start: (draft: DownloadDraft) => Download;
  /** These three leave alone what has ended. Errors: DownloadNotFound. */
  readonly pause: (id: DownloadId) => Promise<Result<Download, HubError>>;
  readonly resume: (id: DownloadId) => Result<Download, HubError>;
  /** What arrived is deleted. */
  readonly cancel: (id: DownloadId) => Promise<Result<Download, HubError>>;
  /** Takes an ended one off the list, with what it left half done. */
  readonly clear: (id: DownloadId) => Promise<boolean>;
  /** Pauses what runs; its bytes are durable when it resolves. */
  readonly close: () => Promise<void>;
}

interface Entry extends StoredDownload {
  running: { readonly stop: AbortController; readonly ended: Promise<void> } | null;
}

const hasEnded = ({ state }: Download): boolean => state === "done" || state === "cancelled";

/** Downloads of one data folder: one at a time for each host, in the order they were asked for. What ran when the program ended is paused. */
export const createDownloads = (deps: RunDeps & IdsDep): Downloads => {
  const { clock, ids, log, root, rows } = deps;
  const closing = new AbortController();
  const entries = new Map<DownloadId, Entry>();
  for (const stored of rows.downloads().toReversed()) {
    const { download } = stored;
    const isLive = ["waiting", "running", "checking"].includes(download.state);
    const receivedBytes = isLive ? rows.parts(download.id).reduce((sum, part) => sum + part.receivedBytes, 0) : download.receivedBytes;
    const settled: Download = { ...download, receivedBytes, bytesPerSecond: 0, leftMs: null, state: isLive ? "paused" : download.state };
    if (isLive) rows.save(settled);
    entries.set(download.id, { ...stored, download: settled, running: null });
  }

  const list = (): Download[] => [...entries.values()].map(({ download }) => download).toReversed();
  const told = createBroadcast(list());
  let toldAtMs = Number.NEGATIVE_INFINITY;
  let isDue = false;
  const tell = (): void => {
    if (isDue) return;
    const publish = () => {
      isDue = false;
      toldAtMs = clock.nowMs();
      told.publish(list());
    };
    const waitMs = toldAtMs + tellEveryMs - clock.nowMs();
    if (waitMs <= 0) return publish();
    isDue = true;
    void clock.sleep(waitMs, closing.signal).then(publish);
  };

  const change = (id: DownloadId, patch: Partial<Download>, isDurable = true): Download => {
    const entry = entries.get(id);
    if (entry === undefined) throw new Error(`no download ${id}`);
    const download = { ...entry.download, ...patch };
    entries.set(id, { ...entry, download });
    if (isDurable) rows.save(download);
    tell();
    return download;
  };
  const stateOf = (id: DownloadId) => entries.get(id)?.download.state;
  const resting = { bytesPerSecond: 0, leftMs: null } as const;

  const dropFiles = async (id: DownloadId, folder: string): Promise<void> => {
    const parts = rows.parts(id);
    const paths = parts.flatMap(({ file, done }) => {
      const path = join(folder, file.name);
      return done ? [path, partPath(path)] : [partPath(path)];
    });
    const problem = await removeFiles(paths, root);
    if (problem !== null) log.warn("files of a download could not be deleted", { reason: problem });
    for (const part of parts) rows.savePart(id, { ...part, receivedBytes: 0, sha256: "", etag: null, done: false });
  };

  const work = async (id: DownloadId, { download, folder }: StoredDownload, stop: AbortController): Promise<void> => {
    const meter = createMeter();
    const moved = (receivedBytes: number, totalBytes: number | null) => {
      const nowMs = clock.nowMs();
      meter.add(receivedBytes, nowMs);
      const bytesPerSecond = meter.bytesPerSecond(nowMs);
      const leftMs = totalBytes === null || bytesPerSecond === 0 ? null : Math.ceil(((totalBytes - receivedBytes) / bytesPerSecond) * 1000);
      change(id, { receivedBytes, totalBytes, bytesPerSecond, leftMs }, false);
    };
    const checking = (isChecking: boolean) => void change(id, { state: isChecking ? "checking" : "running", ...resting }, false);
    const result = await runDownload(deps, { id, folder, kind: download.kind }, { moved, checking }, stop.signal);
    const endedAtMs = clock.nowMs();
    if (result.ok) {
      const { modelId, path, sizeBytes, verified } = result.value;
      const { hubModelId, kind, name, variantId } = download;
      const files = rows.parts(id).map(({ file }) => join(folder, file.name));
      rows.addFetched({ modelId, kind, name, path, sizeBytes, hubModelId, variantId, verified, fetchedAtMs: endedAtMs, files });
      change(id, {
        state: "done",
        modelId,
        path,
        verified,
        receivedBytes: sizeBytes,
        totalBytes: sizeBytes,
        error: null,
        endedAtMs,
        ...resting,
      });
      log.info("a model was fetched", { modelId, bytes: sizeBytes, verified });
    } else if (result.error.type === "Aborted") change(id, { state: "paused", ...resting });
    else {
      const receivedBytes = rows.parts(id).reduce((sum, part) => sum + part.receivedBytes, 0);
      change(id, { state: "failed", error: result.error, receivedBytes, endedAtMs, ...resting });
      log.warn("a download failed", { id, error: result.error.type });
    }
  };

  const run = (id: DownloadId, entry: Entry): void => {
    const stop = new AbortController();
    change(id, { state: "running", error: null, endedAtMs: null });
    const ended = work(id, entry, stop)
      .catch((cause: unknown) => {
        change(id, {
          state: "failed",
          error: { type: "FileWriteFailed", path: entry.folder, reason: String(cause) },
          endedAtMs: clock.nowMs(),
          ...resting,
        });
        log.error("a download broke", { id, reason: cause instanceof Error ? cause.stack : String(cause) });
      })
      .finally(() => {
        const now = entries.get(id);
        if (now !== undefined) entries.set(id, { ...now, running: null });
        next();
      });
    const now = entries.get(id);
    if (now !== undefined) entries.set(id, { ...now, running: { stop, ended } });
  };

  const next = (): void => {
    if (closing.signal.aborted) return;
    const busy = new Set([...entries.values()].filter(({ running }) => running !== null).map(({ download }) => download.host));
    for (const [id, entry] of entries) {
      if (entry.download.state !== "waiting" || busy.has(entry.download.host)) continue;
      busy.add(entry.download.host);
      run(id, entry);
    }
  };

  const halt = async (id: DownloadId): Promise<void> => {
    const running = entries.get(id)?.running;
    running?.stop.abort();
    await running?.ended;
  };

  const queue = (id: DownloadId): Download => {
    const download = change(id, { state: "waiting", error: null, endedAtMs: null, ...resting });
    next();
    return entries.get(id)?.download ?? download;
  };

  const missing = (downloadId: DownloadId) => err({ type: "DownloadNotFound", downloadId } as const);

  return {
    list,
    watch: (signal) => {
      // What was told last may be a quarter of a second old.
      told.publish(list());
      return told.subscribe(signal);
    },
    start: ({ files, folder, ...draft }) => {
      const same = [...entries.values()].find(
        (entry) => entry.folder === folder && entry.download.variantId === draft.variantId && !hasEnded(entry.download),
      );
      if (same !== undefined) return ["paused", "failed"].includes(same.download.state) ? queue(same.download.id) : same.download;
      const download: Download = {
        ...draft,
        id: ids.create("download"),
        state: "waiting",
        receivedBytes: 0,
        totalBytes: files.reduce<number | null>((sum, { sizeBytes }) => (sum === null || sizeBytes === null ? null : sum + sizeBytes), 0),
        ...resting,
        verified: "pending",
        error: null,
        modelId: null,
        path: null,
        startedAtMs: clock.nowMs(),
        endedAtMs: null,
      };
      rows.add({ download, folder }, files);
      entries.set(download.id, { download, folder, running: null });
      tell();
      next();
      return entries.get(download.id)?.download ?? download;
    },
    pause: async (id) => {
      const entry = entries.get(id);
      if (entry === undefined) return missing(id);
      await halt(id);
      const state = stateOf(id);
      return ok(state === "waiting" ? change(id, { state: "paused" }) : (entries.get(id)?.download ?? entry.download));
    },
    resume: (id) => {
      const entry = entries.get(id);
      if (entry === undefined) return missing(id);
      return ok(["paused", "failed"].includes(entry.download.state) ? queue(id) : entry.download);
    },
    cancel: async (id) => {
      const entry = entries.get(id);
      if (entry === undefined) return missing(id);
      await halt(id);
      const { download } = entries.get(id) ?? entry;
      if (hasEnded(download)) return ok(download);
      await dropFiles(id, entry.folder);
      return ok(change(id, { state: "cancelled", receivedBytes: 0, endedAtMs: clock.nowMs(), ...resting }));
    },
    clear: async (id) => {
      const entry = entries.get(id);
      if (entry === undefined || !(hasEnded(entry.download) || entry.download.state === "failed")) return false;
      if (entry.download.state === "failed") await dropFiles(id, entry.folder);
      entries.delete(id);
      tell();
      return rows.remove(id);
    },
    close: async () => {
      closing.abort();
      await Promise.all([...entries.keys()].map(halt));
      told.close();
    },
  };
};
