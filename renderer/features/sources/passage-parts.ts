import type { Passage } from "#core/memory/schema";

export interface PassageParts {
  readonly before: string;
  readonly quote: string;
  readonly after: string;
  /** False when the wanted range does not hold the wanted words any more: the whole chunk is marked then. */
  readonly exact: boolean;
}

/** Cuts a passage at the quote. Offsets are those of the document; a quote that moved within the passage is found by its words. */
export const passageParts = (passage: Passage, quote: string | null, start: number | null, end: number | null): PassageParts => {
  const { text } = passage;
  const cut = (from: number, to: number, exact: boolean): PassageParts => ({
    before: text.slice(0, from),
    quote: text.slice(from, to),
    after: text.slice(to),
    exact,
  });
  if (quote !== null && start !== null && end !== null && text.slice(start - passage.start, end - passage.start) === quote)
    return cut(start - passage.start, end - passage.start, true);
  const found = quote === null ? -1 : text.indexOf(quote);
  if (quote !== null && found !== -1) return cut(found, found + quote.length, true);
  return cut(passage.chunkStart - passage.start, passage.chunkEnd - passage.start, quote === null);
};
