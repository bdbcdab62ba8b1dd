import type { TextBuilder } from "./blocks.ts";
import { bodySize, type PdfLine } from "./pdf-lines.ts";

const bullet = /^(?:[•◦▪‣·●○■–*-]|\d{1,3}[.)]|[a-z][.)])\s+\S/u;

/** What the whole document says about its headings. */
export interface HeadingRules {
  /** 1-based level of a line that is a heading, else null. */
  readonly levelOf: (line: PdfLine, page: number) => number | null;
}

/** A heading in the document's own outline. */
export interface OutlineEntry {
  readonly title: string;
  readonly level: number;
}

const plain = (text: string) =>
  text
    .replace(/[\s\t]+/g, " ")
    .trim()
    .toLowerCase();

/** Longest line taken for a heading, in characters, and how much larger than the body its letters must be. */
const headingCharacters = 120;
const headingScale = 1.15;

/**
 * A line is a heading when the document's outline names it, or when it is short, larger than the body text (the size most characters
 * have) and does not read like a sentence. Sizes become levels from the largest down, at most four.
 */
export const headingRules = (pages: readonly (readonly PdfLine[])[], outline: readonly OutlineEntry[]): HeadingRules => {
  const body = bodySize(pages);
  const isLarge = (line: PdfLine) =>
    line.fontSize >= body * headingScale &&
    line.text.length <= headingCharacters &&
    /\p{L}{2}/u.test(line.text) &&
    !/\t\d+$/.test(line.text) &&
    !/[.;,]$/.test(line.text);
  const sizes = [
    ...new Set(
      pages
        .flat()
        .filter(isLarge)
        .map((line) => line.fontSize),
    ),
  ].toSorted((one, other) => other - one);
  const named = new Map(outline.map((entry) => [plain(entry.title), entry.level]));
  // Where an outline exists it knows the levels; large print that it does not name (a cover's title) stands above it.
  const hasOutline = named.size > 0;
  return {
    levelOf: (line) => {
      const level = line.text.length <= headingCharacters * 2 ? named.get(plain(line.text)) : undefined;
      if (level !== undefined) return level;
      if (!isLarge(line)) return null;
      return hasOutline ? 1 : Math.min(sizes.indexOf(line.fontSize) + 1, 4);
    },
  };
};

/** Words of the document, to decide whether a hyphen at a line's end belongs to the word. */
export type WordTest = (word: string) => boolean;

/** What stands between a line and the next, and how many characters of the first to drop. */
const seam = (line: string, next: string, isWord: WordTest): { readonly drop: number; readonly glue: string } => {
  if (bullet.test(next)) return { drop: 0, glue: "\n" };
  const left = line.endsWith("-") || line.endsWith("\u00ad") ? /\p{L}+(?=.$)/u.exec(line.slice(-80))?.[0] : undefined;
  const right = left === undefined ? undefined : /^\p{Ll}+/u.exec(next)?.[0];
  if (left === undefined || right === undefined) return { drop: 0, glue: " " };
  const keepsHyphen = line.endsWith("-") && !isWord(left + right) && isWord(left) && isWord(right);
  return { drop: keepsHyphen ? 0 : 1, glue: "" };
};

const joinLines = (lines: readonly PdfLine[], isWord: WordTest): string =>
  lines
    .map(({ text }, index) => {
      const next = lines[index + 1]?.text;
      if (next === undefined) return text;
      const { drop, glue } = seam(text, next, isWord);
      return text.slice(0, text.length - drop) + glue;
    })
    .join("");

/** Adds one page's lines as headings, paragraphs, lists and tables. Lines of a paragraph are joined; hyphens from wrapping go. */
export const addPage = (builder: TextBuilder, lines: readonly PdfLine[], page: number, rules: HeadingRules, isWord: WordTest): void => {
  let open: PdfLine[] = [];
  let kind: "paragraph" | "list" | "table" = "paragraph";
  const flush = () => {
    if (kind === "table" && open.length > 1)
      builder.add("table", open.map((line) => line.text.replaceAll("\t", " | ")).join("\n"), { page });
    else builder.add(kind === "list" ? "list" : "paragraph", joinLines(open, isWord).replaceAll("\t", "  "), { page });
    open = [];
  };

  const rightEdge = Math.max(0, ...lines.map((line) => line.right));
  const leftEdge = Math.min(...lines.map((line) => line.x));
  let heading: { text: string; level: number; line: PdfLine } | null = null;
  const flushHeading = () => {
    if (heading !== null) builder.add("heading", heading.text.replaceAll("\t", "  "), { page, level: heading.level });
    heading = null;
  };

  for (const line of lines) {
    const level = rules.levelOf(line, page);
    if (level !== null) {
      flush();
      const continues =
        heading !== null &&
        heading.level === level &&
        Math.abs(heading.line.y - line.y) < line.fontSize * 1.6 &&
        heading.line.fontSize === line.fontSize;
      if (heading !== null && continues) heading = { text: `${heading.text} ${line.text}`, level, line };
      else {
        flushHeading();
        heading = { text: line.text, level, line };
      }
      continue;
    }
    flushHeading();
    const last = open.at(-1);
    const lineKind = line.text.includes("\t") ? "table" : bullet.test(line.text) ? "list" : "paragraph";
    if (last === undefined) {
      kind = lineKind;
      open = [line];
      continue;
    }
    const drop = last.bottom - line.y;
    const size = Math.max(last.fontSize, line.fontSize);
    if (kind === "table" && lineKind !== "table" && line.x > last.x + size && line.y < last.y - size * 0.3 && drop < size * 1.75) {
      // Right of the row's beginning and close under it: the last cell goes on.
      open[open.length - 1] = { ...last, text: `${last.text} ${line.text}`, bottom: Math.min(last.bottom, line.y) };
      continue;
    }
    const isApart = drop > size * 1.75 || drop < -size || Math.abs(last.fontSize - line.fontSize) > size * 0.12;
    // A line that stops well short of the margin ends its paragraph when the next begins like a new one.
    const endsShort = last.right < leftEdge + (rightEdge - leftEdge) * 0.75 && /[.!?:]$/.test(last.text) && /^[\p{Lu}\d]/u.test(line.text);
    if (
      isApart ||
      (lineKind === "list" && kind !== "list") ||
      (lineKind === "table") !== (kind === "table") ||
      (kind === "paragraph" && endsShort)
    ) {
      flush();
      kind = lineKind;
    }
    open.push(line);
  }
  flushHeading();
  flush();
};
