import { Parser } from "htmlparser2";
import { err, ok, type Result } from "#core/base";
import { normalizeText, type DecodedText } from "./decode.ts";
import { createHtmlBlocks, type HtmlAttributes, type HtmlBlocks } from "./html-blocks.ts";
import type { FileProblem, ParsedDocument } from "./schema.ts";

const names = (list: string): ReadonlySet<string> => new Set(list.split(" "));
/** Elements whose content nobody reads as the page's text. */
const dropped = names(
  "script style noscript template svg math nav iframe object embed canvas select datalist dialog audio video button input",
);
const voids = names("area base br col embed hr img input link meta param source track wbr");

/** Deepest nesting read with its structure. Honest pages stay below 100; the parser's time grows with the square of the depth. */
const depthLimit = 512;

/** True for what a browser would not show: hidden text is where pages hide instructions from people. */
const isHidden = (attributes: HtmlAttributes): boolean =>
  "hidden" in attributes ||
  attributes["aria-hidden"] === "true" ||
  attributes.role === "navigation" ||
  /display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden/i.test((attributes.style ?? "").slice(0, 2000));

/** The charset an HTML file declares in its first 2 KiB, or null. */
export const declaredCharset = (bytes: Uint8Array): string | null =>
  /<meta[^>]{0,300}charset\s{0,9}=\s{0,9}["']?([\w-]{1,40})/i.exec(
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2048)).toString("latin1"),
  )?.[1] ?? null;

/** Feeds what is visible into `blocks`; gives the page's title, or "too deep" as soon as it is. */
const readPage = (html: string, blocks: HtmlBlocks): { readonly title: string } | "too deep" => {
  let title = "";
  let inTitle = false;
  let depth = 0;
  // Depth of the outermost dropped element, or 0.
  let droppedAt = 0;
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (!voids.has(name)) depth += 1;
        if (depth > depthLimit) return parser.pause();
        inTitle = name === "title" && droppedAt === 0;
        if (droppedAt > 0) return;
        if (voids.has(name) || !(dropped.has(name) || isHidden(attributes))) return blocks.open(name, attributes);
        droppedAt = depth;
        blocks.text(" ");
      },
      onclosetag: (name) => {
        if (voids.has(name)) return;
        if (name === "title") inTitle = false;
        if (droppedAt === 0) blocks.close(name);
        if (droppedAt === depth) droppedAt = 0;
        depth -= 1;
      },
      ontext: (data) => {
        if (inTitle) title += data;
        else if (droppedAt === 0) blocks.text(data);
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  if (depth > depthLimit) return "too deep";
  parser.end();
  return { title };
};

/** The page with every tag taken out but those whose content must not be taken for text. */
const withoutTags = (html: string) => html.replace(/<\/?(?!script\b|style\b|title\b)[a-z][^<>]*>/gi, " ");

/** Reads a page's visible text as blocks: headings, paragraphs, lists, tables, preformatted code. Errors: FileWithoutText. */
export const parseHtml = (source: DecodedText, fallbackTitle: string): Result<ParsedDocument, FileProblem> => {
  let blocks = createHtmlBlocks();
  let page = readPage(source.text, blocks);
  const isFlat = page === "too deep";
  if (page === "too deep") {
    blocks = createHtmlBlocks();
    page = readPage(withoutTags(source.text), blocks);
  }
  if (page === "too deep") return err({ type: "FileCorrupt", reason: "its elements are nested too deeply" });
  const { text, blocks: found, firstHeading } = blocks.finish();
  if (text === "") return err({ type: "FileWithoutText" });
  const title = normalizeText(page.title).replace(/\s+/g, " ").trim();
  const notes = isFlat ? [...source.notes, "nested too deeply; read without headings and tables"] : source.notes;
  return ok({ kind: "html", title: title || firstHeading || fallbackTitle, text, blocks: found, pageCount: null, notes });
};
