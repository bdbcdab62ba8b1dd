import type { RouteQuestion, RouteRule } from "./schema.ts";

const folded = (text: string): string => text.normalize("NFKC").toLowerCase();

/** Letters and digits of any script; beside one, a phrase is not whole. */
const inWord = /[\p{L}\p{N}\p{M}_]/u;

/** Whether a phrase stands in a text as whole words. Both are folded. */
const holdsPhrase = (text: string, phrase: string): boolean => {
  if (phrase === "") return false;
  for (let at = text.indexOf(phrase); at !== -1; at = text.indexOf(phrase, at + 1)) {
    const before = at === 0 ? "" : text.charAt(at - 1);
    const after = text.charAt(at + phrase.length);
    const startsWhole = !inWord.test(before) || !inWord.test(phrase.charAt(0));
    const endsWhole = !inWord.test(after) || !inWord.test(phrase.charAt(phrase.length - 1));
    if (startsWhole && endsWhole) return true;
  }
  return false;
};

const within = <T>(list: readonly T[] | undefined, value: T): boolean => list === undefined || list.length === 0 || list.includes(value);

const matches = ({ when }: RouteRule, { features, purpose }: RouteQuestion, text: string): boolean =>
  within(when.intents, features.intent) &&
  within(when.complexities, features.complexity) &&
  within(when.languages, features.language) &&
  within(when.purposes, purpose) &&
  features.inputTokens >= (when.minimumTokens ?? 0) &&
  (when.contains === undefined || when.contains.length === 0 || when.contains.some((phrase) => holdsPhrase(text, folded(phrase).trim())));

/** The first enabled rule of which every condition holds; an empty list of values is no condition. */
export const matchRule = (rules: readonly RouteRule[], question: RouteQuestion): RouteRule | null => {
  const text = rules.some(({ enabled, when }) => enabled && (when.contains?.length ?? 0) > 0) ? folded(question.text) : "";
  return rules.find((rule) => rule.enabled && matches(rule, question, text)) ?? null;
};
