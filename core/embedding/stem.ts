type Rules = readonly (readonly [ending: string, replacement: string])[];

const rules = (table: string): Rules =>
  table.split(" ").map((rule) => {
    const [ending = "", replacement = ""] = rule.split(">");
    return [ending, replacement];
  });

/** Endings of the published steps 2, 3 and 4; only the first that matches is tried, so a longer one stands before its own ending. */
const derived = rules(
  "ational>ate ization>ize fulness>ful ousness>ous iveness>ive tional>tion biliti>ble entli>ent ousli>ous ation>ate alism>al " +
    "aliti>al iviti>ive enci>ence anci>ance izer>ize abli>able alli>al ator>ate logi>log eli>e",
);
const adjectival = rules("icate>ic ative> alize>al iciti>ic ical>ic ness> ful>");
const residual = rules("ement> ance> ence> able> ible> ment> ant> ent> ism> ate> iti> ous> ive> ize> al> er> ic> ou>");

/** A word as its pattern of consonants (c) and vowels (v); y is a vowel after a consonant. */
const patternOf = (word: string): string => {
  let pattern = "";
  for (let index = 0; index < word.length; index++) {
    const letter = word.charAt(index);
    pattern += "aeiou".includes(letter) || (letter === "y" && pattern.endsWith("c")) ? "v" : "c";
  }
  return pattern;
};

/** How many vowel-consonant runs a stem has: the algorithm's measure m. */
const measureOf = (stem: string): number => patternOf(stem).match(/v+c+/g)?.length ?? 0;
const hasVowel = (stem: string): boolean => patternOf(stem).includes("v");
const endsShort = (stem: string): boolean => patternOf(stem).endsWith("cvc") && !/[wxy]$/.test(stem);

const applyRules = (word: string, table: Rules, minimumMeasure: number): string => {
  const rule = table.find(([ending]) => word.endsWith(ending));
  if (rule === undefined) return word;
  const stem = word.slice(0, word.length - rule[0].length);
  return measureOf(stem) >= minimumMeasure ? stem + rule[1] : word;
};

const withoutPlural = (word: string): string => {
  if (word.endsWith("sses") || word.endsWith("ies")) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") && !word.endsWith("us") ? word.slice(0, -1) : word;
};

const withoutTense = (word: string): string => {
  if (word.endsWith("eed")) return measureOf(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const ending = word.endsWith("ed") ? 2 : word.endsWith("ing") ? 3 : 0;
  const stem = word.slice(0, word.length - ending);
  if (ending === 0 || !hasVowel(stem)) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (/([^aeiouylsz])\1$/.test(stem)) return stem.slice(0, -1);
  return measureOf(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
};

const withoutResidue = (word: string): string => {
  if (!/[st]ion$/.test(word)) return applyRules(word, residual, 2);
  const stem = word.slice(0, -3);
  return measureOf(stem) >= 2 ? stem : word;
};

const withoutFinalE = (word: string): string => {
  if (!word.endsWith("e")) return word.endsWith("ll") && measureOf(word) > 1 ? word.slice(0, -1) : word;
  const stem = word.slice(0, -1);
  const measure = measureOf(stem);
  return measure > 1 || (measure === 1 && !endsShort(stem)) ? stem : word;
};

/**
 * The stem an English word shares with its inflections ("running", "runs" → "run"), after M. F. Porter, "An algorithm for suffix
 * stripping", 1980 (https://tartarus.org/martin/PorterStemmer/def.txt), except that a final "us" is no plural.
 * Takes a folded word; words with other than a–z, and those under four letters, come back unchanged.
 */
export const stem = (word: string): string => {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let stemmed = withoutTense(withoutPlural(word));
  if (stemmed.endsWith("y") && hasVowel(stemmed.slice(0, -1))) stemmed = `${stemmed.slice(0, -1)}i`;
  stemmed = applyRules(stemmed, derived, 1);
  stemmed = applyRules(stemmed, adjectival, 1);
  return withoutFinalE(withoutResidue(stemmed));
};
