import type { DocumentKind } from "#core/documents/schema";
import type { SearchHit, SearchQueryInput } from "#core/memory/schema";

export type Period = "any" | "week" | "month" | "year";

export interface SearchForm {
  readonly query: string;
  readonly kinds: readonly DocumentKind[];
  /** A file or folder; empty for everywhere. */
  readonly path: string;
  readonly period: Period;
}

export const emptySearch: SearchForm = { query: "", kinds: [], path: "", period: "any" };

const dayMs = 24 * 60 * 60 * 1000;
const periodDays: Record<Exclude<Period, "any">, number> = { week: 7, month: 31, year: 366 };

/** What to ask for; null while there is nothing to ask. */
export const searchQuery = ({ query, kinds, path, period }: SearchForm, nowMs: number): SearchQueryInput | null =>
  query.trim() === ""
    ? null
    : {
        query: query.trim().slice(0, 4000),
        k: 30,
        ...(kinds.length === 0 ? {} : { kinds: [...kinds] }),
        ...(path.trim() === "" ? {} : { paths: [path.trim()] }),
        ...(period === "any" ? {} : { modifiedFromMs: nowMs - periodDays[period] * dayMs }),
      };

/** How a hit's bar is drawn: shares of the bar's whole width. */
export interface ScoreBar {
  readonly words: number;
  readonly meaning: number;
  /** Part of the two above that was taken off again, from the right end. */
  readonly penalty: number;
}

/**
 * What each leg gave to a hit, relative to what the best hit of the same answer got from it, so that a bar that is full has the best words
 * and the best meaning. Each leg can fill one half; the fused score itself weighs them differently.
 */
export const scoreBars = (hits: readonly SearchHit[]): ScoreBar[] => {
  const best = (leg: "lexical" | "vector") => Math.max(0, ...hits.map(({ parts }) => parts[leg] ?? 0));
  const [bestWords, bestMeaning] = [best("lexical"), best("vector")];
  const half = (value: number | null, top: number) => (value === null || top <= 0 ? 0 : Math.max(0, value / top) / 2);
  return hits.map(({ parts }) => {
    const words = half(parts.lexical, bestWords);
    const meaning = half(parts.vector, bestMeaning);
    const lost = parts.fused <= 0 ? 0 : Math.min(1, Math.max(0, parts.diversityPenalty / parts.fused));
    return { words, meaning, penalty: (words + meaning) * lost };
  });
};

/** Words so common that marking them would hide the ones that count. */
const common = new Set(
  "the and for are was were has have had not but you your how what when where which who why does did can could should with from this that these those there into about them they its our any all und der die das den dem des ein eine einen einer ist sind war wie was wer wo wann warum nicht mit von für auf aus bei zum zur".split(
    " ",
  ),
);

/** Words of the question worth marking in a passage: three letters or more, none twice. */
const wordsToMark = (query: string): string[] =>
  [...new Set(query.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])].filter((word) => !common.has(word));

export interface MarkedPart {
  readonly text: string;
  readonly marked: boolean;
}

/** The passage cut where words begin as a word of the question does (its first letters, so that endings may differ). */
export const markWords = (text: string, query: string): MarkedPart[] => {
  const stems = wordsToMark(query).map((word) => (word.length > 5 ? word.slice(0, word.length - 2) : word));
  if (stems.length === 0) return [{ text, marked: false }];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${stems.join("|")})[\\p{L}\\p{N}]*`, "giu");
  const parts: MarkedPart[] = [];
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    if (found.index > end) parts.push({ text: text.slice(end, found.index), marked: false });
    parts.push({ text: found[0], marked: true });
    end = found.index + found[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), marked: false });
  return parts;
};
