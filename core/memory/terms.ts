import type { Database } from "better-sqlite3";
import { fold, isStopWord } from "#core/embedding";

/** One word of a question: as written (folded), and as the index keeps it. */
export interface Term {
  readonly word: string;
  readonly stem: string;
}

/** More words than this are not a question but a text; the first ones stand for it. */
const mostTerms = 64;

/**
 * Splits questions exactly as the index splits text, by asking the same tokenizer: an in-memory table without stemming and one with it take the
 * question, and their vocabularies list its tokens in order. So no quote, operator, emoji or script needs a rule here (M17).
 */
export const createTermReader = (database: Database): ((question: string) => Term[]) => {
  database.exec(`
    CREATE VIRTUAL TABLE temp.question_words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');
    CREATE VIRTUAL TABLE temp.question_stems USING fts5 (text, tokenize = 'porter unicode61 remove_diacritics 2');
    CREATE VIRTUAL TABLE temp.question_word_list USING fts5vocab (temp, question_words, 'instance');
    CREATE VIRTUAL TABLE temp.question_stem_list USING fts5vocab (temp, question_stems, 'instance');
  `);
  const tables = ["words", "stems"].map((name) => ({
    clear: database.prepare(`DELETE FROM temp.question_${name}`),
    insert: database.prepare(`INSERT INTO temp.question_${name} (rowid, text) VALUES (1, ?)`),
    tokens: database.prepare<[], string>(`SELECT term FROM temp.question_${name.slice(0, -1)}_list ORDER BY "offset"`).pluck(),
  }));

  return (question) => {
    const [words = [], stems = []] = tables.map(({ clear, insert, tokens }) => {
      clear.run();
      insert.run(question.replaceAll("\0", " "));
      return tokens.all();
    });
    const terms = new Map<string, Term>();
    for (const [index, word] of words.entries()) {
      const stem = stems[index] ?? word;
      if (!terms.has(stem)) terms.set(stem, { word, stem });
    }
    const all = [...terms.values()];
    const telling = all.filter(({ word }) => !isStopWord(fold(word)));
    // "To be or not to be" is all stop words and still a question.
    return (telling.length > 0 ? telling : all).slice(0, mostTerms);
  };
};
