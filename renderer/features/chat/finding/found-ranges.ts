import { type FoundWord } from "#core/chat/schema";

/** What ends a line of reading: a text on one side of it does not go on at the other. */
const blocks = "p, li, td, th, pre, h1, h2, h3, h4, h5, h6, blockquote, dt, dd, figcaption, summary, div";
/** Where the words of a message stand; names of buttons and lists of sources are not searched. */
const words = "[data-bubble], .md";

/** The ranges of a row's words that are found. Nothing in the row is changed. */
export const foundRanges = (row: Element, find: (text: string) => readonly FoundWord[]): Range[] =>
  [...row.querySelectorAll(words)].flatMap((part) => {
    const nodes: { readonly node: Node; readonly start: number }[] = [];
    let text = "";
    let block: Element | null = null;
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (parent === null || parent.closest("button, [aria-hidden='true'], .katex-mathml") !== null) continue;
      const nearest = parent.closest(blocks);
      if (block !== null && nearest !== block) text += "\n\n";
      block = nearest;
      nodes.push({ node, start: text.length });
      text += node.nodeValue ?? "";
    }
    /** The end of a text may be the beginning of the next node: `bias` chooses the side. */
    const place = (offset: number, bias: 0 | 1) => {
      const found = nodes.findLast(({ start }) => start <= offset - bias) ?? nodes[0];
      return found === undefined ? null : { node: found.node, offset: Math.min(offset - found.start, found.node.nodeValue?.length ?? 0) };
    };
    return find(text).flatMap(({ start, end }) => {
      const [from, to] = [place(start, 0), place(end, 1)];
      if (from === null || to === null) return [];
      const range = document.createRange();
      range.setStart(from.node, from.offset);
      range.setEnd(to.node, to.offset);
      return [range];
    });
  });
