import type { Links } from "marked";
import { blockTokens } from "./lexer.ts";
import { isTooDeep } from "./nesting.ts";

export interface MarkdownBlock {
  readonly raw: string;
  /** The block may still change with the next text; only while streaming. */
  readonly open: boolean;
}

export interface MarkdownBlocks {
  readonly blocks: readonly MarkdownBlock[];
  /** Link definitions seen so far; a new object exactly when one was added. */
  readonly links: Links;
}

export interface BlockSplitter {
  /** The blocks of `text`. While streaming, and when `text` continues the last one, finished blocks are the same objects and only the end is read. */
  readonly update: (text: string, streaming: boolean) => MarkdownBlocks;
}

/** Above this a text is split at blank lines instead of being read as Markdown first. */
const longestRead = 400_000;
const mostLinks = 200;

const roughBlocks = (text: string): string[] => text.split(/(?<=\n\n)(?!\n)/);

/** Raw blocks whose concatenation is `text`. A run of blank lines belongs to the block before it. */
const rawBlocks = (text: string): { readonly raws: string[]; readonly links: Links } => {
  if (text === "") return { raws: [], links: {} };
  if (text.length > longestRead || isTooDeep(text)) return { raws: roughBlocks(text), links: {} };
  let read: ReturnType<typeof blockTokens>;
  try {
    read = blockTokens(text);
  } catch (cause) {
    if (cause instanceof RangeError) return { raws: roughBlocks(text), links: {} };
    throw cause;
  }
  const raws: string[] = [];
  for (const token of read.tokens) {
    if (raws.length > 0 && (token.type === "space" || raws.at(-1)?.trim() === "")) raws[raws.length - 1] += token.raw;
    else raws.push(token.raw);
  }
  // The lexer may drop or rewrite characters of odd texts; then the text is one block, which is slower and never wrong.
  return raws.join("") === text ? { raws, links: read.links } : { raws: [text], links: read.links };
};

/**
 * Reads a growing text again and again at the cost of its end. A block is finished once two others follow it: the one after it can still join
 * it (a list after "1", a setext line), the one after that cannot.
 */
export const createBlockSplitter = (): BlockSplitter => {
  let finished: MarkdownBlock[] = [];
  let finishedText = "";
  let finishedLinks: Links = {};
  let links: Links = {};

  /** The same object as last time when nothing was added, so that blocks need not look again. */
  const withLinks = (found: Links): Links => {
    const next = Object.fromEntries([...Object.entries(found), ...Object.entries(finishedLinks)].slice(-mostLinks));
    if (JSON.stringify(next) !== JSON.stringify(links)) links = next;
    return links;
  };

  const update = (text: string, streaming: boolean): MarkdownBlocks => {
    // A text that came to its end is read once more as a whole: whatever streaming took for finished, the result is that of the whole text.
    if (!streaming || !text.startsWith(finishedText)) {
      finished = [];
      finishedText = "";
      finishedLinks = {};
    }
    const tail = rawBlocks(text.slice(finishedText.length));
    const known = withLinks(tail.links);
    const closing = streaming ? Math.max(0, tail.raws.length - 2) : 0;
    for (const raw of tail.raws.slice(0, closing)) {
      finished.push({ raw, open: false });
      finishedText += raw;
      if (/^ {0,3}\[/.test(raw)) finishedLinks = { ...rawBlocks(raw).links, ...finishedLinks };
    }
    const rest = tail.raws.slice(closing);
    const last = rest.map((raw, index) => ({ raw, open: streaming && index === rest.length - 1 }));
    return { blocks: [...finished, ...last], links: known };
  };

  return { update };
};
