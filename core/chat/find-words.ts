/** `start`…`end` in the text that was searched, in UTF-16 units. */
export interface FoundWord {
  readonly start: number;
  readonly end: number;
}

/** `text`: the query itself, anywhere. `words`: any of its words, at the beginning of a word. */
export type FindBy = "text" | "words";

interface Folded {
  readonly text: string;
  /** Where each unit of the folded text comes from; null: from the same place. */
  readonly origins: readonly number[] | null;
}

const known = new Map<string, string>();

/** A letter without case and accents; "" for an accent that stands after its letter. */
const foldedLetter = (letter: string): string => {
  const before = known.get(letter);
  if (before !== undefined) return before;
  const folded = letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s/gu, " ");
  // More letters than any one person writes; a bound, so that hostile text cannot fill the memory.
  if (known.size < 20_000) known.set(letter, folded);
  return folded;
};

const isPlain = (text: string): boolean => /^[\0-\x7F]*$/.test(text);

const fold = (text: string): Folded => {
  if (isPlain(text)) return { text: text.toLowerCase().replace(/\s/g, " "), origins: null };
  const letters: string[] = [];
  const origins: number[] = [];
  let at = 0;
  for (const letter of text) {
    const folded = foldedLetter(letter);
    letters.push(folded);
    for (let unit = 0; unit < folded.length; unit += 1) origins.push(at);
    at += letter.length;
  }
  return { text: letters.join(""), origins };
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

const patternOf = (query: string, by: FindBy): RegExp | null => {
  const folded = fold(query.trim()).text;
  if (by === "text") return folded === "" ? null : new RegExp(folded.split(/ +/).map(escaped).join(" +"), "gu");
  const words = folded.match(/[\p{L}\p{N}]+/gu);
  if (words === null) return null;
  // The longer word first, so that it is not cut short by one that is its beginning.
  const longestFirst = words.toSorted((a, b) => b.length - a.length).map(escaped);
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join("|")})`, "gu");
};

/**
 * Everywhere a query stands in a text, in order and without overlap. Case, accents and the kind and number of spaces do not count.
 * Prepared once for many texts: `const find = findWords("café", "text")`. Finds nothing where the query has nothing to look for.
 */
export const findWords = (query: string, by: FindBy): ((text: string) => FoundWord[]) => {
  const pattern = patternOf(query, by);
  return (text) => {
    if (pattern === null) return [];
    const { text: folded, origins } = fold(text);
    return [...folded.matchAll(pattern)].map(({ 0: found, index }) => {
      const last = index + found.length;
      if (origins === null) return { start: index, end: last };
      // A letter that becomes two is found whole, also by its first half.
      return { start: origins[index] ?? 0, end: Math.max(origins[last] ?? text.length, (origins[last - 1] ?? 0) + 1) };
    });
  };
};
