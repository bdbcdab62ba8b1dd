import type { StoreDep } from "#core/store";
import type { ChatHit, FolderId } from "./schema.ts";

/** Every word quoted, so that no character is an operator; the last one also matches as a beginning, for search while typing. */
const toMatch = (query: string): string | null => {
  const words = query.match(/[\p{L}\p{N}]+/gu);
  if (words === null) return null;
  return words
    .slice(0, 32)
    .map((word, index, all) => `"${word}"${index === all.length - 1 ? "*" : ""}`)
    .join(" ");
};

export interface SearchScope {
  readonly folderId?: FolderId | undefined;
  readonly among?: "all" | "unarchived" | "archived" | undefined;
}

/** Full-text search over the messages of all branches: every word must occur; best first. Matches lie between U+E000 and U+E001. */
export const createTextSearch = ({ store }: StoreDep) => {
  const select = store.database.prepare<[object], ChatHit>(
    `SELECT m.conversation_id AS conversationId, c.title AS conversationTitle, m.id AS messageId, m.role,
       snippet(messages_text, 0, char(57344), char(57345), '…', 24) AS snippet, m.created_at_ms AS createdAtMs
     FROM messages_text JOIN messages m ON m.position = messages_text.rowid JOIN conversations c ON c.id = m.conversation_id
     WHERE messages_text MATCH @match
       AND (@folderId IS NULL OR c.folder_id = @folderId)
       AND (@among = 'all' OR (c.archived_at_ms IS NULL) = (@among = 'unarchived'))
     ORDER BY bm25(messages_text), m.position DESC LIMIT @limit`,
  );
  return (query: string, limit: number, { among = "all", folderId }: SearchScope = {}): readonly ChatHit[] => {
    const match = toMatch(query);
    return match === null ? [] : select.all({ match, limit, among, folderId: folderId ?? null });
  };
};
