/** Longer words (encoded data, mostly) are cut here: no word of a natural language is longer, and features stay bounded. */
const longestWord = 40;

/** Scripts written without spaces between words: overlapping pairs of characters stand in for words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
const apostrophes = /(?<=\p{L})['’ʼ](?:s\b)?(?=\p{L}|\b|$)/gu;
const diacritics = /[\u0300-\u036F\u0591-\u05C7\u064B-\u065F]/g;
const camelHump = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})/u;

/** A text with compatibility forms, letter case and diacritics taken away: "Ｆｏｏ", "FOO" and "fóò" all become "foo". */
export const fold = (text: string): string =>
  text.normalize("NFKD").replace(diacritics, "").normalize("NFC").toLowerCase().replaceAll("ß", "ss");

const pairsOf = (run: string): string[] => {
  const characters = [...run];
  return characters.length < 2 ? characters : characters.slice(1).map((character, index) => `${characters[index]}${character}`);
};

/**
 * The words of a text in order, folded, stop words included. A camelCase word comes whole and then in its parts; text in scripts
 * without spaces comes as pairs of characters. The same on every machine: nothing depends on locale.
 */
export const tokenize = (text: string): string[] => {
  const words: string[] = [];
  for (const [raw] of text.normalize("NFKC").replace(apostrophes, "").matchAll(wordPattern)) {
    const word = fold(raw.slice(0, longestWord));
    if (unspaced.test(word)) {
      words.push(...pairsOf(word));
      continue;
    }
    words.push(word);
    const parts = raw.slice(0, longestWord).split(camelHump);
    if (parts.length > 1) for (const part of parts) if (part.length > 1) words.push(fold(part));
  }
  return words;
};
