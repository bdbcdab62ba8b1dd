import { z } from "zod";
import type { ClockDep, IdsDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import { conversationColumns, toConversation, type AnsweringDep, type ConversationRow } from "./conversation-row.ts";
import {
  messageSchema,
  type ChatError,
  type Conversation,
  type ConversationId,
  type Message,
  type MessageId,
  type MessagePage,
} from "./schema.ts";

const detailSchema = messageSchema.pick({
  error: true,
  citations: true,
  answeredBy: true,
  usage: true,
  durationMs: true,
  attachments: true,
  images: true,
});
type MessageDetail = z.infer<typeof detailSchema>;

interface MessageRow {
  readonly id: MessageId;
  readonly conversationId: ConversationId;
  readonly parentId: MessageId | null;
  readonly role: Message["role"];
  readonly text: string;
  readonly state: Message["state"];
  readonly detail: string;
  readonly createdAtMs: number;
  readonly isPrivate: number;
}

export interface NewMessage {
  readonly conversationId: ConversationId;
  readonly parentId: MessageId | null;
  readonly role: Message["role"];
  readonly text: string;
  readonly state: Message["state"];
  readonly attachments?: Message["attachments"];
  readonly images?: Message["images"];
  readonly isPrivate?: boolean;
}

const messageColumns = `m.id, m.conversation_id AS conversationId, m.parent_id AS parentId, m.role, m.text, m.state, m.detail,
  m.created_at_ms AS createdAtMs, m.is_private AS isPrivate`;

const noDetail: MessageDetail = {
  error: null,
  citations: [],
  answeredBy: null,
  usage: null,
  durationMs: null,
  attachments: [],
  images: [],
};

const readDetail = (text: string): MessageDetail => {
  const parsed = detailSchema.safeParse(JSON.parse(text));
  // A detail written by another version costs its extras, never the message.
  return parsed.success ? parsed.data : noDetail;
};

/** Conversations and their message trees on disk. Every change is saved when the call returns. */
export const createConversations = ({ clock, ids, isAnswering, store }: AnsweringDep & ClockDep & IdsDep & StoreDep) => {
  const { database } = store;
  const selectConversation = database.prepare<[string], ConversationRow>(
    `SELECT ${conversationColumns} FROM conversations c WHERE c.id = ?`,
  );
  const insertConversation = database.prepare("INSERT INTO conversations (id, title, created_at_ms, updated_at_ms) VALUES (?, ?, ?, ?)");
  const renameConversation = database.prepare("UPDATE conversations SET title = ? WHERE id = ?");
  const deleteConversation = database.prepare("DELETE FROM conversations WHERE id = ?");
  const setLeaf = database.prepare("UPDATE conversations SET leaf_id = ?, updated_at_ms = max(updated_at_ms, ?) WHERE id = ?");
  const selectMessage = database.prepare<[string], MessageRow>(`SELECT ${messageColumns} FROM messages m WHERE m.id = ?`);
  const selectSiblings = database.prepare<[string, string | null], { id: MessageId }>(
    "SELECT id FROM messages WHERE conversation_id = ? AND parent_id IS ? ORDER BY position",
  );
  const insertMessage = database.prepare(
    `INSERT INTO messages (id, conversation_id, parent_id, depth, role, text, state, detail, created_at_ms, is_private)
     VALUES (?, ?, ?, coalesce((SELECT depth + 1 FROM messages WHERE id = ?), 0), ?, ?, ?, ?, ?, ?)`,
  );
  const updateMessage = database.prepare("UPDATE messages SET text = ?, state = ?, detail = ? WHERE id = ?");
  const updatePrivate = database.prepare("UPDATE messages SET is_private = 1 WHERE id = ?");
  const selectPrivate = database
    .prepare<[string | null], number>(
      `WITH RECURSIVE branch (id, parent_id, is_private) AS (
         SELECT id, parent_id, is_private FROM messages WHERE id = ?
         UNION ALL
         SELECT p.id, p.parent_id, p.is_private FROM branch b JOIN messages p ON p.id = b.parent_id
       )
       SELECT EXISTS (SELECT 1 FROM branch WHERE is_private = 1)`,
    )
    .pluck();
  const updateText = database.prepare("UPDATE messages SET text = ? WHERE id = ?");
  const markInterrupted = database.prepare(
    "UPDATE conversations SET unread = 1 WHERE id IN (SELECT conversation_id FROM messages WHERE state = 'streaming')",
  );
  const endInterrupted = database.prepare("UPDATE messages SET state = 'stopped' WHERE state = 'streaming'");
  /** From the leaf towards the root, as far as depth `start`; then only the wanted depths, oldest first. */
  const selectBranch = database.prepare<[string, number, number], MessageRow>(
    `WITH RECURSIVE branch (id, parent_id, depth) AS (
       SELECT id, parent_id, depth FROM messages WHERE id = ?
       UNION ALL
       SELECT p.id, p.parent_id, p.depth FROM branch b JOIN messages p ON p.id = b.parent_id WHERE p.depth >= ?
     )
     SELECT ${messageColumns} FROM branch b JOIN messages m ON m.id = b.id WHERE b.depth < ? ORDER BY b.depth`,
  );
  const selectNewestLeaf = database.prepare<[string], { id: MessageId }>(
    `WITH RECURSIVE line (id, conversation_id) AS (
       SELECT id, conversation_id FROM messages WHERE id = ?
       UNION ALL
       SELECT (SELECT id FROM messages n WHERE n.conversation_id = l.conversation_id AND n.parent_id = l.id ORDER BY position DESC LIMIT 1), l.conversation_id
       FROM line l WHERE l.id IS NOT NULL
     )
     SELECT m.id FROM line l JOIN messages m ON m.id = l.id ORDER BY m.depth DESC LIMIT 1`,
  );
  const selectAll = database.prepare<[string], MessageRow>(
    `SELECT ${messageColumns} FROM messages m WHERE m.conversation_id = ? ORDER BY m.position`,
  );

  const toMessage = ({ detail, isPrivate, ...row }: MessageRow): Message => ({
    ...row,
    ...readDetail(detail),
    isPrivate: isPrivate === 1,
    siblingIds: selectSiblings.all(row.conversationId, row.parentId).map(({ id }) => id),
  });

  const conversationRow = (id: string): Result<ConversationRow, ChatError> => {
    const row = selectConversation.get(id);
    return row === undefined ? err({ type: "ConversationNotFound", conversationId: id }) : ok(row);
  };

  const conversation = (id: string): Result<Conversation, ChatError> => {
    const row = conversationRow(id);
    return row.ok ? ok(toConversation(row.value, { isAnswering })) : row;
  };

  const message = (id: string): Result<Message, ChatError> => {
    const row = selectMessage.get(id);
    return row === undefined ? err({ type: "MessageNotFound", messageId: id }) : ok(toMessage(row));
  };

  const page = (id: string, start: number, limit: number): Result<MessagePage, ChatError> => {
    const row = conversationRow(id);
    if (!row.ok) return row;
    const total = row.value.messageCount;
    const from = Math.max(0, Math.min(start, total));
    const messages = row.value.leafId === null ? [] : selectBranch.all(row.value.leafId, from, from + limit).map(toMessage);
    return ok({ conversation: toConversation(row.value, { isAnswering }), total, start: from, messages });
  };

  const lastPage = (id: string, limit: number): Result<MessagePage, ChatError> => {
    const row = conversationRow(id);
    return row.ok ? page(id, Math.max(0, row.value.messageCount - limit), limit) : row;
  };

  return {
    conversation,
    message,
    page,
    lastPage,
    create: (title: string): Conversation => {
      const id = ids.create("chat");
      insertConversation.run(id, title, clock.nowMs(), clock.nowMs());
      const created = conversation(id);
      if (!created.ok) throw new Error("a conversation vanished while it was made");
      return created.value;
    },
    rename: (id: string, title: string): Result<Conversation, ChatError> => {
      renameConversation.run(title, id);
      return conversation(id);
    },
    remove: (id: string): boolean => deleteConversation.run(id).changes > 0,
    leafOf: (id: string): MessageId | null => selectConversation.get(id)?.leafId ?? null,
    /** Adds a message and makes it the end of the branch on show. */
    add: (draft: NewMessage): Message => {
      const id = ids.create("msg");
      const detail: MessageDetail = { ...noDetail, attachments: draft.attachments ?? [], images: draft.images ?? [] };
      store.transaction(() => {
        insertMessage.run(
          id,
          draft.conversationId,
          draft.parentId,
          draft.parentId,
          draft.role,
          draft.text,
          draft.state,
          JSON.stringify(detail),
          clock.nowMs(),
          draft.isPrivate === true ? 1 : 0,
        );
        setLeaf.run(id, clock.nowMs(), draft.conversationId);
      });
      const added = message(id);
      if (!added.ok) throw new Error("a message vanished while it was added");
      return added.value;
    },
    /** Keeps the text of an answer under way, so that a crash costs only its last moments. */
    keepText: (id: MessageId, text: string): void => void updateText.run(text, id),
    /** What it is made from is private, so it is too. */
    markPrivate: (id: MessageId): void => void updatePrivate.run(id),
    /** Whether a message or one of those above it is private. */
    isBranchPrivate: (id: MessageId | null): boolean => selectPrivate.get(id) === 1,
    finish: (id: MessageId, text: string, state: Message["state"], detail: Partial<MessageDetail>): Message => {
      updateMessage.run(text, state, JSON.stringify({ ...noDetail, ...detail }), id);
      const finished = message(id);
      if (!finished.ok) throw new Error("a message vanished while it was finished");
      return finished.value;
    },
    /** Shows the branch of a message: from it down to its newest descendant. */
    select: (id: MessageId): Result<ConversationId, ChatError> => {
      const chosen = selectMessage.get(id);
      if (chosen === undefined) return err({ type: "MessageNotFound", messageId: id });
      setLeaf.run(selectNewestLeaf.get(id)?.id ?? id, 0, chosen.conversationId);
      return ok(chosen.conversationId);
    },
    /** Answers that a crash cut off keep what was saved of them, read as stopped, and are unread. To be called once, at start. */
    endInterrupted: (): void =>
      store.transaction(() => {
        markInterrupted.run();
        endInterrupted.run();
      }),
    /** Every message of every branch, in the order they were written. */
    everyMessage: (id: string): readonly Message[] => selectAll.all(id).map(toMessage),
  };
};

export type Conversations = ReturnType<typeof createConversations>;
