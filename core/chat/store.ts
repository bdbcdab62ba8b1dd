import type { Migration } from "#core/store";

export const chatMigrations: readonly Migration[] = [
  {
    version: 3,
    name: "chats",
    up: `
      CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        updated_at_ms INTEGER NOT NULL,
        -- The last message of the branch on show.
        leaf_id TEXT
      ) STRICT;
      CREATE INDEX conversations_by_use ON conversations (updated_at_ms DESC);
      CREATE TABLE messages (
        position INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        parent_id TEXT,
        -- Distance from the first message of its branch.
        depth INTEGER NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('user', 'assistant')),
        text TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('complete', 'streaming', 'stopped', 'failed')),
        -- error, citations, answeredBy, usage, durationMs, attachments as one JSON object.
        detail TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX messages_by_parent ON messages (conversation_id, parent_id, position);
      CREATE INDEX messages_streaming ON messages (state) WHERE state = 'streaming';
      CREATE VIRTUAL TABLE messages_text USING fts5 (text, content = 'messages', content_rowid = 'position', tokenize = "porter unicode61 remove_diacritics 2");
      CREATE TRIGGER messages_added AFTER INSERT ON messages BEGIN
        INSERT INTO messages_text (rowid, text) VALUES (new.position, new.text);
      END;
      CREATE TRIGGER messages_removed AFTER DELETE ON messages BEGIN
        INSERT INTO messages_text (messages_text, rowid, text) VALUES ('delete', old.position, old.text);
      END;
      CREATE TRIGGER messages_changed AFTER UPDATE OF text ON messages WHEN old.text <> new.text BEGIN
        INSERT INTO messages_text (messages_text, rowid, text) VALUES ('delete', old.position, old.text);
        INSERT INTO messages_text (rowid, text) VALUES (new.position, new.text);
      END;`,
    down: "DROP TABLE messages_text; DROP TABLE messages; DROP TABLE conversations;",
  },
  {
    version: 11,
    name: "private messages",
    up: "ALTER TABLE messages ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0 CHECK (is_private IN (0, 1));",
    down: "ALTER TABLE messages DROP COLUMN is_private;",
  },
];
