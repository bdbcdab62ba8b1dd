import { conversationSchema, type Conversation, type ConversationId, type FolderId, type MessageId } from "./schema.ts";

export interface ConversationRow {
  readonly id: ConversationId;
  readonly title: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly leafId: MessageId | null;
  readonly messageCount: number;
  readonly folderId: FolderId | null;
  readonly pinned: number;
  readonly archived: number;
  readonly unread: number;
  readonly queuedCount: number;
}

/** In front of the origin of a conversation whose messages are still being brought in: nobody is shown it before the last one is there. */
export const arrivingOrigin = "arriving:";
/** Of `conversations c`. */
export const hasArrived = `(c.origin IS NULL OR c.origin NOT GLOB '${arrivingOrigin}*')`;

/** Of `conversations c`. */
export const conversationColumns = `c.id, c.title, c.created_at_ms AS createdAtMs, c.updated_at_ms AS updatedAtMs, c.leaf_id AS leafId,
  coalesce((SELECT depth + 1 FROM messages WHERE id = c.leaf_id), 0) AS messageCount, c.folder_id AS folderId,
  c.pinned_at_ms IS NOT NULL AS pinned, c.archived_at_ms IS NOT NULL AS archived, c.unread,
  (SELECT count(*) FROM queued_messages WHERE conversation_id = c.id) AS queuedCount`;

/** Whether an answer is under way is not on disk: it ends with the process. */
export interface AnsweringDep {
  readonly isAnswering: (id: ConversationId) => boolean;
}

/** The schema leaves out what is not a conversation's own. */
export const toConversation = (row: ConversationRow, { isAnswering }: AnsweringDep): Conversation =>
  conversationSchema.parse({
    ...row,
    pinned: row.pinned === 1,
    archived: row.archived === 1,
    unread: row.unread === 1,
    answering: isAnswering(row.id),
  });
