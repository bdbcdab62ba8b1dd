import type { ClockDep } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import { conversationColumns, hasArrived, toConversation, type AnsweringDep, type ConversationRow } from "./conversation-row.ts";
import type { ChatError, Conversation, ConversationId, FolderId } from "./schema.ts";

type View = "all" | "unfiled" | "pinned" | "archived";

export interface ListQuery {
  readonly view?: View | undefined;
  /** `view` does not count then. */
  readonly folderId?: FolderId | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** What is left out stays as it is. */
export interface PlacePatch {
  readonly folderId?: FolderId | null | undefined;
  readonly pinned?: boolean | undefined;
  readonly archived?: boolean | undefined;
}

const conditions: Readonly<Record<View | "folder", string>> = {
  all: "c.archived_at_ms IS NULL",
  unfiled: "c.archived_at_ms IS NULL AND c.pinned_at_ms IS NULL AND c.folder_id IS NULL",
  pinned: "c.archived_at_ms IS NULL AND c.pinned_at_ms IS NOT NULL",
  archived: "c.archived_at_ms IS NOT NULL",
  folder: "c.archived_at_ms IS NULL AND c.folder_id = @folderId",
};

/** Where conversations lie in the list: folder, pin, archive, and the mark of what nobody has read. Saved when a call returns. */
export const createConversationPlaces = ({ clock, isAnswering, store }: AnsweringDep & ClockDep & StoreDep) => {
  const { database } = store;
  const selects = Object.fromEntries(
    Object.entries(conditions).map(([name, condition]) => [
      name,
      database.prepare<[object], ConversationRow>(
        `SELECT ${conversationColumns} FROM conversations c WHERE ${condition} AND ${hasArrived} ORDER BY c.updated_at_ms DESC, c.id DESC LIMIT @limit OFFSET @offset`,
      ),
    ]),
  );
  const hasFolder = database.prepare<[string], number>("SELECT 1 FROM folders WHERE id = ?").pluck();
  const setFolder = database.prepare("UPDATE conversations SET folder_id = ? WHERE id = ?");
  const setPinned = database.prepare("UPDATE conversations SET pinned_at_ms = ? WHERE id = ?");
  const setArchived = database.prepare("UPDATE conversations SET archived_at_ms = ? WHERE id = ?");
  const setUnread = database.prepare("UPDATE conversations SET unread = 1 WHERE id = ?");
  const setRead = database.prepare("UPDATE conversations SET unread = 0 WHERE id = ? AND unread = 1");

  return {
    /** The most recently used first. */
    list: ({ folderId, limit, offset, view = "all" }: ListQuery): readonly Conversation[] =>
      (selects[folderId === undefined ? view : "folder"]?.all({ limit, offset, folderId }) ?? []).map((row) =>
        toConversation(row, { isAnswering }),
      ),
    organise: (id: ConversationId, { archived, folderId, pinned }: PlacePatch): Result<void, ChatError> => {
      if (typeof folderId === "string" && hasFolder.get(folderId) === undefined) return err({ type: "FolderNotFound", folderId });
      const nowMs = clock.nowMs();
      store.transaction(() => {
        if (folderId !== undefined) setFolder.run(folderId, id);
        if (pinned !== undefined) setPinned.run(pinned ? nowMs : null, id);
        if (archived !== undefined || pinned === true) setArchived.run(archived === true ? nowMs : null, id);
        if (archived === true) setPinned.run(null, id);
      });
      return ok(undefined);
    },
    markUnread: (id: ConversationId): void => void setUnread.run(id),
    /** Whether that changed anything. */
    markRead: (id: ConversationId): boolean => setRead.run(id).changes > 0,
    /** The person is at work in it: it was looked at, and does not lie in the archive. */
    takeUp: (id: ConversationId): void => {
      setRead.run(id);
      setArchived.run(null, id);
    },
  };
};

export type ConversationPlaces = ReturnType<typeof createConversationPlaces>;
