import type { Migration } from "#core/store";

export const hubMigrations: readonly Migration[] = [
  {
    version: 15,
    name: "downloads of models",
    up: `
      CREATE TABLE hub_downloads (
        id TEXT PRIMARY KEY,
        record TEXT NOT NULL,
        folder TEXT NOT NULL
      ) STRICT;
      CREATE TABLE hub_parts (
        download_id TEXT NOT NULL REFERENCES hub_downloads (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        file TEXT NOT NULL,
        received_bytes INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        etag TEXT,
        done INTEGER NOT NULL CHECK (done IN (0, 1)),
        PRIMARY KEY (download_id, position)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE hub_fetched (
        model_id TEXT PRIMARY KEY,
        record TEXT NOT NULL,
        files TEXT NOT NULL
      ) STRICT;`,
    down: "DROP TABLE hub_fetched; DROP TABLE hub_parts; DROP TABLE hub_downloads;",
  },
];
