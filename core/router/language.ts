import { fold, wordsOf } from "./words.ts";

/** The commonest words of each language, as written. */
const commonWords: Readonly<Record<string, string>> = {
  en: "the of and to in is it you that for on with as this are my me a what how can please",
};

export const languageOf = (text: string): string => {
  const words = wordsOf(fold(text));
  const known = new Set(commonWords["en"]?.split(" "));
  return words.some((word) => known.has(word)) ? "en" : "und";
};
