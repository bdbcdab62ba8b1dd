import type { StoreDep } from "#core/store";
import { hasArrived } from "./conversation-row.ts";
import { findWords, type ChatHit, type FolderId } from "./schema.ts";

export interface SearchScope {
  readonly folderId?: FolderId | undefined;
  readonly among?: "all" | "unarchived" | "archived" | undefined;
}

interface HitRow extends Omit<ChatHit, "archived"> {
  readonly archived: number;
}

interface Query {
  /** For FTS5. Every word is quoted, so that no character is an operator. */
  readonly match: string;
  /** What the index, which knows stems only, cannot tell; null where it knows all. */
  readonly holds: ((text: string) => boolean) | null;
  readonly mostRead: number;
}

/** More words than anybody types; it bounds what a pasted page costs. */
const mostWords = 32;
/** How many messages are read at most to find those that hold a phrase, or an unfinished word that the index does not know. */
const mostReadFor = { phrase: 2000, unfinished: 300 } as const;
/** The shortest beginning of a word that is looked up in place of the whole. */
const shortestStem = 3;
/** What Porter's stemmer takes off a word (Program 14, 1980). */
const endings =
  "ation ator ate ative ance ence ant ent ement ment able ible ing ed es s ies ion ional ization izer ize ism ity ities ive iveness ful fulness ness al alism ality ally ic ical icate icity ous ousness ously ly er est".split(
    " ",
  );
const longestEnding = Math.max(...endings.map(({ length }) => length)) + 1;

/** Whether the end of an unfinished word may be the beginning of an ending, a doubled letter before it included: "runn", "runnin", "happin". */
const isEndingBegun = (word: string, cut: number): boolean => {
  const end = word.slice(word.length - cut).toLowerCase();
  const isDoubled = end[0] === word.at(-cut - 1)?.toLowerCase();
  return endings.some((ending) => ending.startsWith(end) || (isDoubled && ending.startsWith(end.slice(1))));
};

const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

const holdsAll = (finders: readonly ReturnType<typeof findWords>[]): Query["holds"] =>
  finders.length === 0 ? null : (text) => finders.every((find) => find(text).length > 0);

/** The query, and then what else may be tried while it finds nothing, the nearest first. Empty where there is nothing to look for. */
const toQueries = (typed: string): Query[] => {
  const query = typed.normalize("NFC").replace(/[“”„«»]/gu, '"');
  const phrases = [...query.matchAll(/"([^"]*)"/g)].flatMap(([, phrase = ""]) => (wordsOf(phrase).length === 0 ? [] : [phrase]));
  const words = wordsOf(query.replace(/"[^"]*"/g, " ")).slice(0, mostWords);
  // Whoever closed a phrase at the end is not in the middle of a word.
  const isFinished = phrases.length > 0 && /"[^"]*"\s*$/.test(query);
  const last = isFinished ? undefined : words.pop();
  const finished = [...phrases.map((phrase) => `"${wordsOf(phrase).slice(0, mostWords).join(" ")}"`), ...words.map((word) => `"${word}"`)];
  const exact = phrases.map((phrase) => findWords(phrase, "text"));
  if (last === undefined)
    return finished.length === 0 ? [] : [{ match: finished.join(" "), holds: holdsAll(exact), mostRead: mostReadFor.phrase }];
  const cuts = Array.from({ length: Math.min(longestEnding, Math.max(0, last.length - shortestStem)) }, (_, index) => index + 1);
  return [0, ...cuts.filter((cut) => isEndingBegun(last, cut))].map((cut) => ({
    match: [...finished, `"${last.slice(0, last.length - cut)}"*`].join(" "),
    holds: holdsAll(cut === 0 ? exact : [...exact, findWords(last, "words")]),
    mostRead: mostReadFor[cut === 0 ? "phrase" : "unfinished"],
  }));
};

/** Full-text search over the messages of all branches; best first, the newest first among equals. Matches lie between U+E000 and U+E001. */
export const createTextSearch = ({ store }: StoreDep) => {
  const { database } = store;
  /** The best first, without their snippets: those are made for what is shown alone. */
  const selectPlaces = database.prepare<[object], { position: number; text: string | null }>(
    `SELECT messages_text.rowid AS position, iif(@withText, m.text, NULL) AS text
     FROM messages_text JOIN messages m ON m.position = messages_text.rowid JOIN conversations c ON c.id = m.conversation_id
     WHERE messages_text MATCH @match AND ${hasArrived}
       AND (@folderId IS NULL OR c.folder_id = @folderId)
       AND (@among = 'all' OR (c.archived_at_ms IS NULL) = (@among = 'unarchived'))
     ORDER BY bm25(messages_text), m.position DESC LIMIT @limit`,
  );
  // Numbers are bound as floating point, and FTS5 takes a rowid of that type for none.
  const selectHit = database.prepare<[string, number], HitRow>(
    `SELECT m.conversation_id AS conversationId, c.title AS conversationTitle, m.id AS messageId, m.role,
       snippet(messages_text, 0, char(57344), char(57345), '…', 24) AS snippet, m.created_at_ms AS createdAtMs,
       c.archived_at_ms IS NOT NULL AS archived
     FROM messages_text JOIN messages m ON m.position = messages_text.rowid JOIN conversations c ON c.id = m.conversation_id
     WHERE messages_text MATCH ? AND messages_text.rowid = CAST(? AS INTEGER)`,
  );

  const look = ({ holds, match, mostRead }: Query, limit: number, { among = "all", folderId }: SearchScope): readonly ChatHit[] => {
    const asked = { match, among, folderId: folderId ?? null, withText: holds === null ? 0 : 1, limit: holds === null ? limit : mostRead };
    const positions: number[] = [];
    for (const { position, text } of selectPlaces.iterate(asked)) {
      if (holds === null || holds(text ?? "")) positions.push(position);
      if (positions.length === limit) break;
    }
    return positions.flatMap((position) => {
      const hit = selectHit.get(match, position);
      return hit === undefined ? [] : { ...hit, archived: hit.archived === 1 };
    });
  };

  return (typed: string, limit: number, scope: SearchScope = {}): readonly ChatHit[] => {
    // "runnin" is no beginning of the stem "run", which is all that the index knows of "running".
    for (const query of toQueries(typed)) {
      const hits = look(query, limit, scope);
      if (hits.length > 0) return hits;
    }
    return [];
  };
};
