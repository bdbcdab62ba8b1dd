import { normalizeText } from "./decode.ts";
import type { Block } from "./schema.ts";

/** Headings above the present place. Equal places share one array, so that identity tells sections apart cheaply. */
export interface Outline {
  /** Enters a heading of `level` (1 is outermost) and leaves those at its level or below. */
  readonly enter: (level: number, title: string) => void;
  readonly path: () => readonly string[];
}

/** Longest heading kept in a path, in characters; a longer one is cut with "…". */
const headingLimit = 200;

export const createOutline = (): Outline => {
  let open: { level: number; title: string }[] = [];
  let path: readonly string[] = [];
  return {
    enter: (level, title) => {
      const flat = title.replace(/\s+/g, " ").trim();
      open = [
        ...open.filter((heading) => heading.level < level),
        { level, title: flat.length > headingLimit ? `${flat.slice(0, headingLimit - 1)}…`.toWellFormed() : flat },
      ];
      path = open.map((heading) => heading.title);
    },
    path: () => path,
  };
};

/** Builds a document's text out of blocks, normalised, with an empty line between two of them. */
export interface TextBuilder {
  /** Appends a block; blank text is left out. `level` makes it a heading. */
  readonly add: (kind: Block["kind"], text: string, place?: { readonly page?: number; readonly level?: number }) => void;
  readonly finish: () => { readonly text: string; readonly blocks: readonly Block[] };
}

export const createTextBuilder = (outline: Outline = createOutline()): TextBuilder => {
  const parts: string[] = [];
  const blocks: Block[] = [];
  let length = 0;
  return {
    add: (kind, text, { page, level } = {}) => {
      const clean = normalizeText(text);
      const content = kind === "code" ? clean.replace(/^(?:[ \t]*\n)+/, "").trimEnd() : clean.trim();
      if (content === "") return;
      if (level !== undefined) outline.enter(level, content);
      if (parts.length > 0) {
        parts.push("\n\n");
        length += 2;
      }
      blocks.push({ kind, start: length, end: length + content.length, page: page ?? null, headings: outline.path() });
      parts.push(content);
      length += content.length;
    },
    finish: () => ({ text: parts.join(""), blocks }),
  };
};

/**
 * A table as lines. Up to `plainRows` rows keep their cells side by side ("Rent | 850"); a longer one names the column in every row
 * ("Item: Rent | Amount: 850"), because its rows are found and read apart from the header.
 */
export const tableToText = (rows: readonly (readonly string[])[], hasHeader: boolean, plainRows = 12): string => {
  const filled = rows.map((row) => row.map((cell) => cell.replace(/\s+/g, " ").trim())).filter((row) => row.some((cell) => cell !== ""));
  const header = filled[0];
  if (header === undefined) return "";
  if (!hasHeader || filled.length <= plainRows) return filled.map((row) => row.join(" | ")).join("\n");
  return filled
    .slice(1)
    .map((row) => labelledRow(header, row))
    .join("\n");
};

/** One row as "header: value" pairs; cells without a value are left out, values beyond the header stand alone. */
export const labelledRow = (header: readonly string[], row: readonly string[]): string =>
  row
    .map((cell, column) => (cell === "" ? "" : header[column] === undefined || header[column] === "" ? cell : `${header[column]}: ${cell}`))
    .filter((cell) => cell !== "")
    .join(" | ");
