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
  {
    version: 19,
    name: "folders, pins, archive, unread marks, queues and pictures",
    up: `
      CREATE TABLE folders (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        position INTEGER NOT NULL
      ) STRICT;
      ALTER TABLE conversations ADD COLUMN folder_id TEXT;
      ALTER TABLE conversations ADD COLUMN pinned_at_ms INTEGER;
      ALTER TABLE conversations ADD COLUMN archived_at_ms INTEGER;
      ALTER TABLE conversations ADD COLUMN unread INTEGER NOT NULL DEFAULT 0 CHECK (unread IN (0, 1));
      -- Nothing is asked until the person says so.
      ALTER TABLE conversations ADD COLUMN queue_held INTEGER NOT NULL DEFAULT 0 CHECK (queue_held IN (0, 1));
      -- What an imported conversation is called where it came from, so that it is not brought twice.
      ALTER TABLE conversations ADD COLUMN origin TEXT;
      CREATE UNIQUE INDEX conversations_by_origin ON conversations (origin) WHERE origin IS NOT NULL;
      CREATE INDEX conversations_by_folder ON conversations (folder_id, updated_at_ms DESC) WHERE folder_id IS NOT NULL;
      CREATE TABLE queued_messages (
        id TEXT PRIMARY KEY,
        conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        -- text, attachments, images, modelId, isPrivate, cache as one JSON object.
        asked TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX queued_messages_in_line ON queued_messages (conversation_id, position);
      CREATE TABLE chat_images (
        id TEXT PRIMARY KEY,
        -- Null until a question takes it.
        conversation_id TEXT REFERENCES conversations (id) ON DELETE CASCADE,
        title TEXT NOT NULL,
        media_type TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        created_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX chat_images_by_conversation ON chat_images (conversation_id);`,
    down: `
      DROP TABLE chat_images;
      DROP TABLE queued_messages;
      DROP INDEX conversations_by_folder;
      DROP INDEX conversations_by_origin;
      ALTER TABLE conversations DROP COLUMN origin;
      ALTER TABLE conversations DROP COLUMN queue_held;
      ALTER TABLE conversations DROP COLUMN unread;
      ALTER TABLE conversations DROP COLUMN archived_at_ms;
      ALTER TABLE conversations DROP COLUMN pinned_at_ms;
      ALTER TABLE conversations DROP COLUMN folder_id;
      DROP TABLE folders;`,
  },
];
