import { Parser } from "htmlparser2";
import { err, ok, type Result } from "#core/base";
import { createTextBuilder, tableToText } from "./blocks.ts";
import { normalizeText, type DecodedText } from "./decode.ts";
import type { FileProblem, ParsedDocument } from "./schema.ts";

const names = (list: string): ReadonlySet<string> => new Set(list.split(" "));
/** Elements whose content nobody reads as the page's text. */
const dropped = names(
  "script style noscript template svg math nav iframe object embed canvas select datalist dialog audio video button input",
);
const voids = names("area base br col embed hr img input link meta param source track wbr");
const breaking = names(
  "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form header hgroup hr html main ol p section summary table ul",
);

/** Deepest nesting whose elements are told apart; below it text is kept and structure ignored. No honest page is near. */
const depthLimit = 512;

/** True for what a browser would not show: hidden text is where pages hide instructions from people. */
const isHidden = (attributes: Readonly<Record<string, string>>): boolean =>
  "hidden" in attributes ||
  attributes["aria-hidden"] === "true" ||
  attributes.role === "navigation" ||
  /display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden/i.test((attributes.style ?? "").slice(0, 2000));

interface Table {
  readonly rows: string[][];
  cell: string | null;
  hasHeader: boolean;
}

/** The charset an HTML file declares in its first 2 KiB, or null. */
export const declaredCharset = (bytes: Uint8Array): string | null =>
  /<meta[^>]{0,300}charset\s{0,9}=\s{0,9}["']?([\w-]{1,40})/i.exec(
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2048)).toString("latin1"),
  )?.[1] ?? null;

/** Reads a page's visible text as blocks: headings, paragraphs, lists, tables, preformatted code. Never fails but for FileWithoutText. */
export const parseHtml = (source: DecodedText, fallbackTitle: string): Result<ParsedDocument, FileProblem> => {
  const builder = createTextBuilder();
  const lists: { ordered: boolean; count: number }[] = [];
  let tables: Table[] = [];
  let text = "";
  let title: string | null = null;
  let firstHeading: string | null = null;
  let headingLevel = 0;
  let listItems: string[] = [];
  let itemOpen = false;
  let preDepth = 0;
  let inTitle = false;
  let depth = 0;
  // Depth of the outermost dropped element, or 0.
  let droppedAt = 0;

  const flush = () => {
    const isCode = preDepth > 0;
    const content = isCode ? text : text.replace(/[^\S\n]+/g, " ").replace(/ ?\n ?/g, "\n");
    text = "";
    if (content.trim() === "") return;
    if (headingLevel > 0) {
      firstHeading ??= content.trim();
      builder.add("heading", content.replace(/\s+/g, " "), { level: headingLevel });
    } else if (itemOpen) {
      const list = lists.at(-1);
      const indent = "  ".repeat(Math.max(0, lists.length - 1));
      listItems.push(`${indent}${list?.ordered === true ? `${list.count}.` : "-"} ${content.trim()}`);
      itemOpen = false;
    } else if (lists.length > 0) listItems.push(`${"  ".repeat(lists.length)}${content.trim()}`);
    else builder.add(isCode ? "code" : "paragraph", content);
  };
  const flushList = () => {
    flush();
    builder.add("list", listItems.join("\n"));
    listItems = [];
  };
  const endCell = (table: Table) => {
    if (table.cell === null) return;
    table.rows.at(-1)?.push(table.cell);
    table.cell = null;
  };
  const addText = (data: string) => {
    const table = tables.at(-1);
    if (table !== undefined) table.cell = table.cell === null ? (data.trim() === "" ? null : data) : table.cell + data;
    else text += preDepth > 0 ? data : data.replace(/\s+/g, " ");
  };

  const open = (name: string, attributes: Readonly<Record<string, string>>) => {
    const table = tables.at(-1);
    if (name === "br") return addText("\n");
    if (name === "title") inTitle = true;
    if (name === "table") {
      if (table === undefined) {
        if (lists.length > 0) flushList();
        else flush();
      }
      if (tables.length < depthLimit) tables.push({ rows: [], cell: null, hasHeader: false });
      return;
    }
    if (table !== undefined) {
      if (name === "tr") {
        endCell(table);
        table.rows.push([]);
      } else if (name === "td" || name === "th") {
        endCell(table);
        if (table.rows.length === 0) table.rows.push([]);
        table.cell = "";
        table.hasHeader ||= name === "th" || table.rows.length === 1;
      } else if (breaking.has(name) || name === "li") addText(" ");
      return;
    }
    if (/^h[1-6]$/.test(name)) {
      if (lists.length > 0) flushList();
      else flush();
      headingLevel = Number(name[1]);
    } else if (name === "ul" || name === "ol") {
      flush();
      itemOpen = false;
      lists.push({ ordered: name === "ol", count: Number(attributes.start ?? "1") - 1 || 0 });
    } else if (name === "li") {
      flush();
      const list = lists.at(-1);
      if (list === undefined) lists.push({ ordered: false, count: 1 });
      else list.count += 1;
      itemOpen = true;
    } else if (name === "pre") {
      flush();
      preDepth += 1;
    } else if (breaking.has(name) && !itemOpen) flush();
    else if (name === "img" && attributes.alt !== undefined && attributes.alt.trim() !== "") addText(` ${attributes.alt.trim()} `);
  };

  const close = (name: string) => {
    const table = tables.at(-1);
    if (name === "title") inTitle = false;
    if (name === "table" && table !== undefined) {
      endCell(table);
      tables.pop();
      const outer = tables.at(-1);
      if (outer === undefined) builder.add("table", tableToText(table.rows, table.hasHeader));
      else addText(` ${tableToText(table.rows, false)} `);
      return;
    }
    if (table !== undefined) {
      if (name === "td" || name === "th" || name === "tr") endCell(table);
      return;
    }
    if (/^h[1-6]$/.test(name)) {
      flush();
      headingLevel = 0;
    } else if (name === "ul" || name === "ol") {
      flush();
      lists.pop();
      if (lists.length === 0) flushList();
    } else if (name === "pre") {
      flush();
      preDepth = Math.max(0, preDepth - 1);
    } else if (name === "li") {
      flush();
      itemOpen = false;
    } else if (breaking.has(name)) flush();
  };

  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (voids.has(name)) {
          if (droppedAt === 0) open(name, attributes);
          return;
        }
        depth += 1;
        if (droppedAt > 0) return;
        if (dropped.has(name) || isHidden(attributes)) {
          droppedAt = depth;
          addText(" ");
        } else if (depth <= depthLimit) open(name, attributes);
      },
      onclosetag: (name) => {
        if (voids.has(name)) return;
        if (droppedAt === 0 && depth <= depthLimit) close(name);
        if (droppedAt === depth) droppedAt = 0;
        depth -= 1;
      },
      ontext: (data) => {
        if (inTitle) title = (title ?? "") + data;
        else if (droppedAt === 0) addText(data);
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(source.text);
  for (const table of tables.splice(0)) {
    endCell(table);
    builder.add("table", tableToText(table.rows, table.hasHeader));
  }
  tables = [];
  flushList();

  const built = builder.finish();
  if (built.text === "") return err({ type: "FileWithoutText" });
  const pageTitle = normalizeText(title ?? "")
    .replace(/\s+/g, " ")
    .trim();
  return ok({ kind: "html", title: pageTitle || firstHeading || fallbackTitle, ...built, pageCount: null, notes: source.notes });
};
