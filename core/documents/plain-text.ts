import { err, ok, type Result } from "#core/base";
import { createOutline } from "./blocks.ts";
import type { DecodedText } from "./decode.ts";
import { isBlank, linesIn, patternLimit, type Line } from "./lines.ts";
import type { Block, FileProblem, ParsedDocument } from "./schema.ts";

/** Heading marks of the plain formats that have them, by extension: groups are the mark, whose length is the level, and the title. */
const marks: Readonly<Record<string, RegExp>> = { adoc: /^(={1,6}) (\S.*)$/, asciidoc: /^(={1,6}) (\S.*)$/, org: /^(\*{1,6}) (\S.*)$/ };
const texLevels: Readonly<Record<string, number>> = { part: 1, chapter: 1, section: 2, subsection: 3, subsubsection: 4 };
const texHeading = /^\s*\\(part|chapter|section|subsection|subsubsection)\*?\{([^}]*)\}/;
const underline = /^(?:={3,}|-{3,}|~{3,}|\^{3,})\s*$/;
const listItem = /^\s*(?:[-*+•]|\d{1,4}[.)])\s/;

const headingAt = (
  lines: readonly Line[],
  index: number,
  extension: string,
  isFirst: boolean,
): { level: number; title: string; after: number } | null => {
  const line = lines[index];
  if (line === undefined || line.text.length > 200) return null;
  if (extension === "tex") {
    const tex = texHeading.exec(line.text);
    return tex === null ? null : { level: texLevels[tex[1] ?? ""] ?? 2, title: tex[2] ?? "", after: index + 1 };
  }
  const marked = marks[extension]?.exec(line.text);
  if (marked !== undefined && marked !== null) return { level: marked[1]?.length ?? 1, title: marked[2] ?? "", after: index + 1 };
  const rule = lines[index + 1]?.text ?? "";
  // An underline is about as long as what it stands under; anything else is a separator.
  const isUnderlined = isFirst && rule.length <= 200 && underline.test(rule) && Math.abs(rule.trim().length - line.text.trim().length) <= 3;
  return isUnderlined ? { level: rule.startsWith("=") ? 1 : 2, title: line.text, after: index + 2 } : null;
};

/** Reads plain text as written: paragraphs between empty lines, underlined or marked headings, lists. Errors: FileWithoutText. */
export const parsePlainText = (source: DecodedText, fallbackTitle: string, extension: string): Result<ParsedDocument, FileProblem> => {
  const { text } = source;
  if (text.trim() === "") return err({ type: "FileWithoutText" });
  const lines = linesIn(text);
  const outline = createOutline();
  const blocks: Block[] = [];
  let title: string | null = null;
  const add = (kind: Block["kind"], first: number, after: number) =>
    blocks.push({ kind, start: lines[first]?.start ?? 0, end: lines[after - 1]?.end ?? text.length, page: null, headings: outline.path() });

  let index = 0;
  while (index < lines.length) {
    if (isBlank(lines[index])) {
      index += 1;
      continue;
    }
    const heading = headingAt(lines, index, extension, true);
    if (heading !== null && heading.title.trim() !== "") {
      outline.enter(heading.level, heading.title);
      title ??= heading.title.trim();
      add("heading", index, heading.after);
      index = heading.after;
      continue;
    }
    const first = lines[index] as Line;
    const kind = first.text.length <= patternLimit && listItem.test(first.text) ? "list" : "paragraph";
    let end = index + 1;
    while (end < lines.length && !isBlank(lines[end]) && headingAt(lines, end, extension, false) === null) end += 1;
    add(kind, index, end);
    index = end;
  }
  return ok({ kind: "text", title: title ?? fallbackTitle, text, blocks, pageCount: null, notes: source.notes });
};
