import type { Block, Chunk, ParsedDocument } from "./schema.ts";

const kinds = ["heading", "paragraph", "list", "table", "code"] as const;
const noPage = 0;

/**
 * A document and its chunks in a form that crosses threads fast: one string and two flat arrays, instead of objects by the hundred
 * thousand, whose copying would stall the receiving thread.
 */
export interface PackedDocument {
  readonly document: Omit<ParsedDocument, "blocks">;
  /** Distinct heading paths. */
  readonly headings: readonly (readonly string[])[];
  /** Per block: kind, start, end, page (0: none), index into `headings`. */
  readonly blocks: Int32Array<ArrayBuffer>;
  /** Per chunk: start, end, page (0: none), index into `chunkHeadings`. */
  readonly chunks: Int32Array<ArrayBuffer>;
  readonly chunkHeadings: readonly string[];
}

const createIndex = <T>() => {
  const positions = new Map<T, number>();
  return {
    values: positions,
    of: (value: T): number => {
      const known = positions.get(value);
      if (known !== undefined) return known;
      positions.set(value, positions.size);
      return positions.size - 1;
    },
  };
};

export const packDocument = ({ blocks, ...document }: ParsedDocument, chunks: readonly Chunk[]): PackedDocument => {
  const paths = createIndex<readonly string[]>();
  const headings = createIndex<string>();
  return {
    document,
    blocks: Int32Array.from(
      blocks.flatMap((block) => [kinds.indexOf(block.kind), block.start, block.end, block.page ?? noPage, paths.of(block.headings)]),
    ),
    chunks: Int32Array.from(chunks.flatMap((chunk) => [chunk.start, chunk.end, chunk.page ?? noPage, headings.of(chunk.heading)])),
    headings: [...paths.values.keys()],
    chunkHeadings: [...headings.values.keys()],
  };
};

export const unpackDocument = (packed: PackedDocument): { readonly document: ParsedDocument; readonly chunks: readonly Chunk[] } => {
  const { text } = packed.document;
  const blocks: Block[] = [];
  for (let at = 0; at < packed.blocks.length; at += 5) {
    const [kind = 0, start = 0, end = 0, page = noPage, path = 0] = packed.blocks.subarray(at, at + 5);
    blocks.push({
      kind: kinds[kind] ?? "paragraph",
      start,
      end,
      page: page === noPage ? null : page,
      headings: packed.headings[path] ?? [],
    });
  }
  const chunks: Chunk[] = [];
  for (let at = 0; at < packed.chunks.length; at += 4) {
    const [start = 0, end = 0, page = noPage, heading = 0] = packed.chunks.subarray(at, at + 4);
    chunks.push({
      ordinal: chunks.length,
      start,
      end,
      text: text.slice(start, end),
      page: page === noPage ? null : page,
      heading: packed.chunkHeadings[heading] ?? "",
    });
  }
  return { document: { ...packed.document, blocks }, chunks };
};
