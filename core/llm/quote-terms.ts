import { isStopWord, stem, tokenize } from "#core/embedding";

/** Words that ask rather than name a subject, beyond the stop words of every search. What something needs is answered without the word. */
const askingWords = new Set("tell explain describe find list mention mean means need needs please called exactly according".split(" "));

/** Function words of a search that are the subject of a question to one's own papers. */
const subjectWords = new Set(["due"]);

export interface Term {
  readonly text: string;
  /** Place among all words of the text, stop words counted. */
  readonly position: number;
}

/** The words that carry a subject, in order, folded and stemmed. */
export const termsOf = (text: string): Term[] =>
  tokenize(text).flatMap((word, position) =>
    (isStopWord(word) && !subjectWords.has(word)) || askingWords.has(word) || (word.length === 1 && /[a-z]/.test(word))
      ? []
      : [{ text: stem(word), position }],
  );
