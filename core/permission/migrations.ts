import type { Migration } from "#core/store";

export const permissionMigrations: readonly Migration[] = [
  {
    version: 7,
    name: "permission",
    up: `
      CREATE TABLE grants (
        id TEXT PRIMARY KEY,
        scope TEXT NOT NULL,
        run_id TEXT,
        even_after_reading INTEGER NOT NULL,
        created_at_ms INTEGER NOT NULL,
        expires_at_ms INTEGER
      ) STRICT;
      CREATE INDEX grants_by_run ON grants (run_id);
      CREATE TABLE approvals (
        id TEXT PRIMARY KEY,
        run_id TEXT NOT NULL,
        call_hash TEXT NOT NULL,
        request TEXT NOT NULL,
        state TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        expires_at_ms INTEGER NOT NULL,
        decided_at_ms INTEGER
      ) STRICT;
      CREATE INDEX approvals_by_call ON approvals (run_id, call_hash);
      CREATE INDEX approvals_by_state ON approvals (state, created_at_ms);
      CREATE TABLE untrusted_readings (
        run_id TEXT NOT NULL,
        source TEXT NOT NULL,
        read_at_ms INTEGER NOT NULL,
        PRIMARY KEY (run_id, source)
      ) STRICT, WITHOUT ROWID;
    `,
    down: "DROP TABLE untrusted_readings; DROP TABLE approvals; DROP TABLE grants;",
  },
];
