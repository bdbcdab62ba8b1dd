/** One batch of texts and what to look for in them. */
export interface LineSearch {
  readonly texts: readonly { readonly path: string; readonly text: string }[];
  /** A JavaScript regular expression. */
  readonly source: string;
  readonly flags: string;
  readonly contextLines: number;
  readonly limit: number;
}

export interface LineMatch {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  readonly text: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Longer lines are cut: nobody reads them, and a minified file would fill an answer. */
const longestLine = 2000;

const cut = (line: string, column = 0): string => {
  if (line.length <= longestLine) return line;
  const from = Math.max(0, column - longestLine / 2);
  return line.slice(from, from + longestLine).toWellFormed();
};

/** Lines that match, in the order of the texts; the first `limit`. */
export const searchLines = ({ texts, source, flags, contextLines, limit }: LineSearch): LineMatch[] => {
  const expression = new RegExp(source, flags);
  const matches: LineMatch[] = [];
  for (const { path, text } of texts) {
    const lines = text.split(/\r?\n/);
    if (lines.at(-1) === "") lines.pop();
    for (const [index, line] of lines.entries()) {
      const found = expression.exec(line);
      if (found === null) continue;
      const context = (from: number, to: number) => lines.slice(Math.max(0, from), to).map((other) => cut(other));
      matches.push({
        path,
        line: index + 1,
        column: found.index + 1,
        text: cut(line, found.index),
        before: context(index - contextLines, index),
        after: context(index + 1, index + 1 + contextLines),
      });
      if (matches.length >= limit) return matches;
    }
  }
  return matches;
};
