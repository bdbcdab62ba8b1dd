import type { Migration } from "#core/store";

export const agentsMigrations: readonly Migration[] = [
  {
    version: 8,
    name: "tasks",
    up: `
      CREATE TABLE tasks (
        position INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        goal TEXT NOT NULL,
        workspace_root TEXT NOT NULL,
        conversation_id TEXT,
        state TEXT NOT NULL,
        plan_id TEXT,
        repairs INTEGER NOT NULL,
        interventions INTEGER NOT NULL,
        started_at_ms INTEGER NOT NULL,
        ended_at_ms INTEGER,
        -- The whole task as JSON.
        task TEXT NOT NULL
      ) STRICT;
      CREATE INDEX tasks_by_conversation ON tasks (conversation_id) WHERE conversation_id IS NOT NULL;
      CREATE INDEX tasks_by_state ON tasks (state);
      CREATE VIRTUAL TABLE tasks_text USING fts5 (goal, content = 'tasks', content_rowid = 'position', tokenize = "porter unicode61 remove_diacritics 2");
      CREATE TRIGGER tasks_added AFTER INSERT ON tasks BEGIN
        INSERT INTO tasks_text (rowid, goal) VALUES (new.position, new.goal);
      END;
      CREATE TRIGGER tasks_removed AFTER DELETE ON tasks BEGIN
        INSERT INTO tasks_text (tasks_text, rowid, goal) VALUES ('delete', old.position, old.goal);
      END;`,
    down: "DROP TABLE tasks_text; DROP TABLE tasks;",
  },
];
