/** Longer lines are cut after a sentence, so that a comparison shows what changed and not whole paragraphs. */
const longLine = 100;
/** Nobody compares more by eye. */
const longestText = 200_000;

/** A document's text with one sentence, at most a few, in a line. */
export const readableText = (text: string): string =>
  text
    .slice(0, longestText)
    .split("\n")
    .map((line) => (line.length <= longLine ? line.trimEnd() : line.trimEnd().replaceAll(/([.!?…]["”’)»]*) +(?=\S)/g, "$1\n")))
    .join("\n");
