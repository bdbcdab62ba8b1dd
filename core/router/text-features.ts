import { countCues, cueFamilies } from "./cues.ts";
import { hash } from "./hash.ts";
import type { SparseVector } from "./linear-head.ts";
import { fold, wordsOf } from "./words.ts";

/** Hashed features share this many places; the hand-made ones follow. */
const hashedCount = 8192;

/** A long text says what it wants at its beginning or its end; what lies between is mostly the material. */
const headCharacters = 1500;
const tailCharacters = 500;

const shapes: readonly ((text: string) => number)[] = [
  (text) => (text.includes("?") ? 1 : 0),
  (text) => (/[!¡]/.test(text) ? 1 : 0),
  (text) => (text.match(/,/g)?.length ?? 0) / 4,
  (text) => (text.match(/[.!?;](?=\s|$)/g)?.length ?? 0) / 3,
  (text) => (text.match(/\n/g)?.length ?? 0) / 4,
  (text) => (text.match(/^\s*(?:[-*•]|\d+[.)])\s/gm)?.length ?? 0) / 3,
  (text) => (text.match(/\d+/g)?.length ?? 0) / 3,
  // What follows a colon is an enumeration when it has commas, material when it is long, an object otherwise.
  (text) => (/[^/]:\s+\S/.test(text) ? 1 : 0),
  (text) => Math.min(6, /:\s+(.*)$/s.exec(text)?.[1]?.match(/,/g)?.length ?? 0) / 3,
  (text) => Math.min(3, (/:\s+(.*)$/s.exec(text)?.[1]?.length ?? 0) / 120),
  (text) => (/["“„«'][^"”“»']{2,}["”“»']/.test(text) ? 1 : 0),
  (text) => (/```|[{};]\s*$|=>|\w\(.*\)|<\/?\w+>|==|\bSELECT\b/m.test(text) ? 1 : 0),
  (text) => (/\w\.(?:txt|pdf|docx?|xlsx?|csv|zip|jpe?g|png|md|py|js)\b/i.test(text) ? 1 : 0),
  (text) => (/\d\s*[-+*/×%^]\s*\d|=|\d\s*%/.test(text) ? 1 : 0),
  (text) => (/https?:\/\//.test(text) ? 1 : 0),
];
const lengthSteps = [2, 4, 6, 8, 11, 14, 18, 23, 29, 37, 50, 80, 150] as const;

export const featureCount = hashedCount + 2 * cueFamilies.length + shapes.length + lengthSteps.length + 2;

/** Adds names to the vector so that the group as a whole has the length 1, however many there are. */
const addGroup = (vector: Map<number, number>, names: ReadonlySet<string>): void => {
  const value = 1 / Math.sqrt(Math.max(1, names.size));
  for (const name of names) {
    const place = hash(name) % hashedCount;
    vector.set(place, (vector.get(place) ?? 0) + value);
  }
};

const pieces = (words: readonly string[]): Set<string> => {
  const found = new Set<string>();
  for (const word of words.slice(0, 60)) {
    const framed = `<${word}>`;
    for (let at = 0; at + 4 <= framed.length; at += 1) found.add(`c${framed.slice(at, at + 4)}`);
  }
  return found;
};

/** What the classifier sees of a text: words, pairs, beginnings, pieces of words, cues, length and shape. The same on every machine. */
export const featuresOf = (wholeText: string): SparseVector => {
  const text =
    wholeText.length <= headCharacters + tailCharacters
      ? wholeText
      : `${wholeText.slice(0, headCharacters)}\n${wholeText.slice(-tailCharacters)}`;
  const words = wordsOf(fold(text));
  const vector = new Map<number, number>();
  addGroup(vector, new Set(words.map((word) => `w${word}`)));
  addGroup(vector, new Set(words.slice(1).map((word, index) => `p${words[index]} ${word}`)));
  addGroup(vector, new Set(words.slice(0, 6).map((word) => `h${word}`)));
  addGroup(vector, new Set([`f${words[0]}`, `g${words[0]} ${words[1]}`]));
  addGroup(vector, pieces(words));

  const cues = countCues(words);
  const first = countCues(words.slice(0, 4));
  const wordCount = wholeText.length > text.length ? wholeText.length / 6 : words.length;
  const dense = [
    ...cues.map((count) => Math.min(3, count) / 2),
    ...first.map((count) => Math.min(1, count)),
    ...shapes.map((shape) => Math.min(3, shape(text))),
    ...lengthSteps.map((step) => (wordCount >= step ? 0.5 : 0)),
    Math.log2(1 + wordCount) / 4,
    1,
  ];
  dense.forEach((value, index) => {
    if (value !== 0) vector.set(hashedCount + index, value);
  });
  return { places: [...vector.keys()], values: [...vector.values()] };
};
