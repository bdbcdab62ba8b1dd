import { hash } from "./hash.ts";
import type { SparseVector } from "./linear-head.ts";

export const languageFeatureCount = 4096;

/** Enough to tell a language by; what follows costs time only. */
const readCharacters = 400;

/** Pieces of one to four letters, word ends included, and the short words whole. Diacritics stay: they tell most. */
export const languageFeaturesOf = (text: string): SparseVector => {
  const letters = text.slice(0, readCharacters).normalize("NFC").toLowerCase();
  const names = new Set<string>();
  for (const [word] of letters.matchAll(/[\p{L}\p{M}]+/gu)) {
    const framed = ` ${word} `;
    if (word.length <= 5) names.add(`=${word}`);
    for (let length = 1; length <= 4; length += 1)
      for (let at = 0; at + length <= framed.length; at += 1) names.add(framed.slice(at, at + length));
  }
  const value = 1 / Math.sqrt(Math.max(1, names.size));
  const vector = new Map<number, number>();
  for (const name of names) {
    const place = hash(name) % languageFeatureCount;
    vector.set(place, (vector.get(place) ?? 0) + value);
  }
  return { places: [...vector.keys()], values: [...vector.values()] };
};

const latin = /\p{Script=Latin}/gu;
const anyLetter = /\p{L}/gu;

/** Whether a text is written in letters that the languages known here use, and has enough of them to tell. */
export const isLatin = (text: string): boolean => {
  const part = text.slice(0, readCharacters);
  const count = part.match(latin)?.length ?? 0;
  return count >= 2 && count * 2 > (part.match(anyLetter)?.length ?? 0);
};

const wordless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu;

/** Whether a text says more than a greeting or a short question: about six words, or ten signs of a script that writes words in one or two. */
export const isLonger = (text: string): boolean => {
  const part = text.slice(0, readCharacters);
  return (part.match(wordless)?.length ?? 0) >= 10 || (part.match(anyLetter)?.length ?? 0) >= 25;
};
