import { z } from "zod";
import type { ClockDep, IdsDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import {
  queuedMessageSchema,
  type ChatError,
  type ConversationId,
  type MessageQueue,
  type QueuedId,
  type QueuedMessage,
} from "./schema.ts";

const askedSchema = queuedMessageSchema
  .omit({ id: true, conversationId: true, createdAtMs: true })
  .extend({ cache: z.enum(["use", "bypass"]).default("use") });
/** A question in line, with everything needed to ask it. */
export type Asked = z.infer<typeof askedSchema>;
export type WaitingQuestion = QueuedMessage & Asked;

interface Row {
  readonly id: QueuedId;
  readonly conversationId: ConversationId;
  readonly asked: string;
  readonly createdAtMs: number;
}

const columns = "id, conversation_id AS conversationId, asked, created_at_ms AS createdAtMs";

const toWaiting = ({ asked, ...row }: Row): WaitingQuestion => ({ ...askedSchema.parse(JSON.parse(asked)), ...row });

/** Lines of questions on disk, one for each conversation. Saved when a call returns. */
export const createQueueLines = ({ clock, ids, store }: ClockDep & IdsDep & StoreDep) => {
  const { database } = store;
  const selectLine = database.prepare<[string], Row>(
    `SELECT ${columns} FROM queued_messages WHERE conversation_id = ? ORDER BY position, id`,
  );
  const selectOne = database.prepare<[string], Row>(`SELECT ${columns} FROM queued_messages WHERE id = ?`);
  const count = database.prepare<[string], number>("SELECT count(*) FROM queued_messages WHERE conversation_id = ?").pluck();
  const insert = database.prepare(
    `INSERT INTO queued_messages (id, conversation_id, position, asked, created_at_ms)
     VALUES (@id, @conversationId, (SELECT coalesce(max(position) + 1, 0) FROM queued_messages WHERE conversation_id = @conversationId), @asked, @nowMs)`,
  );
  const updateAsked = database.prepare("UPDATE queued_messages SET asked = ? WHERE id = ?");
  const updatePosition = database.prepare("UPDATE queued_messages SET position = ? WHERE id = ?");
  const drop = database.prepare("DELETE FROM queued_messages WHERE id = ?");
  const dropLine = database.prepare("DELETE FROM queued_messages WHERE conversation_id = ?");
  const selectHeld = database.prepare<[string], number>("SELECT queue_held FROM conversations WHERE id = ?").pluck();
  const setHeld = database.prepare("UPDATE conversations SET queue_held = ? WHERE id = ?");
  const holdAll = database.prepare(
    "UPDATE conversations SET queue_held = 1 WHERE id IN (SELECT conversation_id FROM queued_messages) AND queue_held = 0",
  );

  const get = (id: string): Result<WaitingQuestion, ChatError> => {
    const row = selectOne.get(id);
    return row === undefined ? err({ type: "QueuedNotFound", queuedId: id }) : ok(toWaiting(row));
  };
  const line = (id: ConversationId): readonly WaitingQuestion[] => selectLine.all(id).map(toWaiting);
  const isHeld = (id: ConversationId): boolean => selectHeld.get(id) === 1;
  const hold = (id: ConversationId, held: boolean): void => void setHeld.run(held ? 1 : 0, id);

  return {
    get,
    count: (id: ConversationId): number => count.get(id) ?? 0,
    exists: (id: ConversationId): boolean => selectHeld.get(id) !== undefined,
    isHeld,
    hold,
    first: (id: ConversationId): WaitingQuestion | undefined => line(id)[0],
    /** As the interface sees it. An empty line is never held. */
    read: (id: ConversationId): MessageQueue => {
      const messages = line(id).map((waiting) => queuedMessageSchema.parse(waiting));
      return { held: messages.length > 0 && isHeld(id), messages };
    },
    add: (conversationId: ConversationId, asked: Asked): void =>
      void insert.run({ id: ids.create("queued"), conversationId, asked: JSON.stringify(asked), nowMs: clock.nowMs() }),
    say: (waiting: WaitingQuestion, text: string): void =>
      void updateAsked.run(JSON.stringify(askedSchema.parse({ ...waiting, text })), waiting.id),
    /** Positions are counted from 0; beyond the end is the end. */
    move: (waiting: WaitingQuestion, position: number): void =>
      store.transaction(() =>
        line(waiting.conversationId)
          .filter(({ id }) => id !== waiting.id)
          .toSpliced(position, 0, waiting)
          .forEach(({ id }, at) => void updatePosition.run(at, id)),
      ),
    /** The last one to go takes the hold with it. */
    drop: ({ conversationId, id }: WaitingQuestion): void =>
      store.transaction(() => {
        drop.run(id);
        if (count.get(conversationId) === 0) hold(conversationId, false);
      }),
    dropLine: (id: ConversationId): void => void dropLine.run(id),
    holdAll: (): void => void holdAll.run(),
  };
};

export type QueueLines = ReturnType<typeof createQueueLines>;
