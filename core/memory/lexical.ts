import type { Database } from "better-sqlite3";
import { createTermReader, type Term } from "./terms.ts";

export interface LexicalHit {
  readonly chunkId: number;
  /** BM25, higher is better. */
  readonly score: number;
}

export interface LexicalIndex {
  /** The `want` best chunks by BM25, best first, that are live and pass `keep`. */
  readonly search: (question: string, want: number, keep: (chunkId: number) => boolean) => LexicalHit[];
  /** The words that were looked for after common ones were left out; for tests and explanations. */
  readonly plan: (question: string) => LexicalPlan;
}

export interface LexicalPlan {
  readonly terms: readonly Term[];
  readonly match: string | null;
}

/**
 * Entries of the index one question may read. FTS5 ranks 1.3 million entries a second on a busy 2-core machine (2026-11), twice over because BM25
 * counts first, so this is what keeps a question under 50 ms however large the library is.
 */
const entryBudget = 40_000;

/** Titles and headings count more than text; chosen on half of Cranfield's questions, see SPEC.md. */
const columnWeights = "2.0, 1.5, 1.0";

/** How often a count of occurrences may be used before it is taken again; common words stay common. */
const countUses = 500;

const quoted = ({ word }: Term): string => `"${word.replaceAll('"', '""')}"`;

export const createLexicalIndex = (database: Database): LexicalIndex => {
  const termsOf = createTermReader(database);
  const selectCount = database.prepare<[string], number>("SELECT doc FROM chunk_terms WHERE term = ?").pluck();
  const selectHits = database.prepare<[string], { chunkId: number; rank: number }>(
    `SELECT rowid AS chunkId, bm25(chunk_words, ${columnWeights}) AS rank FROM chunk_words WHERE chunk_words MATCH ? ORDER BY rank`,
  );
  const counts = new Map<string, { count: number; uses: number }>();

  /** Counting a common word means reading its whole list, so counts are remembered a while. */
  const countOf = ({ stem }: Term): number => {
    const known = counts.get(stem);
    if (known !== undefined && known.uses < countUses) {
      known.uses += 1;
      return known.count;
    }
    if (counts.size > 20_000) counts.clear();
    const count = selectCount.get(stem) ?? 0;
    // Rare words are cheap to count and may have been added a moment ago.
    if (count > 1000) counts.set(stem, { count, uses: 0 });
    return count;
  };

  const plan = (question: string): LexicalPlan => {
    const known = termsOf(question)
      .map((term) => ({ term, count: countOf(term) }))
      .filter(({ count }) => count > 0)
      .toSorted((left, right) => left.count - right.count);
    let entries = 0;
    const affordable = known.filter(({ count }) => (entries += count) <= entryBudget);
    if (affordable.length > 0)
      return { terms: affordable.map(({ term }) => term), match: affordable.map(({ term }) => quoted(term)).join(" OR ") };
    // Only common words: chunks with all of the three rarest.
    const rarest = known.slice(0, 3).map(({ term }) => term);
    return { terms: rarest, match: rarest.length === 0 ? null : rarest.map(quoted).join(" AND ") };
  };

  return {
    plan,
    search: (question, want, keep) => {
      const { match } = plan(question);
      const hits: LexicalHit[] = [];
      if (match === null) return hits;
      for (const { chunkId, rank } of selectHits.iterate(match)) {
        if (!keep(chunkId)) continue;
        hits.push({ chunkId, score: -rank });
        if (hits.length === want) break;
      }
      return hits;
    },
  };
};
