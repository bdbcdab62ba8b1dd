import { z } from "zod";
import { documentSchema, type Document } from "./schema.ts";

/** A row of `documents` as SQLite gives it. */
export interface DocumentRow {
  readonly version: number;
  readonly id: string;
  readonly path: string;
  readonly root: string;
  readonly kind: string;
  readonly title: string;
  readonly size_bytes: number;
  readonly sha256: string;
  readonly page_count: number | null;
  readonly chunk_count: number;
  readonly added_at_ms: number;
  readonly modified_at_ms: number;
  readonly notes: string;
  readonly is_private: number;
  readonly trust: string;
}

const notesSchema = z.array(z.string());

/** Throws when the row is not one this program wrote. */
export const documentOfRow = (row: DocumentRow): Document =>
  documentSchema.parse({
    id: row.id,
    path: row.path,
    root: row.root,
    kind: row.kind,
    title: row.title,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    pageCount: row.page_count,
    chunkCount: row.chunk_count,
    addedAtMs: row.added_at_ms,
    modifiedAtMs: row.modified_at_ms,
    notes: notesSchema.parse(JSON.parse(row.notes)),
    isPrivate: row.is_private === 1,
    trust: row.trust,
  });
