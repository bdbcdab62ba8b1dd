import { stem } from "./stem.ts";
import { isStopWord } from "./stop-words.ts";
import { tokenize } from "./tokenize.ts";

export interface CountedWord {
  /** One of the written forms, folded. */
  readonly word: string;
  count: number;
}

/** The content words of a text by stem, in order of first occurrence. Function words and single letters are left out. */
export const contentWords = (text: string): Map<string, CountedWord> => {
  const counted = new Map<string, CountedWord>();
  for (const word of tokenize(text)) {
    if (word.length < 2 || isStopWord(word)) continue;
    const key = stem(word);
    const known = counted.get(key);
    if (known === undefined) counted.set(key, { word, count: 1 });
    else known.count += 1;
  }
  return counted;
};

/** A word's weight within a text, before its weight in the collection. */
export const localWeight = (count: number): number => 1 + Math.log(count);
