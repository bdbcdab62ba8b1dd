import { askingVerbs, droppedWords, sameWords, turnsOfPhrase } from "./question-words.ts";

/** What a question comes to: what has to be the same to the letter, and its other words in order. */
interface Skeleton {
  readonly literals: readonly string[];
  readonly words: readonly string[];
  /** The very first word, in small letters: nobody knows whether it would have a capital elsewhere. */
  readonly first: string;
}

/** Stands where something was that has to be the same to the letter. */
const mark = "\u0000";

/** Quoted text and code in backticks; what follows a colon or a line break is text to be worked on. */
const literalSpans = /`[^`]*`|"[^"]*"|“[^”]*”|„[^“”]*[“”]|«[^»]*»|(?<!\p{L})'[^']+'(?!\p{L})|(?<=:)\s.*$|\n.*$/gsu;

const withoutContractions = (text: string): string =>
  text
    .replaceAll(/\b(what|who|where|how|when|it|that|there)'s\b/g, "$1 is")
    .replaceAll(/\bcan't\b/g, "can not")
    .replaceAll(/\bcannot\b/g, "can not")
    .replaceAll(/\bwon't\b/g, "will not")
    .replaceAll(/(\w)n't\b/g, "$1 not")
    .replaceAll(/\b(you|we|they)'re\b/g, "$1 are")
    .replaceAll(/\bi'm\b/g, "i am");

const bareWord = (word: string): string => word.replace(/^[¿¡([]+/u, "").replace(/[.,;:)\]。…]+$/u, "");

/** Marks at the end of a text; an exclamation mark only after a word, since it is a factorial elsewhere. */
const withoutEnd = (text: string): string => text.replace(/(?:[\s?.？。…]|(?<=\p{L}{2}!*)[!！])+$/u, "");

/** "The" is dropped before "… of": elsewhere it makes another question, as in "what is the time". */
const isSpareArticle = (words: readonly string[], index: number): boolean =>
  words[index] === "the" && words.slice(index + 2, index + 5).includes("of");

const skeletonOf = (question: string): Skeleton => {
  const literals: string[] = [];
  const keep = (span: string): string => {
    literals.push(span);
    return ` ${mark} `;
  };
  const plain = question.normalize("NFC").replaceAll(/[’‘]/g, "'").replace(literalSpans, keep).replaceAll(/\s+/g, " ").trim();
  const cased = plain === plain.toUpperCase() ? plain.toLowerCase() : plain;
  const first = bareWord(cased.split(" ")[0] ?? "").toLowerCase();
  const lowered = cased.replace(/^[\s¿¡([]*\S+/u, (word) => word.toLowerCase());
  const text = turnsOfPhrase.reduce(
    (asked, [pattern, written]) => asked.replace(pattern, written),
    withoutEnd(withoutContractions(lowered).replaceAll(/(\d)\s*%/g, "$1 %")).replace(/^[\s¿¡]+/u, ""),
  );
  const words = text
    .split(" ")
    .map((word) => (word === "%" ? word : bareWord(word)))
    .filter((word) => word !== "")
    .map((word) => sameWords.get(word) ?? word);
  const begin = words[0];
  const isYesOrNo = begin !== undefined && askingVerbs.has(begin);
  const counting = words.filter((word, index) => !droppedWords.has(word) && !isSpareArticle(words, index));
  return { literals, first: first.replace(/'s$/, ""), words: [...(isYesOrNo ? ["?"] : []), ...counting] };
};

const isEqual = (left: readonly string[], right: readonly string[], firstWords: readonly string[] = []): boolean =>
  left.length === right.length &&
  left.every((word, index) => {
    const other = right[index] ?? "";
    return word === other || (word.toLowerCase() === other.toLowerCase() && firstWords.includes(word.toLowerCase()));
  });

const without = (words: readonly string[], dropped: string): readonly string[] => words.filter((word) => word !== dropped);

/** How many words an owner, or what is owned, has at most. */
const mostOwned = 3;

/** "Norway's debt in 2023" in all ways in which it could be "debt of Norway in 2023". */
const ofForms = (words: readonly string[]): (readonly string[])[] => {
  const at = words.findIndex((word) => /^\p{L}+'s$/u.test(word));
  if (at < 0) return [];
  const forms: (readonly string[])[] = [];
  for (let owners = 1; owners <= Math.min(mostOwned, at + 1); owners += 1)
    for (let owned = 1; owned <= Math.min(mostOwned, words.length - at - 1); owned += 1) {
      const begin = at - owners + 1;
      const owner = [...words.slice(begin, at), (words[at] ?? "").slice(0, -2)];
      const end = at + 1 + owned;
      forms.push([...words.slice(0, begin), ...words.slice(at + 1, end), "of", ...owner, ...words.slice(end)]);
    }
  return forms;
};

/**
 * Whether two questions ask for the same thing as far as code can tell: the same numbers, names, negations, quoted text and code, and all other
 * words the same and in the same order, apart from ways of asking, filling and a few words of one meaning. It errs towards no: a vector cannot
 * tell "delete" from "create" or who paid whom. Answers a test for any number of other questions.
 */
export const sameQuestionAs = (question: string): ((other: string) => boolean) => {
  const asked = skeletonOf(question);
  const askedForms = ofForms(asked.words);
  const askedWords = without(asked.words, "of");
  return (other) => {
    const { first, literals, words } = skeletonOf(other);
    const isSame = (left: readonly string[], right: readonly string[]): boolean => isEqual(left, right, [asked.first, first]);
    if (asked.words.length === 0 || !isEqual(asked.literals, literals)) return false;
    if (isSame(askedWords, without(words, "of"))) return true;
    return askedForms.some((form) => isSame(form, words)) || ofForms(words).some((form) => isSame(form, asked.words));
  };
};
