import { contentWords, localWeight } from "./lsa-words.ts";
import type { SparseRows } from "./truncated-svd.ts";

/** Words in fewer chunks than this say nothing about likeness between chunks. */
const minimumChunks = 2;
/** The commonest words are kept; 30,000 rows of 256 numbers are 31 MB, in memory and on disk. */
const maximumTerms = 30_000;
/** Written forms kept per stem, to recognise misspelt words by. */
const maximumForms = 4;

export interface Vocabulary {
  /** Stems, those in most chunks first. A stem's position is its row in the model. */
  readonly stems: readonly string[];
  /** How much a stem tells about the subject, 0 … 1: one minus the normalised entropy of its spread over the chunks (log-entropy weighting). */
  readonly weights: readonly number[];
  /** Some written forms of every stem, folded. */
  readonly forms: readonly (readonly string[])[];
}

interface Term {
  chunks: number;
  total: number;
  /** Sum of count · log(count) over the chunks: all the entropy needs. */
  countLogCount: number;
  readonly forms: Set<string>;
}

/** What the chunks have in common: the vocabulary, and the weighted matrix of chunks by terms with rows of length 1. */
export const buildVocabulary = (
  texts: readonly string[],
  onProgress: (share: number) => void,
): { readonly vocabulary: Vocabulary; readonly matrix: SparseRows } => {
  const terms = new Map<string, Term>();
  for (const [position, text] of texts.entries()) {
    for (const [key, { word, count }] of contentWords(text)) {
      const term = terms.get(key) ?? { chunks: 0, total: 0, countLogCount: 0, forms: new Set() };
      term.chunks += 1;
      term.total += count;
      term.countLogCount += count * Math.log(count);
      if (term.forms.size < maximumForms) term.forms.add(word);
      terms.set(key, term);
    }
    if (position % 1000 === 0) onProgress(position / texts.length / 2);
  }
  const kept = [...terms]
    .filter(([, term]) => term.chunks >= minimumChunks)
    .sort(([, a], [, b]) => b.chunks - a.chunks)
    .slice(0, maximumTerms);
  // Entropy of p = count / total over the chunks is log(total) − Σ count·log(count) / total.
  const weights = kept.map(([, { total, countLogCount }]) => {
    const spread = (Math.log(total) - countLogCount / total) / Math.log(Math.max(2, texts.length));
    return Math.round(Math.max(0, 1 - spread) * 1e6) / 1e6;
  });
  const vocabulary = { stems: kept.map(([key]) => key), weights, forms: kept.map(([, { forms }]) => [...forms]) };
  return { vocabulary, matrix: weighTexts(texts, vocabulary, (share) => onProgress(0.5 + share / 2)) };
};

const weighTexts = (texts: readonly string[], { stems, weights }: Vocabulary, onProgress: (share: number) => void): SparseRows => {
  const termOf = new Map(stems.map((key, index) => [key, index]));
  const rowStarts = new Uint32Array(texts.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (const [position, text] of texts.entries()) {
    const begin = columns.length;
    let sum = 0;
    for (const [key, { count }] of contentWords(text)) {
      const term = termOf.get(key);
      if (term === undefined) continue;
      const value = localWeight(count) * (weights[term] ?? 0);
      columns.push(term);
      values.push(value);
      sum += value * value;
    }
    const scale = sum === 0 ? 0 : 1 / Math.sqrt(sum);
    for (let index = begin; index < values.length; index++) values[index] = (values[index] ?? 0) * scale;
    rowStarts[position + 1] = columns.length;
    if (position % 1000 === 0) onProgress(position / texts.length);
  }
  return { rowStarts, columns: Uint32Array.from(columns), values: Float32Array.from(values), columnCount: stems.length };
};
