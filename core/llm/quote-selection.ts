import { sentencesOf } from "./quote-sentences.ts";
import { termsOf, type Term } from "./quote-terms.ts";
import type { SourcePassage } from "./schema.ts";

/** A verbatim piece of a source: `text === source.text.slice(start, end)`. */
export interface Quote {
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** 0…1: how much of the question's weight the quote and its heading carry, before the bonuses. */
  readonly coverage: number;
  readonly score: number;
}

/** Most quotes in an answer: what a person reads at one glance. */
const mostQuotes = 4;
/** Share of the question a quote must carry, by number of content words asked; one or two must be there. Chosen on the questions in extractive.test.ts. */
const neededCoverage = (wordCount: number): number => (wordCount <= 2 ? 0.55 : wordCount === 3 ? 0.5 : wordCount <= 6 ? 0.38 : 0.3);
/** Further quotes must reach this share of the best one's score. */
const companyScore = 0.6;
/** Quotes whose words agree more than this say the same (Jaccard). */
const sameness = 0.6;
/** What a question word in the heading counts against one in the sentence itself. */
const headingShare = 0.4;

interface Candidate extends Omit<Quote, "coverage" | "score"> {
  readonly terms: readonly Term[];
  readonly words: ReadonlySet<string>;
  readonly heading: ReadonlySet<string>;
}

const isRow = (text: string): boolean => /[|\t]/.test(text);

const candidatesOf = (source: SourcePassage): Candidate[] => {
  const sentences = sentencesOf(source.text);
  const heading = new Set(termsOf(`${source.title} ${source.heading}`).map((term) => term.text));
  let columns: ReadonlySet<string> | undefined;
  return sentences.flatMap((sentence, index) => {
    const own = source.text.slice(sentence.start, sentence.end);
    // A title that the source's heading already says would outbid the sentence that answers.
    if (sentence.announces && !/[?？:]$/u.test(own) && termsOf(own).every((term) => heading.has(term.text))) return [];
    const end = sentence.announces ? (sentences[index + 1]?.end ?? sentence.end) : sentence.end;
    const text = source.text.slice(sentence.start, end);
    const terms = termsOf(text);
    const words = new Set(terms.map((term) => term.text));
    // The first row of a table names what the others hold.
    const above = columns;
    columns = isRow(own) ? (columns ?? words) : undefined;
    const context = isRow(own) && above !== undefined ? heading.union(above) : heading;
    return [{ number: source.number, start: sentence.start, end, text, terms, words, heading: context }];
  });
};

/** What kind of thing is asked for, and how it looks in text. */
const expectations: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\b(how (many|much|long|old|far|big|large|often|high|fast)|what (percentage|share|price|cost|number|amount)|wie ?viele?|wie lange)\b/i,
    /\d/,
  ],
  [
    /\b(when|what (year|date|day|time)|wann)\b/i,
    /\d|\b(mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(january|february|march|april|may|june|july|august|september|october|november|december)\b/i,
  ],
  [/\b(who|whom|whose|wer)\b/i, /(?<=\S\s+)\p{Lu}\p{Ll}+/u],
];

/** 0…1: 1 when the asked words stand side by side, falling with the span they need. */
const closeness = (terms: readonly Term[], asked: ReadonlyMap<string, number>): number => {
  const hits = terms.filter((term) => asked.has(term.text));
  const distinct = new Set(hits.map((term) => term.text)).size;
  if (distinct < 2) return 0;
  let best = Number.POSITIVE_INFINITY;
  for (let from = 0; from < hits.length; from += 1) {
    const seen = new Set<string>();
    for (let to = from; to < hits.length && seen.size < distinct; to += 1) {
      seen.add(hits[to]?.text ?? "");
      if (seen.size === distinct) best = Math.min(best, (hits[to]?.position ?? 0) - (hits[from]?.position ?? 0) + 1);
    }
  }
  return distinct / Math.max(best, distinct);
};

const overlap = (left: ReadonlySet<string>, right: ReadonlySet<string>): number => {
  const shared = left.intersection(right).size;
  return shared / Math.max(1, left.size + right.size - shared);
};

/** "How long" asks for a number; the word after "how" need not stand in the answer. */
const measureWords = /\b(how)\s+(long|far|often|big|large|high|fast|soon|late|old|tall|wide|deep|exactly)\b/gi;

/**
 * What each asked word weighs: 1 for one that most candidates hold, up to 2 for a rare one, and 2 for one that occurs nowhere, which then weighs
 * against an answer. Narrow, because the candidates come from a search for these very words.
 */
const weigh = (question: string, candidates: readonly Candidate[]): Map<string, number> => {
  const weights = new Map<string, number>();
  for (const { text } of termsOf(question.replaceAll(measureWords, "$1"))) {
    const holding = candidates.filter((candidate) => candidate.words.has(text)).length;
    weights.set(text, holding === 0 ? 2 : 1 + Math.min(1, Math.log(candidates.length / holding) / 3));
  }
  return weights;
};

const rate = (candidate: Candidate, question: string, asked: ReadonlyMap<string, number>, sourceCount: number): Quote => {
  let carried = 0;
  let whole = 0;
  for (const [word, weight] of asked) {
    whole += weight;
    if (candidate.words.has(word)) carried += weight;
    else if (candidate.heading.has(word)) carried += weight * headingShare;
  }
  const coverage = whole === 0 ? 0 : carried / whole;
  const own = [...asked.keys()].some((word) => candidate.words.has(word));
  const news = [...candidate.words].filter((word) => !asked.has(word)).length;
  const expected = expectations.some(([ask, look]) => ask.test(question) && look.test(candidate.text));
  const rank = (sourceCount - candidate.number + 1) / Math.max(1, sourceCount);
  const score =
    own && news > 0 ? coverage + 0.15 * closeness(candidate.terms, asked) + (expected ? 0.12 : 0) + 0.05 * Math.max(0, rank) : 0;
  const { number, start, end, text } = candidate;
  return { number, start, end, text, coverage, score };
};

/** The parts of a question that can be answered apart: "how heavy is it, and when was it built?" */
const clausesOf = (question: string): string[] => {
  const parts = question.split(
    /[?;]|,?\s+and\s+(?=(?:how|what|when|who|whose|where|which|why|is|are|can|could|do|does|did|may|must|should|will|would)\b)/i,
  );
  return parts.filter((part) => termsOf(part).length > 0);
};

interface Rated {
  readonly candidate: Candidate;
  readonly quote: Quote;
}

const rateClause = (clause: string, question: string, candidates: readonly Candidate[], sourceCount: number): Rated[] => {
  const asked = weigh(clause, candidates);
  const whole = weigh(question, candidates);
  const rated = candidates.map((candidate) => {
    const quote = rate(candidate, clause, asked, sourceCount);
    // What "it" means stands in the other half of the question.
    const company = asked.size === whole.size ? 0 : 0.2 * rate(candidate, question, whole, sourceCount).coverage;
    return { candidate, quote: { ...quote, score: quote.score === 0 ? 0 : quote.score + company } };
  });
  const fitting = rated
    .filter(({ quote }) => quote.score > 0 && quote.coverage >= neededCoverage(asked.size))
    .toSorted(
      (left, right) =>
        right.quote.score - left.quote.score || left.quote.number - right.quote.number || left.quote.start - right.quote.start,
    );
  return fitting.filter(({ quote }) => quote.score >= companyScore * (fitting[0]?.quote.score ?? 0));
};

/**
 * The one to four pieces of the sources that answer the question best, best first; empty when none carries enough of it. Rates by rarity-weighted
 * coverage of the question's words, their closeness, the kind of thing asked (number, date, person), and the source's rank; a heading or
 * question in the text is quoted with what follows it; parts of a question are answered in turn; near-duplicates are left out. Pure and deterministic.
 */
export const selectQuotes = (question: string, sources: readonly SourcePassage[]): Quote[] => {
  const candidates = sources.flatMap(candidatesOf);
  const queues = clausesOf(question).map((clause) => rateClause(clause, question, candidates, sources.length));
  const chosen: Rated[] = [];
  const repeats = ({ candidate, quote }: Rated) =>
    chosen.some(
      (other) =>
        overlap(candidate.words, other.candidate.words) > sameness ||
        (quote.number === other.quote.number && quote.start < other.quote.end && other.quote.start < quote.end),
    );
  // One for each part of the question, then the second best of each, and so on.
  while (chosen.length < mostQuotes && queues.some((queue) => queue.length > 0))
    for (const queue of queues) {
      const next = queue.findIndex((entry) => !repeats(entry));
      const entry = queue[next];
      queue.splice(0, entry === undefined ? queue.length : next + 1);
      if (entry !== undefined && chosen.length < mostQuotes) chosen.push(entry);
    }
  return chosen.map(({ quote }) => quote);
};
