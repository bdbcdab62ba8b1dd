import { setImmediate } from "node:timers/promises";
import type { StoreDep } from "#core/store";
import { hasArrived } from "./conversation-row.ts";
import type { ConversationId } from "./schema.ts";

interface Row {
  readonly position: number;
  readonly conversationId: ConversationId;
  readonly createdAtMs: number;
  readonly isUnderWay: number;
  /** JSON arrays of document ids. */
  readonly cited: string;
  readonly attached: string;
}

interface Use {
  quotes: number;
  lastUsedAtMs: number | null;
  attached: boolean;
}

/** Messages read between two looks at the event loop: some 5 ms. */
const rowsInPiece = 200;

const idsIn = (path: string): string =>
  `(SELECT coalesce(json_group_array(json_extract(value, '$.documentId')), '[]') FROM json_each(m.detail, '${path}'))`;

/**
 * Which conversations quote which documents. Read once from all messages, in pieces, then from new ones only; lives in memory. Conversations that
 * were deleted are left out.
 */
export const createQuotes = ({ store: { database } }: StoreDep) => {
  const selectMessages = database.prepare<[number, number], Row>(
    `SELECT m.position, m.conversation_id AS conversationId, m.created_at_ms AS createdAtMs, m.state = 'streaming' AS isUnderWay,
       ${idsIn("$.citations")} AS cited, ${idsIn("$.attachments")} AS attached FROM messages m WHERE m.position > ? ORDER BY m.position LIMIT ?`,
  );
  const selectTitles = database.prepare<[], { id: ConversationId; title: string }>(
    `SELECT c.id, c.title FROM conversations c WHERE ${hasArrived}`,
  );
  const known = new Map<string, Map<ConversationId, Use>>();
  let read = 0;
  let reading: Promise<void> = Promise.resolve();

  const take = ({ attached, cited, conversationId, createdAtMs }: Row): void => {
    const entryOf = (documentId: string): Use => {
      const conversations = known.get(documentId) ?? new Map<ConversationId, Use>();
      known.set(documentId, conversations);
      const use = conversations.get(conversationId) ?? { quotes: 0, lastUsedAtMs: null, attached: false };
      conversations.set(conversationId, use);
      return use;
    };
    for (const documentId of JSON.parse(cited) as string[]) {
      const use = entryOf(documentId);
      use.quotes += 1;
      use.lastUsedAtMs = Math.max(use.lastUsedAtMs ?? 0, createdAtMs);
    }
    for (const documentId of JSON.parse(attached) as string[]) entryOf(documentId).attached = true;
  };

  const catchUp = (): Promise<void> =>
    (reading = reading.then(async () => {
      while (database.open) {
        const rows = selectMessages.all(read, rowsInPiece);
        for (const row of rows) {
          // Its citations come with its end; until then it and what follows are read again later.
          if (row.isUnderWay === 1) return;
          take(row);
          read = row.position;
        }
        if (rows.length < rowsInPiece) return;
        await setImmediate();
      }
    }));

  const usesNow = async (): Promise<{ readonly titles: ReadonlyMap<ConversationId, string>; readonly uses: typeof known }> => {
    await catchUp();
    return { titles: new Map(selectTitles.all().map(({ id, title }) => [id, title])), uses: known };
  };

  return {
    /** Most quotes first. */
    quotedIn: async (documentIds: readonly string[]) => {
      const { titles, uses } = await usesNow();
      const quotes = new Map<ConversationId, number>();
      for (const documentId of documentIds)
        for (const [conversationId, use] of uses.get(documentId) ?? [])
          if (use.quotes > 0) quotes.set(conversationId, (quotes.get(conversationId) ?? 0) + use.quotes);
      return [...quotes]
        .flatMap(([conversationId, count]) => {
          const title = titles.get(conversationId);
          return title === undefined ? [] : [{ conversationId, title, quotes: count }];
        })
        .toSorted((left, right) => right.quotes - left.quotes);
    },
    uses: async () => {
      const { titles, uses } = await usesNow();
      return new Map(
        [...uses].flatMap(([documentId, conversations]) => {
          const present = [...conversations].filter(([conversationId]) => titles.has(conversationId)).map(([, use]) => use);
          if (present.length === 0) return [];
          const times = present.flatMap(({ lastUsedAtMs }) => lastUsedAtMs ?? []);
          const lastUsedAtMs = times.length === 0 ? null : Math.max(...times);
          return [[documentId, { lastUsedAtMs, attached: present.some(({ attached }) => attached) }] as const];
        }),
      );
    },
  };
};
