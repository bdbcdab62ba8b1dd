import type { SourcePassage } from "#core/llm/schema";
import type { Citation } from "./schema.ts";

/** A passage offered to the model, with all that is needed to point at a range of its document. */
export interface CitableSource extends SourcePassage {
  readonly documentId: Citation["documentId"];
  readonly path: string;
  /** Where the passage's text begins in its document. */
  readonly documentOffset: number;
  readonly isPrivate: boolean;
  readonly trust?: Citation["trust"];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** A statement shares at least this much (cosine of word sets) with the sentence it is said to come from; below it the marker proves nothing. */
const leastOverlap = 0.25;
/** Shorter quoted strings are names and terms, not quotes. */
const leastQuoteLength = 12;

const markerPattern = /\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g;
const sentences = new Intl.Segmenter("en", { granularity: "sentence" });

const foldCharacter = (character: string): string => {
  if (/\s/.test(character)) return " ";
  if ("“”„«»″".includes(character)) return '"';
  if ("‘’‚′".includes(character)) return "'";
  if ("–—−‐‑".includes(character)) return "-";
  return character.toLowerCase();
};

/** Text with case, spacing, quotes and dashes evened out, and where each of its characters stood. */
const fold = (text: string): { readonly text: string; readonly offsets: readonly number[] } => {
  let folded = "";
  const offsets: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const character = foldCharacter(text[index] ?? "");
    if (character.length !== 1 || (character === " " && (folded === "" || folded.endsWith(" ")))) continue;
    folded += character;
    offsets.push(index);
  }
  return { text: folded, offsets };
};

/** Where a quote stands in a text, letter for letter up to case, spacing and the shape of quotes and dashes. */
export const findQuote = (text: string, quote: string): Range | null => {
  const needle = fold(quote.trim()).text.trim();
  if (needle === "") return null;
  const haystack = fold(text);
  const at = haystack.text.indexOf(needle);
  const start = haystack.offsets[at];
  const last = haystack.offsets[at + needle.length - 1];
  return at < 0 || start === undefined || last === undefined ? null : { start, end: last + 1 };
};

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set((text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length > 3 || /\p{N}/u.test(word)));

const trimmed = (text: string, range: Range): Range => {
  const inside = text.slice(range.start, range.end);
  const start = range.start + (inside.length - inside.trimStart().length);
  return { start, end: Math.max(start, range.end - (inside.length - inside.trimEnd().length)) };
};

/** The sentence of a text that shares most with a statement, or null when none shares enough. */
const closestSentence = (text: string, statement: string): Range | null => {
  const wanted = wordsOf(statement);
  let best: { range: Range; overlap: number } | null = null;
  // A single line feed is a wrapped line here, but the end of a sentence to the segmenter; the replacement keeps every offset.
  for (const { segment, index } of sentences.segment(text.replace(/(?<!\n)\n(?!\n)/g, " "))) {
    const words = wordsOf(segment);
    const shared = [...wanted].filter((word) => words.has(word)).length;
    const overlap = shared / Math.sqrt(Math.max(1, wanted.size) * Math.max(1, words.size));
    if (overlap >= leastOverlap && (best === null || overlap > best.overlap))
      best = { range: { start: index, end: index + segment.length }, overlap };
  }
  return best === null ? null : trimmed(text, best.range);
};

/** What stands before a marker and is meant by it: the rest of its sentence, or the sentence before when the marker follows a full stop. */
const statementBefore = (answer: string, markerStart: number): string => {
  const before = answer.slice(Math.max(0, markerStart - 1200), markerStart).replace(/(?:\s*\[[\d\s,]+\])+\s*$/, "");
  const paragraph = before.slice(before.trimEnd().lastIndexOf("\n\n") + 1);
  const parts = [...sentences.segment(paragraph)].map(({ segment }) => segment).filter((segment) => segment.trim() !== "");
  return parts.at(-1) ?? "";
};

/** The quote a marker belongs to, when it stands in a block quote; the lines of the block without their marks. */
const blockQuoteBefore = (answer: string, markerStart: number): string | null => {
  const lines = answer.slice(0, markerStart).split("\n");
  if (lines.at(-1)?.trim() === "") lines.pop();
  const quoted: string[] = [];
  while (lines.at(-1)?.startsWith(">")) quoted.unshift((lines.pop() ?? "").replace(/^>\s?/, ""));
  return quoted.length === 0 ? null : quoted.join("\n").replace(/\[[\d\s,]+\]/g, "");
};

const quotesIn = (statement: string): readonly string[] =>
  [...statement.matchAll(/[“"«„]([^”"»“]+)[”"»“]/g)].map((match) => match[1] ?? "").filter((quote) => quote.length >= leastQuoteLength);

/** The stored text a marker stands for. A quote that is not in the passage binds to nothing: it was made up. */
const boundRange = (source: CitableSource, answer: string, markerStart: number): Range | null => {
  const block = blockQuoteBefore(answer, markerStart);
  if (block !== null) return findQuote(source.text, block);
  const statement = statementBefore(answer, markerStart);
  const quotes = quotesIn(statement);
  if (quotes.length > 0) return quotes.map((quote) => findQuote(source.text, quote)).find((range) => range !== null) ?? null;
  return closestSentence(source.text, statement);
};

/**
 * Binds the [n] markers of an answer to ranges of stored text, one citation for each number at its first marker that holds.
 * `quote` is always cut from the stored passage, never from the answer. Numbers without support get no citation. In order of number.
 */
export const bindCitations = (answer: string, sources: readonly CitableSource[]): readonly Citation[] => {
  const bound = new Map<number, Citation>();
  for (const marker of answer.matchAll(markerPattern)) {
    for (const text of (marker[1] ?? "").split(",")) {
      const number = Number(text);
      const source = sources.find((candidate) => candidate.number === number);
      if (source === undefined || bound.has(number)) continue;
      const range = boundRange(source, answer, marker.index);
      if (range === null) continue;
      bound.set(number, {
        number,
        chunkId: source.chunkId,
        documentId: source.documentId,
        path: source.path,
        title: source.title,
        page: source.page,
        heading: source.heading,
        quote: source.text.slice(range.start, range.end),
        start: source.documentOffset + range.start,
        end: source.documentOffset + range.end,
        ...(source.trust === undefined ? {} : { trust: source.trust }),
      });
    }
  }
  return [...bound.values()].toSorted((left, right) => left.number - right.number);
};
