import type { Migration } from "#core/store";

/**
 * Documents are stored as versions: a row is written with `live = 0`, filled in pieces, and made the visible one in the same transaction that retires
 * the version before it. Everything not live and not being written is rubbish to be swept (M4).
 * `chunk_words` keeps no text of its own; its rowid is the chunk's id. `vectors.key` is `model number × 2^40 + chunk id`, so that one model's
 * vectors lie together, in order of chunks, without a second index over a million rows. `chunks_owner` tells whose a chunk is without touching its text.
 */
export const memoryMigrations: readonly Migration[] = [
  {
    version: 2,
    name: "library: documents, chunks, words, vectors, jobs",
    up: `
      CREATE TABLE documents (
        version INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL,
        live INTEGER NOT NULL CHECK (live IN (0, 1)),
        path TEXT NOT NULL,
        root TEXT NOT NULL,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        page_count INTEGER,
        chunk_count INTEGER NOT NULL,
        added_at_ms INTEGER NOT NULL,
        modified_at_ms INTEGER NOT NULL,
        notes TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX documents_path ON documents (path) WHERE live = 1;
      CREATE UNIQUE INDEX documents_id ON documents (id) WHERE live = 1;
      CREATE INDEX documents_added ON documents (added_at_ms) WHERE live = 1;
      CREATE INDEX documents_counts ON documents (chunk_count, size_bytes) WHERE live = 1;
      CREATE TABLE chunks (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        version INTEGER NOT NULL REFERENCES documents (version),
        start_offset INTEGER NOT NULL,
        end_offset INTEGER NOT NULL,
        page INTEGER,
        heading TEXT NOT NULL,
        text TEXT NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX chunks_place ON chunks (version, start_offset);
      CREATE INDEX chunks_owner ON chunks (id, version);
      CREATE VIRTUAL TABLE chunk_words USING fts5 (title, heading, text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2');
      CREATE VIRTUAL TABLE chunk_terms USING fts5vocab (chunk_words, 'row');
      CREATE TABLE embedding_models (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        revision TEXT NOT NULL,
        dimensions INTEGER NOT NULL,
        folder TEXT,
        state TEXT NOT NULL CHECK (state IN ('active', 'preparing', 'retired')),
        learned_from INTEGER NOT NULL,
        embedded_to INTEGER NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX embedding_models_active ON embedding_models (state) WHERE state = 'active';
      CREATE TABLE vectors (key INTEGER PRIMARY KEY, vector BLOB NOT NULL) STRICT;
      CREATE TABLE ingest_jobs (
        id TEXT PRIMARY KEY,
        roots TEXT NOT NULL,
        forced INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('running', 'done', 'stopped')),
        started_at_ms INTEGER NOT NULL,
        duration_ms INTEGER,
        file_count INTEGER,
        total_bytes INTEGER,
        done_count INTEGER NOT NULL,
        report TEXT NOT NULL
      ) STRICT;
      CREATE INDEX ingest_jobs_started ON ingest_jobs (started_at_ms);
    `,
    down: `
      DROP TABLE ingest_jobs;
      DROP TABLE vectors;
      DROP TABLE embedding_models;
      DROP TABLE chunk_terms;
      DROP TABLE chunk_words;
      DROP TABLE chunks;
      DROP TABLE documents;
    `,
  },
  {
    version: 18,
    name: "what is private in the library",
    up: `
      -- For a path and what lies below it; of several the longest decides. A path need not be in the library yet, and stays marked when it leaves.
      CREATE TABLE private_marks (path TEXT PRIMARY KEY, is_private INTEGER NOT NULL CHECK (is_private IN (0, 1))) STRICT, WITHOUT ROWID;
      -- What the marks say of the document, so that a search need not ask them.
      ALTER TABLE documents ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0 CHECK (is_private IN (0, 1));
    `,
    down: `
      ALTER TABLE documents DROP COLUMN is_private;
      DROP TABLE private_marks;
    `,
  },
  {
    version: 21,
    name: "where documents come from, whose word they are, and which say the same",
    up: `
      ALTER TABLE documents ADD COLUMN trust TEXT NOT NULL DEFAULT 'file' CHECK (trust IN ('yours', 'file', 'foreign'));
      -- Empty: nobody has looked yet.
      ALTER TABLE documents ADD COLUMN trust_reason TEXT NOT NULL DEFAULT '';
      ALTER TABLE documents ADD COLUMN origin TEXT;
      ALTER TABLE documents ADD COLUMN came_by TEXT NOT NULL DEFAULT 'folder' CHECK (came_by IN ('folder', 'file', 'upload', 'note'));
      ALTER TABLE documents ADD COLUMN read_at_ms INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE documents ADD COLUMN file_state TEXT NOT NULL DEFAULT 'present' CHECK (file_state IN ('present', 'changed', 'missing', 'away'));
      -- The id of the document that answers in its place.
      ALTER TABLE documents ADD COLUMN merged_into TEXT;
      UPDATE documents SET read_at_ms = added_at_ms;
      CREATE INDEX documents_merged ON documents (merged_into) WHERE merged_into IS NOT NULL;
      CREATE INDEX documents_overview ON documents (trust, file_state, is_private, merged_into, size_bytes) WHERE live = 1;
      -- What the person said of a path; it outlasts reading anew, and goes when the document is forgotten.
      CREATE TABLE trust_marks (path TEXT PRIMARY KEY, trust TEXT NOT NULL CHECK (trust IN ('yours', 'file', 'foreign'))) STRICT, WITHOUT ROWID;
      -- MinHash over three-word sequences, 32 bits each; text_sha256 of the text with spacing evened out.
      CREATE TABLE document_sketches (
        version INTEGER PRIMARY KEY REFERENCES documents (version) ON DELETE CASCADE,
        text_sha256 BLOB NOT NULL,
        sketch BLOB NOT NULL
      ) STRICT;
      -- Out of sight and not erased yet: whatever ends the process, the next one goes on.
      CREATE TABLE forgotten_documents (version INTEGER PRIMARY KEY, path TEXT NOT NULL, added_at_ms INTEGER NOT NULL) STRICT;
      -- It was learned from something that has been forgotten.
      ALTER TABLE embedding_models ADD COLUMN is_outdated INTEGER NOT NULL DEFAULT 0 CHECK (is_outdated IN (0, 1));
    `,
    down: `
      ALTER TABLE embedding_models DROP COLUMN is_outdated;
      DROP TABLE forgotten_documents;
      DROP TABLE document_sketches;
      DROP TABLE trust_marks;
      DROP INDEX documents_overview;
      DROP INDEX documents_merged;
      ALTER TABLE documents DROP COLUMN merged_into;
      ALTER TABLE documents DROP COLUMN file_state;
      ALTER TABLE documents DROP COLUMN read_at_ms;
      ALTER TABLE documents DROP COLUMN came_by;
      ALTER TABLE documents DROP COLUMN origin;
      ALTER TABLE documents DROP COLUMN trust_reason;
      ALTER TABLE documents DROP COLUMN trust;
    `,
  },
];
