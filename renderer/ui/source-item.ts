/** A place in a stored document that somebody wants to read. `start`…`end` are offsets in the document's text; null marks the whole chunk. */
export interface SourceItem {
  readonly number: number | null;
  readonly chunkId: number;
  readonly title: string;
  readonly path: string;
  readonly page: number | null;
  readonly heading: string;
  readonly quote: string | null;
  readonly start: number | null;
  readonly end: number | null;
}
