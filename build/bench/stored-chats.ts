import { createIds, silentLog, systemClock } from "#core/base";
import type { ConversationId } from "#core/chat/schema";
import { migrations } from "#core/host";
import { openStore } from "#core/store";

export interface StoredChat {
  readonly title: string;
  readonly messages: number;
  /** What the message at this depth says: questions at even depths, answers at odd ones. */
  readonly textAt: (depth: number) => string;
}

const detail = JSON.stringify({ error: null, citations: [], answeredBy: null, usage: null, durationMs: null, attachments: [], images: [] });

/** Writes conversations into a data folder nobody has open; a later one is an hour older. Answers their ids in order. */
export const storeChats = (dataDir: string, chats: readonly StoredChat[]): readonly ConversationId[] => {
  const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog });
  if (!opened.ok) throw new Error(opened.error.type);
  const { database, close, transaction } = opened.value;
  const ids = createIds({ clock: systemClock });
  const nowMs = Date.now();
  const stored: ConversationId[] = [];
  transaction(() => {
    const insertChat = database.prepare("INSERT INTO conversations (id, title, created_at_ms, updated_at_ms) VALUES (?, ?, ?, ?)");
    const insertMessage = database.prepare(
      "INSERT INTO messages (id, conversation_id, parent_id, depth, role, text, state, detail, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, 'complete', ?, ?)",
    );
    const setLeaf = database.prepare("UPDATE conversations SET leaf_id = ? WHERE id = ?");
    for (const [index, { title, messages, textAt }] of chats.entries()) {
      const conversationId = ids.create("chat");
      const timeMs = nowMs - index * 3_600_000;
      insertChat.run(conversationId, title, timeMs, timeMs);
      let parentId: string | null = null;
      for (let depth = 0; depth < messages; depth += 1) {
        const id = ids.create("msg");
        const role = depth % 2 === 0 ? "user" : "assistant";
        insertMessage.run(id, conversationId, parentId, depth, role, textAt(depth), detail, timeMs + depth);
        parentId = id;
      }
      setLeaf.run(parentId, conversationId);
      stored.push(conversationId);
    }
  });
  close();
  return stored;
};
