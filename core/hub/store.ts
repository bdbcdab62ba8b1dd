import { z } from "zod";
import { parseJson, type LogDep } from "#core/base";
import type { StoreDep } from "#core/store";
import {
  downloadSchema,
  fetchedModelSchema,
  hubFileSchema,
  type Download,
  type DownloadId,
  type FetchedModel,
  type HubFile,
} from "./schema.ts";

/** One file of a download, as far as it is on the disk for good. */
export interface StoredPart {
  readonly position: number;
  readonly file: HubFile;
  readonly receivedBytes: number;
  /** Of those bytes. */
  readonly sha256: string;
  /** The version they are of, as the server named it. */
  readonly etag: string | null;
  readonly done: boolean;
}

/** `folder` is absolute and below the hub's own; file names are relative to it. */
export interface StoredDownload {
  readonly download: Download;
  readonly folder: string;
}

export type StoredFetched = Omit<FetchedModel, "inUse"> & { readonly files: readonly string[] };

const filesSchema = z.array(z.string());
const storedFetchedSchema = fetchedModelSchema.omit({ inUse: true });

/**
 * Downloads with their parts, newest first, and what came of them. Rows that a newer version wrote in a form unknown here are left out. Where a full disk takes
 * no progress any more, the older progress stays: less is taken up later, nothing is wrong.
 */
export const createHubStore = ({ log, store }: LogDep & StoreDep) => {
  const { database, transaction } = store;
  const unlessFull = (write: () => void): void => {
    try {
      write();
    } catch (cause) {
      if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "SQLITE_FULL") throw cause;
      log.warn("the disk is full; a download's progress could not be noted");
    }
  };
  const select = database.prepare<[], { record: string; folder: string }>("SELECT record, folder FROM hub_downloads ORDER BY id DESC");
  const insert = database.prepare("INSERT INTO hub_downloads VALUES (?, ?, ?)");
  const update = database.prepare("UPDATE hub_downloads SET record = ? WHERE id = ?");
  const remove = database.prepare("DELETE FROM hub_downloads WHERE id = ?");
  const selectParts = database.prepare<
    [string],
    { position: number; file: string; received_bytes: number; sha256: string; etag: string | null; done: number }
  >("SELECT position, file, received_bytes, sha256, etag, done FROM hub_parts WHERE download_id = ? ORDER BY position");
  const upsertPart = database.prepare(
    `INSERT INTO hub_parts VALUES (@id, @position, @file, @receivedBytes, @sha256, @etag, @done)
     ON CONFLICT (download_id, position) DO UPDATE SET file = excluded.file, received_bytes = excluded.received_bytes,
       sha256 = excluded.sha256, etag = excluded.etag, done = excluded.done`,
  );
  const selectFetched = database.prepare<[], { record: string; files: string }>("SELECT record, files FROM hub_fetched");
  const upsertFetched = database.prepare(
    "INSERT INTO hub_fetched VALUES (?, ?, ?) ON CONFLICT (model_id) DO UPDATE SET record = excluded.record, files = excluded.files",
  );
  const deleteFetched = database.prepare("DELETE FROM hub_fetched WHERE model_id = ?");

  const writePart = (id: DownloadId, { file, done, ...part }: StoredPart): void =>
    void upsertPart.run({ ...part, id, file: JSON.stringify(file), done: done ? 1 : 0 });

  return {
    downloads: (): StoredDownload[] =>
      select.all().flatMap(({ record, folder }) => {
        const parsed = parseJson(record, downloadSchema);
        return parsed.ok ? [{ download: parsed.value, folder }] : [];
      }),
    add: ({ download, folder }: StoredDownload, files: readonly HubFile[]): void =>
      transaction(() => {
        insert.run(download.id, JSON.stringify(download), folder);
        files.forEach((file, position) =>
          writePart(download.id, { position, file, receivedBytes: 0, sha256: "", etag: null, done: false }),
        );
      }),
    save: (download: Download): void => unlessFull(() => update.run(JSON.stringify(download), download.id)),
    remove: (id: DownloadId): boolean => remove.run(id).changes > 0,
    parts: (id: DownloadId): StoredPart[] =>
      selectParts.all(id).flatMap(({ file, received_bytes, done, ...part }) => {
        const parsed = parseJson(file, hubFileSchema);
        return parsed.ok ? [{ ...part, file: parsed.value, receivedBytes: received_bytes, done: done === 1 }] : [];
      }),
    savePart: (id: DownloadId, part: StoredPart): void => unlessFull(() => writePart(id, part)),
    fetched: (): StoredFetched[] =>
      selectFetched
        .all()
        .flatMap(({ record, files }) => {
          const parsed = parseJson(record, storedFetchedSchema);
          const paths = parseJson(files, filesSchema);
          return parsed.ok && paths.ok ? [{ ...parsed.value, files: paths.value }] : [];
        })
        .toSorted((left, right) => right.fetchedAtMs - left.fetchedAtMs),
    addFetched: ({ files, ...record }: StoredFetched): void =>
      void upsertFetched.run(record.modelId, JSON.stringify(record), JSON.stringify(files)),
    removeFetched: (modelId: string): boolean => deleteFetched.run(modelId).changes > 0,
  };
};

export type HubStore = ReturnType<typeof createHubStore>;
