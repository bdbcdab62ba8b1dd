import type { Chunk, DocumentKind } from "#core/documents/schema";
import type { StoreDep } from "#core/store";
import { floatsToBlob } from "./blob.ts";
import { documentOfRow, type DocumentRow } from "./document-rows.ts";
import type { Document, DocumentId, Passage, TrustClass } from "./schema.ts";
import { derivedTrust, type Provenance } from "./trust.ts";
import { vectorKey } from "./vector-key.ts";

/** What a version's row says before any of its chunks is there. */
export interface DocumentDraft {
  readonly id: DocumentId;
  readonly path: string;
  readonly root: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly pageCount: number | null;
  readonly chunkCount: number;
  readonly addedAtMs: number;
  readonly modifiedAtMs: number;
  readonly notes: readonly string[];
  /** Of this machine, and nothing more is known, when it is not told. */
  readonly provenance?: (Provenance & { readonly readAtMs: number }) | undefined;
}

/** A model's vectors for some chunks, row-major in the order of the chunks. */
export interface ChunkVectors {
  readonly modelNumber: number;
  readonly dimensions: number;
  readonly rows: Float32Array;
}

export interface LiveVersion {
  readonly version: number;
  readonly document: Document;
}

export interface DocumentFilter {
  /** Words that all occur in title or path, any case; empty keeps all. */
  readonly filter: string;
  readonly kind?: DocumentKind | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** One stored chunk and whose it is. Offsets are UTF-16, into the document's text. */
export interface StoredChunk {
  readonly chunkId: number;
  readonly document: Document;
  readonly page: number | null;
  readonly heading: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

interface ChunkRow {
  readonly id: number;
  readonly version: number;
  readonly start_offset: number;
  readonly end_offset: number;
  readonly page: number | null;
  readonly heading: string;
  readonly text: string;
}

/** The library's tables. Every writing function is one transaction, or part of the caller's. Synchronous; none takes longer than its piece. */
export interface DocumentStore {
  readonly counts: () => { documentCount: number; chunkCount: number; totalBytes: number };
  readonly byPath: (path: string) => LiveVersion | null;
  readonly byId: (id: string) => LiveVersion | null;
  /** Live documents at or below a path, as `path` and `version`, in order of path. */
  readonly below: (path: string, separator: string) => readonly { readonly path: string; readonly version: number }[];
  readonly list: (filter: DocumentFilter) => { readonly total: number; readonly documents: Document[] };
  /** Writes a version nobody sees yet; answers its number. */
  readonly stage: (draft: DocumentDraft) => number;
  readonly addChunks: (version: number, title: string, chunks: readonly Chunk[], vectors: readonly ChunkVectors[]) => void;
  /** Makes a staged version the visible one of its path and hides the one before; answers that one's number. */
  readonly publish: (version: number) => number | null;
  readonly hide: (version: number) => void;
  /** Makes a hidden version visible again; its path must be free. */
  readonly show: (version: number) => void;
  /** Versions that are not live, oldest first. */
  readonly hidden: () => number[];
  /** Removes up to `limit` chunks of a hidden version, and the version with the last of them; true when nothing is left. */
  readonly sweep: (version: number, limit: number, modelNumbers: readonly number[]) => boolean;
  /** A version's whole text; "" when there is none. */
  readonly text: (version: number) => string;
  readonly chunk: (chunkId: number) => StoredChunk | null;
  readonly passage: (chunkId: number, around: number) => Passage | null;
}

const chunkColumns = "c.id, c.version, c.start_offset, c.end_offset, c.page, c.heading, c.text";

/** Moves an offset off the middle of a surrogate pair, outwards is never needed by more than one. */
const onCharacter = (text: string, offset: number): number => {
  const unit = text.charCodeAt(offset);
  return offset > 0 && unit >= 0xdc00 && unit <= 0xdfff ? offset - 1 : offset;
};

/** A LIKE pattern for text that contains `part`, whatever characters it has. */
const containing = (part: string): string => `%${part.replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;

/** `isPrivatePath` and `saidTrust` say of a path what a document that comes into sight there is. */
export const createDocumentStore = (
  { store }: StoreDep,
  isPrivatePath: (path: string) => boolean,
  saidTrust: (path: string) => TrustClass | null = () => null,
): DocumentStore => {
  const { database } = store;
  const selectCounts = database.prepare<[], { documentCount: number; chunkCount: number; totalBytes: number }>(
    `SELECT count(*) AS documentCount, coalesce(sum(chunk_count), 0) AS chunkCount, coalesce(sum(size_bytes), 0) AS totalBytes FROM documents WHERE live = 1`,
  );
  const selectByPath = database.prepare<[string], DocumentRow>("SELECT * FROM documents WHERE path = ? AND live = 1");
  const selectById = database.prepare<[string], DocumentRow>("SELECT * FROM documents WHERE id = ? AND live = 1");
  const selectByVersion = database.prepare<[number], DocumentRow>("SELECT * FROM documents WHERE version = ?");
  const selectBelow = database.prepare<[string, string, string, string], { path: string; version: number }>(
    "SELECT path, version FROM documents WHERE live = 1 AND (path = ? OR (path >= ? AND substr(path, 1, length(?)) = ?)) ORDER BY path",
  );
  const insertDocument = database.prepare(
    `INSERT INTO documents (id, live, path, root, kind, title, size_bytes, sha256, page_count, chunk_count, added_at_ms, modified_at_ms, notes,
       trust, trust_reason, origin, came_by, read_at_ms)
     VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertChunk = database.prepare(
    "INSERT INTO chunks (version, start_offset, end_offset, page, heading, text) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const insertWords = database.prepare("INSERT INTO chunk_words (rowid, title, heading, text) VALUES (?, ?, ?, ?)");
  const insertVector = database.prepare("INSERT INTO vectors (key, vector) VALUES (?, ?)");
  const hideVersion = database.prepare("UPDATE documents SET live = 0 WHERE version = ?");
  const showVersion = database.prepare("UPDATE documents SET live = 1, is_private = ? WHERE version = ?");
  const setTrust = database.prepare("UPDATE documents SET trust = ?, trust_reason = 'said' WHERE version = ?");
  const selectTexts = database.prepare<[number], string>("SELECT text FROM chunks WHERE version = ? ORDER BY start_offset").pluck();
  const selectHidden = database.prepare<[], number>("SELECT version FROM documents WHERE live = 0 ORDER BY version").pluck();
  const selectChunkIds = database
    .prepare<[number, number], number>("SELECT id FROM chunks WHERE version = ? ORDER BY start_offset LIMIT ?")
    .pluck();
  const deleteWords = database.prepare("DELETE FROM chunk_words WHERE rowid = ?");
  const deleteVector = database.prepare("DELETE FROM vectors WHERE key = ?");
  const deleteChunk = database.prepare("DELETE FROM chunks WHERE id = ?");
  const deleteDocument = database.prepare("DELETE FROM documents WHERE version = ?");
  const selectChunk = database.prepare<[number], ChunkRow>(
    `SELECT ${chunkColumns} FROM chunks c JOIN documents d ON d.version = c.version AND d.live = 1 WHERE c.id = ?`,
  );
  const selectStretch = database.prepare<[number, number, number, number], ChunkRow>(
    `SELECT ${chunkColumns} FROM chunks c WHERE c.version = ? AND c.start_offset < ?
       AND c.start_offset >= coalesce((SELECT max(start_offset) FROM chunks WHERE version = ? AND start_offset <= ?), 0) ORDER BY c.start_offset`,
  );

  // Asked for with every change that is watched; counting 100,000 documents takes some 5 ms.
  let counts: ReturnType<DocumentStore["counts"]> | null = null;

  const live = (row: DocumentRow | undefined): LiveVersion | null =>
    row === undefined ? null : { version: row.version, document: documentOfRow(row) };

  const documentOf = (version: number): Document => {
    const row = selectByVersion.get(version);
    if (row === undefined) throw new Error(`no document has version ${version}`);
    return documentOfRow(row);
  };

  const list: DocumentStore["list"] = ({ filter, kind, limit, offset }) => {
    const words = filter.split(/\s+/).filter((word) => word !== "");
    const conditions = [
      "live = 1",
      ...(kind === undefined ? [] : ["kind = ?"]),
      ...words.map(() => "(title || ' ' || path) LIKE ? ESCAPE '\\'"),
    ].join(" AND ");
    const values = [...(kind === undefined ? [] : [kind]), ...words.map(containing)];
    const total =
      database
        .prepare<unknown[], number>(`SELECT count(*) FROM documents WHERE ${conditions}`)
        .pluck()
        .get(...values) ?? 0;
    const rows = database
      .prepare<unknown[], DocumentRow>(
        `SELECT * FROM documents WHERE ${conditions} ORDER BY added_at_ms DESC, version DESC LIMIT ? OFFSET ?`,
      )
      .all(...values, limit, offset);
    return { total, documents: rows.map(documentOfRow) };
  };

  const chunk: DocumentStore["chunk"] = (chunkId) => {
    const row = selectChunk.get(chunkId);
    if (row === undefined) return null;
    const { page, heading, text } = row;
    return { chunkId, document: documentOf(row.version), page, heading, text, start: row.start_offset, end: row.end_offset };
  };

  return {
    counts: () => (counts ??= selectCounts.get() ?? { documentCount: 0, chunkCount: 0, totalBytes: 0 }),
    byPath: (path) => live(selectByPath.get(path)),
    byId: (id) => live(selectById.get(id)),
    below: (path, separator) => {
      const folder = path.endsWith(separator) ? path : path + separator;
      return selectBelow.all(path, folder, folder, folder);
    },
    list,
    stage: (draft) => {
      const { provenance } = draft;
      const { reason, trust } = provenance === undefined ? { trust: "file", reason: "" } : derivedTrust(provenance);
      return Number(
        insertDocument.run(
          draft.id,
          draft.path,
          draft.root,
          draft.kind,
          draft.title,
          draft.sizeBytes,
          draft.sha256,
          draft.pageCount,
          draft.chunkCount,
          draft.addedAtMs,
          Math.round(draft.modifiedAtMs),
          JSON.stringify(draft.notes),
          trust,
          reason,
          provenance?.origin ?? null,
          provenance?.cameBy ?? "folder",
          provenance?.readAtMs ?? draft.addedAtMs,
        ).lastInsertRowid,
      );
    },
    addChunks: (version, title, chunks, vectors) =>
      store.transaction(() => {
        for (const [index, { start, end, page, heading, text }] of chunks.entries()) {
          const chunkId = Number(insertChunk.run(version, start, end, page, heading, text).lastInsertRowid);
          insertWords.run(chunkId, title, heading, text);
          for (const { modelNumber, dimensions, rows } of vectors) {
            insertVector.run(vectorKey(modelNumber, chunkId), floatsToBlob(rows.subarray(index * dimensions, (index + 1) * dimensions)));
          }
        }
      }),
    publish: (version) =>
      store.transaction(() => {
        counts = null;
        const { path } = documentOf(version);
        const before = selectByPath.get(path)?.version ?? null;
        if (before !== null) hideVersion.run(before);
        showVersion.run(isPrivatePath(path) ? 1 : 0, version);
        const said = saidTrust(path);
        if (said !== null) setTrust.run(said, version);
        return before;
      }),
    show: (version) =>
      store.transaction(() => {
        counts = null;
        showVersion.run(isPrivatePath(documentOf(version).path) ? 1 : 0, version);
      }),
    hide: (version) =>
      store.transaction(() => {
        counts = null;
        hideVersion.run(version);
      }),
    hidden: () => selectHidden.all(),
    sweep: (version, limit, modelNumbers) =>
      store.transaction(() => {
        const chunkIds = selectChunkIds.all(version, limit);
        for (const chunkId of chunkIds) {
          deleteWords.run(chunkId);
          for (const modelNumber of modelNumbers) deleteVector.run(vectorKey(modelNumber, chunkId));
          deleteChunk.run(chunkId);
        }
        if (chunkIds.length === limit) return false;
        deleteDocument.run(version);
        return true;
      }),
    text: (version) => selectTexts.all(version).join(""),
    chunk,
    passage: (chunkId, around) => {
      const row = selectChunk.get(chunkId);
      if (row === undefined) return null;
      const from = Math.max(0, row.start_offset - around);
      const rows = selectStretch.all(row.version, row.end_offset + around, row.version, from);
      const whole = rows.map(({ text }) => text).join("");
      const wholeStart = rows[0]?.start_offset ?? row.start_offset;
      const first = onCharacter(whole, from - wholeStart);
      const last = onCharacter(whole, Math.min(whole.length, row.end_offset + around - wholeStart));
      return {
        document: documentOf(row.version),
        chunkId,
        page: row.page,
        heading: row.heading,
        text: whole.slice(first, last),
        start: wholeStart + first,
        end: wholeStart + last,
        chunkStart: row.start_offset,
        chunkEnd: row.end_offset,
      };
    },
  };
};
