import type { Migration } from "#core/store";

export const promptsMigrations: readonly Migration[] = [
  {
    version: 20,
    name: "prompts",
    up: `
      CREATE TABLE prompts (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        text TEXT NOT NULL,
        keyword TEXT UNIQUE COLLATE NOCASE,
        use_count INTEGER NOT NULL DEFAULT 0,
        last_used_at_ms INTEGER,
        created_at_ms INTEGER NOT NULL,
        updated_at_ms INTEGER NOT NULL
      ) STRICT;`,
    down: "DROP TABLE prompts;",
  },
];
