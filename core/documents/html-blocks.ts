import { createTextBuilder, tableToText } from "./blocks.ts";
import type { Block } from "./schema.ts";

const names = (list: string): ReadonlySet<string> => new Set(list.split(" "));
const breaking = names(
  "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form header hgroup hr html main ol p section summary table ul",
);
const heading = /^h[1-6]$/;

export type HtmlAttributes = Readonly<Record<string, string>>;

interface Table {
  readonly rows: string[][];
  /** Text of the open cell, or null between cells. */
  cell: string | null;
  hasHeader: boolean;
}

/** Turns a page's visible elements, told in document order, into blocks. */
export interface HtmlBlocks {
  readonly open: (name: string, attributes: HtmlAttributes) => void;
  readonly close: (name: string) => void;
  readonly text: (data: string) => void;
  /** Ends whatever is still open. */
  readonly finish: () => { readonly text: string; readonly blocks: readonly Block[]; readonly firstHeading: string | null };
}

const endCell = (table: Table) => {
  if (table.cell !== null) table.rows.at(-1)?.push(table.cell);
  table.cell = null;
};

export const createHtmlBlocks = (): HtmlBlocks => {
  const builder = createTextBuilder();
  const lists: { ordered: boolean; count: number }[] = [];
  const tables: Table[] = [];
  let text = "";
  let firstHeading: string | null = null;
  let headingLevel = 0;
  let listItems: string[] = [];
  let itemOpen = false;
  let preDepth = 0;

  const addText = (data: string) => {
    const table = tables.at(-1);
    if (table === undefined) text += preDepth > 0 ? data : data.replace(/\s+/g, " ");
    else if (table.cell !== null) table.cell += data;
    else if (data.trim() !== "") table.cell = data;
  };

  /** Ends the paragraph, item, heading or code that is open. */
  const flush = () => {
    const isCode = preDepth > 0;
    const content = isCode ? text : text.replace(/[^\S\n]+/g, " ").replace(/ ?\n ?/g, "\n");
    text = "";
    if (content.trim() === "") return;
    const list = lists.at(-1);
    if (headingLevel > 0) {
      firstHeading ??= content.trim();
      builder.add("heading", content.replace(/\s+/g, " "), { level: headingLevel });
    } else if (list === undefined) builder.add(isCode ? "code" : "paragraph", content);
    else {
      const mark = itemOpen ? `${list.ordered ? `${list.count}.` : "-"} ` : "  ";
      listItems.push(`${"  ".repeat(Math.min(lists.length, 8) - 1)}${mark}${content.trim()}`);
      itemOpen = false;
    }
  };
  const flushAll = () => {
    flush();
    builder.add("list", listItems.join("\n"));
    listItems = [];
  };

  const openInTable = (table: Table, name: string) => {
    if (name === "tr") {
      endCell(table);
      table.rows.push([]);
    } else if (name === "td" || name === "th") {
      endCell(table);
      if (table.rows.length === 0) table.rows.push([]);
      table.cell = "";
      // A first row counts as the header, marked or not: most tables have one.
      table.hasHeader ||= name === "th" || table.rows.length === 1;
    } else if (breaking.has(name) || name === "li") addText(" ");
  };
  const openList = (name: string, attributes: HtmlAttributes) => {
    flush();
    itemOpen = false;
    lists.push({ ordered: name === "ol", count: Number(attributes.start ?? "1") - 1 || 0 });
  };
  const openItem = () => {
    flush();
    const list = lists.at(-1);
    if (list === undefined) lists.push({ ordered: false, count: 1 });
    else list.count += 1;
    itemOpen = true;
  };

  const open = (name: string, attributes: HtmlAttributes) => {
    const table = tables.at(-1);
    if (name === "br") {
      if (table === undefined) text += "\n";
      else addText(" ");
    } else if (name === "img") addText(` ${attributes.alt ?? ""} `);
    else if (name === "table") {
      if (table === undefined) flushAll();
      tables.push({ rows: [], cell: null, hasHeader: false });
    } else if (table !== undefined) openInTable(table, name);
    else if (heading.test(name)) {
      flushAll();
      headingLevel = Number(name[1]);
    } else if (name === "ul" || name === "ol") openList(name, attributes);
    else if (name === "li") openItem();
    else if (name === "pre") {
      flush();
      preDepth += 1;
    } else if (breaking.has(name) && !itemOpen) flush();
  };

  const closeTable = (table: Table) => {
    endCell(table);
    tables.pop();
    if (tables.length === 0) builder.add("table", tableToText(table.rows, table.hasHeader));
    else addText(` ${tableToText(table.rows, false)} `);
  };

  const close = (name: string) => {
    const table = tables.at(-1);
    if (table !== undefined) {
      if (name === "table") closeTable(table);
      else if (name === "td" || name === "th" || name === "tr") endCell(table);
    } else if (heading.test(name)) {
      flush();
      headingLevel = 0;
    } else if (name === "ul" || name === "ol") {
      flush();
      lists.pop();
      if (lists.length === 0) flushAll();
    } else if (name === "pre") {
      flush();
      preDepth = Math.max(0, preDepth - 1);
    } else if (name === "li") {
      flush();
      itemOpen = false;
    } else if (breaking.has(name)) flush();
  };

  return {
    open,
    close,
    text: addText,
    finish: () => {
      for (let table = tables.at(-1); table !== undefined; table = tables.at(-1)) closeTable(table);
      flushAll();
      return { ...builder.finish(), firstHeading };
    },
  };
};
