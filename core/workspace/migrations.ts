import type { Migration } from "#core/store";

export const workspaceMigrations: readonly Migration[] = [
  {
    version: 5,
    name: "granted folders and kept content",
    up: `
      CREATE TABLE workspaces (
        id TEXT PRIMARY KEY,
        root TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        access TEXT NOT NULL CHECK (access IN ('read', 'write')),
        granted_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE workspace_blobs (
        sha256 TEXT PRIMARY KEY,
        size_bytes INTEGER NOT NULL,
        added_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE TABLE workspace_blob_pins (
        run_id TEXT NOT NULL,
        sha256 TEXT NOT NULL REFERENCES workspace_blobs (sha256) ON DELETE CASCADE,
        pinned_at_ms INTEGER NOT NULL,
        PRIMARY KEY (run_id, sha256)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX workspace_blob_pins_sha256 ON workspace_blob_pins (sha256);
    `,
    down: `
      DROP TABLE workspace_blob_pins;
      DROP TABLE workspace_blobs;
      DROP TABLE workspaces;
    `,
  },
];
