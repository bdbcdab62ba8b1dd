/** A line of a text with its place; `end` excludes the line feed. */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The lines of a normalised text, in order. */
export const linesIn = (text: string): Line[] => {
  const lines: Line[] = [];
  let start = 0;
  while (start < text.length) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    lines.push({ text: text.slice(start, end), start, end });
    start = end + 1;
  }
  return lines;
};

export const isBlank = (line: Line | undefined): boolean => line === undefined || line.text.trim() === "";

/** The longest line a rule is tried on, in characters; a longer one is data, and patterns stay cheap. */
export const patternLimit = 1000;
