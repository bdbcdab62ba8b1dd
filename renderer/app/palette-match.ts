/** As it is compared: lower case, without accents, one space between words. */
export const plain = (text: string): string =>
  text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[\s\p{P}]+/gu, " ")
    .trim();

const isLettersInOrder = (text: string, letters: string): boolean => {
  let from = 0;
  for (const letter of letters) {
    const found = text.indexOf(letter, from);
    if (found === -1) return false;
    from = found + letter.length;
  }
  return true;
};

/** One word against one text: at its very start 1, at the start of a word 0.9, within one 0.6, its letters in order 0.25, not at all 0. */
const scoreWord = (text: string, word: string): number => {
  if (text.startsWith(word)) return 1;
  const at = text.indexOf(word);
  if (at !== -1) return text.includes(` ${word}`) ? 0.9 : 0.6;
  // Two letters are in order almost everywhere.
  return word.length >= 3 && isLettersInOrder(text, word) ? 0.25 : 0;
};

/** Of two texts that match alike the shorter is the better one; never enough to turn the order of two that do not. */
const brevity = (text: string): number => 0.05 / (1 + text.length / 20);

/**
 * How well what somebody typed finds something with these names, 0 (not at all) to about 1. Both sides as `plain` makes them. Every word has to
 * be found; the first name counts fully, the others a little less.
 */
export const score = (names: readonly string[], query: string): number => {
  const words = query.split(" ").filter((word) => word !== "");
  const scores = names.map((name, index) => {
    const found = words.map((word) => scoreWord(name, word));
    if (found.includes(0)) return 0;
    return (found.reduce((sum, value) => sum + value, 0) / Math.max(1, words.length) + brevity(name)) * (index === 0 ? 1 : 0.9);
  });
  return Math.max(0, ...scores);
};

/** The best at most `limit` of them, best first; equals stay in their order. */
export const best = <Item extends { readonly names: readonly string[] }>(items: readonly Item[], query: string, limit: number): Item[] =>
  items
    .map((item) => ({ item, value: score(item.names, query) }))
    .filter(({ value }) => value > 0)
    .toSorted((left, right) => right.value - left.value)
    .slice(0, limit)
    .map(({ item }) => item);
