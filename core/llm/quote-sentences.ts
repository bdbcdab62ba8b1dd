/** A stretch of a source, `start` inclusive, `end` exclusive, without space at either end. */
export interface SentenceRange {
  readonly start: number;
  readonly end: number;
  /** Asks something or stands alone like a heading: what it is about follows in the next one. */
  readonly announces: boolean;
}

/** Characters after which a sentence without an end (tables, code) is cut at the next space, so that a quote stays readable. */
const longestSentence = 420;

const abbreviation =
  /(?:^|[\s(])(?:[A-Z]|Dr|Mr|Mrs|Ms|Prof|St|No|Nr|Fig|Eq|Sec|Ch|Vol|vs|etc|e\.g|i\.e|cf|approx|ca|Inc|Ltd|Co|Jr|Sr)\.\s*$/;
const lineStart = /^\s*(?:[-*•‣·–]\s+|\d{1,3}[.)]\s+|#{1,6}\s+|>\s+)/;

/** Paragraphs, list items and headings: pieces that no sentence crosses. Single line feeds inside a paragraph are only wrapping. */
const blocksOf = (text: string): { start: number; end: number }[] => {
  const blocks: { start: number; end: number }[] = [];
  let open: { start: number; end: number } | undefined;
  let offset = 0;
  for (const line of text.split("\n")) {
    const end = offset + line.length;
    const marker = lineStart.exec(line)?.[0] ?? "";
    const apart = line.trim() === "" || marker !== "" || line.includes("|");
    if (apart) open = undefined;
    if (line.trim() !== "") {
      if (open === undefined) {
        open = { start: offset + marker.length, end };
        blocks.push(open);
      } else open.end = end;
      if (/^\s*#/.test(line) || line.includes("|")) open = undefined;
    }
    offset = end + 1;
  }
  return blocks;
};

const cutLong = (text: string, start: number, end: number): [number, number][] => {
  const pieces: [number, number][] = [];
  while (end - start > longestSentence) {
    // Text that does not capitalise its sentences still ends them; failing that, any space near the middle.
    const stop = text.lastIndexOf(". ", start + longestSentence - 1);
    const cut = stop > start + longestSentence / 4 ? stop + 1 : text.indexOf(" ", start + longestSentence / 2);
    if (cut < 0 || cut >= end) break;
    pieces.push([start, cut]);
    start = cut + 1;
  }
  return [...pieces, [start, end]];
};

const trimmed = (text: string, [start, end]: readonly [number, number]): [number, number] => {
  while (start < end && /\s/.test(text[start] ?? "")) start += 1;
  while (end > start && /\s/.test(text[end - 1] ?? "")) end -= 1;
  return [start, end];
};

/** The sentences of a source in order. Every range is a verbatim piece of `text`; together they leave out only space and list marks. */
export const sentencesOf = (text: string): SentenceRange[] => {
  const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
  const sentences: SentenceRange[] = [];
  for (const block of blocksOf(text)) {
    const content = text.slice(block.start, block.end).replaceAll("\n", " ");
    let start = 0;
    for (const { index, segment } of segmenter.segment(content)) {
      const end = index + segment.length;
      if (end < content.length && abbreviation.test(content.slice(start, end))) continue;
      for (const piece of cutLong(text, block.start + start, block.start + end)) {
        const [from, to] = trimmed(text, piece);
        const sentence = text.slice(from, to);
        const headingLike = !/[.!?…。！？:;,]["'”’)\]]*$/u.test(sentence) && sentence.length < 90 && !sentence.includes("|");
        if (to > from) sentences.push({ start: from, end: to, announces: headingLike || /[?？:]$/u.test(sentence) });
      }
      start = end;
    }
  }
  return sentences;
};
