/** A run of text as the PDF places it: the left end of its baseline and its width, in points, y upwards. */
export interface PdfRun {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly fontSize: number;
  readonly endsLine: boolean;
}

/** One line of a page. Wide gaps, as between table columns, are a tab in `text`. `fontSize` is that of most of its characters. */
export interface PdfLine {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  /** Baseline of its last line, where it is a table row whose cells wrap; else `y`. */
  readonly bottom: number;
  readonly fontSize: number;
}

/** Gap between two runs, in font sizes, from which a missing space is put back; and from which they count as columns. */
const spaceGap = 0.15;
const columnGap = 1.8;

/** Joins runs into lines in the order the file gives them, which is reading order for nearly every producer. */
export const linesOf = (runs: readonly PdfRun[]): PdfLine[] => {
  const lines: PdfLine[] = [];
  let text = "";
  let x = 0;
  let right = 0;
  let y = 0;
  let size = 0;
  let sizeCharacters = 0;
  // The library also ends a line between two cells of one row; whether it really ended shows with the next run.
  let mayEnd = false;

  const flush = () => {
    // Dots that lead from a table of contents' entry to its page stand for a gap.
    const trimmed = text.replace(/(?:[ \t]?\.){5,}[ \t]*/g, "\t").trim();
    if (trimmed !== "") lines.push({ text: trimmed, x, right, y, bottom: y, fontSize: Math.round(size * 10) / 10 });
    text = "";
    size = 0;
    sizeCharacters = 0;
    mayEnd = false;
  };

  for (const run of runs) {
    if (run.text.trim() !== "") {
      const drop = Math.abs(run.y - y);
      const tolerance = Math.max(size, run.fontSize) * (mayEnd ? 0.1 : 0.6);
      const isNewLine = text !== "" && (drop > tolerance || run.x < (mayEnd ? right : x - run.fontSize));
      if (isNewLine) flush();
      if (text === "") {
        x = run.x;
        y = run.y;
        right = run.x;
      }
      const gap = run.x - right;
      if (text !== "") {
        if (gap > run.fontSize * columnGap) text = `${text.trimEnd()}\t`;
        else if (gap > run.fontSize * spaceGap && !text.endsWith(" ") && !run.text.startsWith(" ")) text += " ";
      }
      text += text.endsWith("\t") ? run.text.trimStart() : run.text;
      right = Math.max(right, run.x + run.width);
      if (run.text.length > sizeCharacters) {
        size = run.fontSize;
        sizeCharacters = run.text.length;
      }
    } else if (text !== "" && run.text !== "" && run.width > 0 && !/[ \t]$/.test(text)) text += " ";
    mayEnd ||= run.endsLine;
  }
  flush();
  return lines;
};

/** Most lines a wrapped cell is taken to have; more is a column of text. */
const cellLines = 6;

/**
 * Puts table rows together whose cells wrap. Files hold such a row cell by cell, so a line that goes back up to the height of one shortly
 * before it, right of everything since, is the next cell of that row.
 */
export const withWrappedRows = (lines: readonly PdfLine[]): PdfLine[] => {
  const rows: PdfLine[] = [];
  for (const line of lines) {
    const last = rows.at(-1);
    const size = line.fontSize;
    if (last !== undefined && line.y > last.bottom + size * 0.5) {
      const first = rows.findLastIndex((row, index) => index >= rows.length - cellLines && Math.abs(row.y - line.y) < size * 0.5);
      const cell = first === -1 ? [] : rows.slice(first);
      if (cell.length > 0 && cell.every((row) => row.right <= line.x + size * 0.5)) {
        rows.length = first;
        const text = `${cell.map((row) => row.text).join(" ")}\t${line.text}`;
        rows.push({ ...line, text, x: cell[0]?.x ?? line.x, bottom: Math.min(line.bottom, ...cell.map((row) => row.bottom)) });
        continue;
      }
    }
    rows.push(line);
  }
  return rows;
};

/** The letter size most characters of the document have. */
export const bodySize = (pages: readonly (readonly PdfLine[])[]): number => {
  const characters = new Map<number, number>();
  for (const line of pages.flat()) characters.set(line.fontSize, (characters.get(line.fontSize) ?? 0) + line.text.length);
  return [...characters].toSorted((one, other) => other[1] - one[1])[0]?.[0] ?? 0;
};

const pageWord = /(?:^|\P{L})(?:page|pages|seite|p[áa]gina|side|sida|sivu|strona|strana|oldal|p|s|pg)\.?\s*\d/iu;
const wordsOf = (line: PdfLine) => line.text.replace(/\d+/g, "#");

/**
 * What a running line has in common with itself on other pages: the height, and either the words, a page number not counting, or a number
 * at its end or beginning that goes up with the pages ("Chapter 2: Structure 17"). Large print with a number is a heading, not that.
 */
const shapesOf = (line: PdfLine, page: number, body: number): string[] => {
  const height = Math.round(line.y / 4);
  const shapes = [`${height} ${pageWord.test(line.text) ? wordsOf(line) : line.text}`];
  const number = /\d{1,4}$/.exec(line.text)?.[0] ?? /^\d{1,4}(?=\P{L})/u.exec(line.text)?.[0];
  if (number !== undefined && line.fontSize <= body * 1.1) shapes.push(`${height} +${Number(number) - page}`);
  return shapes;
};

/**
 * Takes running headers and footers away: a line among a page's first two or last two that stands at the same height on at least three
 * pages and on 40 % of all. The first occurrence of one with words stays, so that nothing the document says is lost.
 */
export const withoutRunningLines = (pages: readonly (readonly PdfLine[])[]): (readonly PdfLine[])[] => {
  const body = bodySize(pages);
  const edges = (lines: readonly PdfLine[]) => new Set([...lines.slice(0, 2), ...lines.slice(-2)]);
  const counts = new Map<string, number>();
  for (const [page, lines] of pages.entries()) {
    const shapes = new Set([...edges(lines)].flatMap((line) => shapesOf(line, page, body)));
    for (const shape of shapes) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  const needed = Math.max(3, pages.length * 0.4);
  const running = new Set([...counts].filter(([, count]) => count >= needed).map(([shape]) => shape));
  if (running.size === 0) return [...pages];
  const seen = new Set<string>();
  return pages.map((lines, page) => {
    const atEdge = edges(lines);
    return lines.filter((line) => {
      if (!atEdge.has(line) || !shapesOf(line, page, body).some((shape) => running.has(shape))) return true;
      const isFirst = !seen.has(wordsOf(line));
      seen.add(wordsOf(line));
      return isFirst && /\p{L}{3}/u.test(line.text);
    });
  });
};
