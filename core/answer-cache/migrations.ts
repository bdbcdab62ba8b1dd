import type { Migration } from "#core/store";

export const answerCacheMigrations: readonly Migration[] = [
  {
    version: 17,
    name: "kept answers and what they saved",
    up: `
      CREATE TABLE kept_answers (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        -- SHA-256 of privacy, class and context: answers of different groups never stand for each other.
        group_key TEXT NOT NULL,
        question TEXT NOT NULL,
        answer TEXT NOT NULL,
        vector_model TEXT,
        vector BLOB,
        model_id TEXT NOT NULL,
        place TEXT NOT NULL CHECK (place IN ('local', 'cloud')),
        tokens INTEGER NOT NULL,
        cost_micro_usd INTEGER NOT NULL,
        duration_ms INTEGER NOT NULL,
        size_bytes INTEGER NOT NULL,
        stored_at_ms INTEGER NOT NULL,
        used_at_ms INTEGER NOT NULL,
        UNIQUE (group_key, question)
      ) STRICT;
      CREATE INDEX kept_answers_used ON kept_answers (used_at_ms, size_bytes);
      CREATE INDEX kept_answers_stored ON kept_answers (stored_at_ms);
      -- One row each: exact, similar, misses, local_tokens, local_ms, cloud_tokens, cloud_micro_usd.
      CREATE TABLE kept_answer_counts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE kept_answer_policy (id INTEGER PRIMARY KEY CHECK (id = 1), policy TEXT NOT NULL) STRICT;`,
    down: "DROP TABLE kept_answer_policy; DROP TABLE kept_answer_counts; DROP TABLE kept_answers;",
  },
];
