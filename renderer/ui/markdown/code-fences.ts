import { createBlockSplitter, type MarkdownBlock } from "./blocks.ts";
import { safeText } from "./safe-text.ts";

/** A fenced block that stands by itself in a text, not inside a list or a quote. */
export interface CodeFence {
  /** What follows the fence's signs: a language first, then whatever else was said. */
  readonly info: string;
  /** Without a line feed at its end. */
  readonly code: string;
  /** False while its end has not been written. */
  readonly closed: boolean;
}

const opening = /^ {0,3}(`{3,}|~{3,})([^\n]*)(\n|$)/;

/** The fence a top-level block is, or null. Costs time in proportion to the block. */
export const readFence = (raw: string): CodeFence | null => {
  const start = opening.exec(raw);
  const signs = start?.[1];
  if (start === null || signs === undefined) return null;
  const info = (start[2] ?? "").trim();
  if (signs.startsWith("`") && info.includes("`")) return null;
  const body = raw.slice(start[0].length).trimEnd();
  const lastLine = body.slice(body.lastIndexOf("\n") + 1);
  const closed = new RegExp(`^ {0,3}${signs[0]}{${signs.length},}$`).test(lastLine);
  return { info, code: closed ? body.slice(0, Math.max(0, body.length - lastLine.length - 1)) : body, closed };
};

/**
 * The top-level fences of a text, in order; of a growing text at the cost of its end. What did not change is the same object as the last time.
 * Its blocks are those that `Markdown` shows, so a place in this list is a place in what is shown.
 */
export const createFenceReader = () => {
  const splitter = createBlockSplitter();
  const read = new WeakMap<MarkdownBlock, CodeFence | null>();
  let last: readonly CodeFence[] = [];
  const fenceOf = (block: MarkdownBlock): CodeFence | null => {
    const known = read.get(block);
    if (known !== undefined) return known;
    const fence = readFence(block.raw);
    read.set(block, fence);
    return fence;
  };
  return (text: string, streaming: boolean): readonly CodeFence[] => {
    const fences = splitter.update(safeText(text), streaming).blocks.flatMap((block) => fenceOf(block) ?? []);
    last = fences.map((fence, index) => {
      const old = last[index];
      return old !== undefined && old.closed === fence.closed && old.info === fence.info && old.code === fence.code ? old : fence;
    });
    return last;
  };
};
