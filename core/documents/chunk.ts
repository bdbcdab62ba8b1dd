import type { Block, Chunk, ParsedDocument } from "./schema.ts";

/**
 * Lengths of chunks in UTF-16 units. `target` is where packing stops; a section break ends a chunk that has at least `sectionMinimum`;
 * `maximum` is never exceeded. About 1000 characters is 150 to 250 tokens in European languages, which fits the 256-token window of
 * small sentence-embedding models.
 */
export const chunkSizes = { sectionMinimum: 240, target: 1000, maximum: 1400 } as const;

export interface ChunkSizes {
  readonly sectionMinimum: number;
  readonly target: number;
  readonly maximum: number;
}

const isHighSurrogate = (text: string, index: number) => (text.charCodeAt(index) & 0xfc00) === 0xd800;
const isLowSurrogate = (text: string, index: number) => (text.charCodeAt(index) & 0xfc00) === 0xdc00;

// Each pattern's match ends where the next piece may begin.
const emptyLine = /\n[ \t]*\n\s*/g;
const lineEnd = /\n/g;
const sentenceEnd = /[.!?…][)\]"'”’»]*\s+|[。！？]/g;
const clauseEnd = /[;:,]\s+|[、，；]/g;
const space = /\s+/g;

/** The end of a piece that begins at `start` and must end at or before `limit`; the best kind of cut in the window's later half wins. */
const cutBefore = (text: string, start: number, limit: number, kind: Block["kind"]): number => {
  // In prose a line end is mere wrapping; in lists, tables and code it is structure.
  const cuts =
    kind === "paragraph" || kind === "heading"
      ? [emptyLine, sentenceEnd, clauseEnd, lineEnd, space]
      : [emptyLine, lineEnd, sentenceEnd, clauseEnd, space];
  const from = start + Math.floor((limit - start) * 0.5);
  const window = text.slice(from, limit);
  for (const cut of cuts) {
    let best = 0;
    for (const match of window.matchAll(cut)) best = match.index + match[0].length;
    if (best > 0) return from + best;
  }
  return isHighSurrogate(text, limit - 1) && isLowSurrogate(text, limit) ? limit - 1 : limit;
};

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly block: Block | null;
}

/** Blocks with the gaps after them, long ones cut; together they tile the text. */
function* piecesOf(text: string, blocks: readonly Block[], sizes: ChunkSizes): Generator<Piece> {
  const places: readonly (Block | null)[] = blocks.length === 0 ? [null] : blocks;
  for (const [index, block] of places.entries()) {
    // Text before the first block belongs to it, text between two blocks to the earlier one.
    let start = index === 0 ? 0 : (block?.start ?? 0);
    const end = places[index + 1]?.start ?? text.length;
    // Leaves room for a heading or another short beginning before the piece.
    while (end - start > sizes.maximum - sizes.sectionMinimum) {
      const cut = cutBefore(text, start, start + Math.min(sizes.target, sizes.maximum - sizes.sectionMinimum), block?.kind ?? "paragraph");
      yield { start, end: cut, block };
      start = cut;
    }
    if (end > start) yield { start, end, block };
  }
}

/**
 * Cuts a document into chunks that tile its text. A chunk stays on one page and, where it is not tiny, in one section; it ends between
 * blocks, else lines, else sentences, else words, and never inside a surrogate pair. A chunk that opens with headings carries the path
 * of the text under them. Empty for an empty text. Pure; linear in the text.
 */
export const chunkDocument = (document: Pick<ParsedDocument, "text" | "blocks">, sizes: ChunkSizes = chunkSizes): Chunk[] => {
  const { text } = document;
  const chunks: Chunk[] = [];
  let open: Piece[] = [];

  const close = () => {
    const [first] = open;
    const last = open.at(-1);
    if (first === undefined || last === undefined) return;
    const body = first.block?.kind === "heading" ? open.find((piece) => piece.block?.kind !== "heading") : first;
    chunks.push({
      ordinal: chunks.length,
      start: first.start,
      end: last.end,
      text: text.slice(first.start, last.end),
      page: first.block?.page ?? null,
      heading: ((body ?? last).block?.headings ?? []).join(" › "),
    });
    open = [];
  };

  for (const piece of piecesOf(text, document.blocks, sizes)) {
    const first = open[0];
    const last = open.at(-1);
    if (first !== undefined && last !== undefined) {
      const length = last.end - first.start;
      const limit = length < sizes.sectionMinimum ? sizes.maximum : sizes.target;
      const samePage = first.block?.page === piece.block?.page;
      const sameSection =
        last.block?.headings === piece.block?.headings || (last.block?.kind === "heading" && piece.block?.kind !== "heading");
      if (!samePage || (!sameSection && length >= sizes.sectionMinimum) || piece.end - first.start > limit) close();
    }
    open.push(piece);
  }
  close();
  return chunks;
};
