/** Words that carry no subject: asked or quoted, they decide nothing. */
const stopWords = new Set(
  `a about above after again all also am an and any are as at be because been before being below between both but by can could did do does doing done down
  during each either else ever few for from further give given get gets had has have having he her here hers him his how i if in into is it its itself just let
  like many may me might more most much must my no nor not now of off on once one only onto or other our out over own per please same say says see shall she
  should show so some such tell than that the their them then there these they thing things this those through to too under until up upon us use used
  using very via was we were what when where which while who whom whose why will with within without would yes you your yours know find explain describe
  mean means kind document documents file files text passage according`.split(/\s+/),
);

const pairs = (run: string): string[] =>
  run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, index) => run.slice(index, index + 2));

const consonantPair = /([b-df-hj-np-tv-z])\1$/;

/** A word without its English ending, so that "cancelled", "cancelling" and "cancellation" agree. Light on purpose: it may leave two forms apart, seldom joins two words. */
export const stem = (word: string): string => {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  const cut = (pattern: RegExp, replacement: string, leaves: number): string | undefined => {
    const shorter = word.replace(pattern, replacement);
    return shorter !== word && shorter.length >= leaves && /[aeiouy]/.test(shorter) ? shorter : undefined;
  };
  const single = word.endsWith("ies")
    ? cut(/ies$/, "y", 3)
    : /(ss|us|is)$/.test(word)
      ? word
      : (cut(/(?<=s|x|z|ch|sh)es$/, "", 3) ?? cut(/s$/, "", 3));
  word = single ?? word;
  const base = cut(/(ations?|ingly|edly)$/, "", 4) ?? cut(/(ing|ed|ly)$/, "", 3) ?? word;
  return base.replace(consonantPair, "$1").replace(/(?<=.{3})[ey]$/, "");
};

export interface Term {
  readonly text: string;
  /** Place among all words of the text, stop words counted. */
  readonly position: number;
}

/** Content words in order: lower case, compatibility forms joined, stemmed, without stop words. Scripts written without spaces become pairs of signs. */
export const termsOf = (text: string): Term[] => {
  const terms: Term[] = [];
  let position = 0;
  for (const [word] of text
    .normalize("NFKC")
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}]+/gu)) {
    position += 1;
    if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word))
      for (const pair of pairs(word)) terms.push({ text: pair, position: (position += 1) });
    else if (!stopWords.has(word) && (word.length > 1 || /\p{N}/u.test(word))) terms.push({ text: stem(word), position });
  }
  return terms;
};
