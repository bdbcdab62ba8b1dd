const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const diacritics = /[\u0300-\u036F]/g;

/** A text without letter case, diacritics and compatibility forms; apostrophes of contractions are gone. */
export const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(diacritics, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/(?<=\p{L})['’](?=\p{L})/gu, "");

/** The words of a folded text in order, numbers as `0`. */
export const wordsOf = (folded: string): string[] =>
  Array.from(folded.matchAll(wordPattern), ([word]) => (/^\p{N}/u.test(word) ? "0" : word));
