import { err, ok, type Result } from "#core/base";
import { createOutline } from "./blocks.ts";
import type { DecodedText } from "./decode.ts";
import { isBlank, linesIn, patternLimit, type Line } from "./lines.ts";
import type { Block, FileProblem, ParsedDocument } from "./schema.ts";

const atx = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const setext = /^ {0,3}(=+|-+)[ \t]*$/;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const listItem = /^\s*(?:[-*+]|\d{1,9}[.)])\s/;
const tableRule = /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$/;

const match = (pattern: RegExp, line: Line | undefined) =>
  line === undefined || line.text.length > patternLimit ? null : pattern.exec(line.text);

/** A heading as it reads: emphasis, code marks, links and trailing attributes taken away. */
const readable = (heading: string): string =>
  heading
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\s*\{#[^}]*\}\s*$/, "")
    .replace(/[*_`~]{1,3}(\S[^*_`~]*)[*_`~]{1,3}/g, "$1")
    .trim();

/** Index of the line after a front matter block ("---" … "---" at the very top), or 0. */
const frontMatterEnd = (lines: readonly Line[]): number => {
  if (lines[0]?.text.trimEnd() !== "---" || isBlank(lines[1])) return 0;
  const end = lines.slice(1, 200).findIndex((line) => /^(?:---|\.\.\.)\s*$/.test(line.text));
  return end === -1 ? 0 : end + 2;
};

/**
 * Finds the structure of a Markdown text and keeps the text as written, so a quote is found in the file letter by letter. Knows front
 * matter, both kinds of heading, fences, tables, lists. Linear in the text. Errors: FileWithoutText.
 */
export const parseMarkdown = (source: DecodedText, fallbackTitle: string): Result<ParsedDocument, FileProblem> => {
  const { text } = source;
  if (text.trim() === "") return err({ type: "FileWithoutText" });
  const lines = linesIn(text);
  const outline = createOutline();
  const blocks: Block[] = [];
  let title: string | null = null;

  const add = (kind: Block["kind"], first: number, after: number) => {
    const start = lines[first]?.start ?? 0;
    const end = lines[after - 1]?.end ?? text.length;
    if (end > start) blocks.push({ kind, start, end, page: null, headings: outline.path() });
  };
  const addHeading = (level: number, heading: string, first: number, after: number) => {
    const name = readable(heading);
    if (name !== "") outline.enter(level, name);
    if (level === 1) title ??= name;
    add("heading", first, after);
    return after;
  };

  let index = frontMatterEnd(lines);
  if (index > 0) {
    add("code", 0, index);
    const named = lines.slice(0, index).map((line) => /^title:\s*["']?(.{1,300}?)["']?\s*$/i.exec(line.text)?.[1]);
    title = named.find((name) => name !== undefined) ?? null;
  }

  const startsOther = (at: number) =>
    match(atx, lines[at]) !== null || match(fence, lines[at]) !== null || match(listItem, lines[at]) !== null;
  const nextBlock = (at: number): number => {
    const heading = match(atx, lines[at]);
    if (heading !== null) return addHeading(heading[1]?.length ?? 1, heading[2] ?? "", at, at + 1);
    const opened = match(fence, lines[at])?.[1];
    if (opened !== undefined) {
      const isClose = (line: Line) =>
        line.text.length < patternLimit && line.text.trim().startsWith(opened) && line.text.trim().replaceAll(opened[0] ?? "`", "") === "";
      let end = at + 1;
      while (end < lines.length && !isClose(lines[end] as Line)) end += 1;
      add("code", at, Math.min(end + 1, lines.length));
      return end + 1;
    }
    if (/^(?: {4}|\t)/.test(lines[at]?.text ?? "")) {
      let end = at + 1;
      while (end < lines.length && /^(?: {4}|\t)/.test(lines[end]?.text ?? "")) end += 1;
      add("code", at, end);
      return end;
    }
    const isTable = (lines[at]?.text.includes("|") ?? false) && match(tableRule, lines[at + 1]) !== null;
    const isList = !isTable && match(listItem, lines[at]) !== null;
    let end = at + 1;
    if (isList) {
      // A list goes on over an empty line when an item or an indented line follows.
      const goesOn = (line: Line | undefined) =>
        line !== undefined && (match(listItem, line) !== null || /^(?: {2,}|\t)\S/.test(line.text));
      while (
        end < lines.length &&
        (!isBlank(lines[end])
          ? match(atx, lines[end]) === null && (match(fence, lines[end]) === null || /^\s/.test(lines[end]?.text ?? ""))
          : goesOn(lines[end + 1]))
      )
        end += 1;
      add("list", at, end);
      return end;
    }
    while (end < lines.length && !isBlank(lines[end])) {
      if (isTable && !(lines[end]?.text.includes("|") ?? false)) break;
      if (!isTable) {
        const underline = match(setext, lines[end])?.[1];
        if (underline !== undefined)
          return addHeading(underline.startsWith("=") ? 1 : 2, text.slice(lines[at]?.start, lines[end - 1]?.end), at, end + 1);
        if (startsOther(end)) break;
      }
      end += 1;
    }
    add(isTable ? "table" : "paragraph", at, end);
    return end;
  };
  while (index < lines.length) index = isBlank(lines[index]) ? index + 1 : nextBlock(index);

  return ok({ kind: "markdown", title: title ?? fallbackTitle, text, blocks, pageCount: null, notes: source.notes });
};
