import { err, ok, reasonOf, type Result } from "#core/base";
import { createTextBuilder } from "./blocks.ts";
import { normalizeText } from "./decode.ts";
import type { PdfEngine } from "./pdf-engine.ts";
import { linesOf, withoutRunningLines, withWrappedRows, type PdfLine, type PdfRun } from "./pdf-lines.ts";
import { addPage, headingRules, type OutlineEntry, type WordTest } from "./pdf-paragraphs.ts";
import type { FileProblem, ParsedDocument } from "./schema.ts";

type PdfDocument = Awaited<ReturnType<PdfEngine["open"]>["promise"]>;

/** Most outline entries read; a longer outline is a book's index, not its headings. */
const outlineLimit = 2000;

/** Pages under way together: streams are unpacked in other threads, and this one need not wait for them. */
const pagesAtOnce = 8;

const nameOf = (cause: unknown) => (cause instanceof Error ? cause.name : "");

/** Symbols of private use are what bullets in symbol fonts come out as. */
const cleanRun = (text: string) =>
  normalizeText(text)
    .replace(/[\uE002-\uF8FF]/g, "•")
    .replace(/[\n\t]/g, " ");

const readLines = async (pdf: PdfDocument, pageNumber: number): Promise<PdfLine[]> => {
  const page = await pdf.getPage(pageNumber);
  const { items } = await page.getTextContent();
  const runs: PdfRun[] = [];
  for (const item of items) {
    if (!("str" in item)) continue;
    const [a, b, , d, x, y] = item.transform as number[];
    // Text along the page's side is turned by a quarter: its size is in the other terms of the matrix.
    const fontSize = Math.hypot(a ?? 0, b ?? 0) || Math.abs(d ?? 0) || item.height;
    runs.push({ text: cleanRun(item.str), x: x ?? 0, y: y ?? 0, width: item.width, fontSize, endsLine: item.hasEOL });
  }
  page.cleanup();
  return withWrappedRows(linesOf(runs));
};

/** All pages' lines in order, null for a page that cannot be read. */
const readPages = async (pdf: PdfDocument): Promise<(PdfLine[] | null)[]> => {
  const pages: (PdfLine[] | null)[] = Array.from({ length: pdf.numPages }, () => null);
  let next = 1;
  const readOn = async () => {
    while (next <= pdf.numPages) {
      const number = next;
      next += 1;
      try {
        pages[number - 1] = await readLines(pdf, number);
      } catch {
        // The other pages are worth having; the caller notes which are missing.
      }
    }
  };
  await Promise.all(Array.from({ length: pagesAtOnce }, readOn));
  return pages;
};

const readOutline = async (pdf: PdfDocument): Promise<readonly OutlineEntry[]> => {
  const entries: OutlineEntry[] = [];
  const collect = (items: Awaited<ReturnType<PdfDocument["getOutline"]>>, level: number) => {
    for (const item of items) {
      if (entries.length >= outlineLimit || level > 6) return;
      if (item.title.trim() !== "") entries.push({ title: item.title, level });
      collect(item.items, level + 1);
    }
  };
  try {
    collect((await pdf.getOutline()) ?? [], 1);
  } catch {
    // A broken outline costs its headings, not the document.
  }
  return entries;
};

const titleOf = async (pdf: PdfDocument): Promise<string> => {
  try {
    const { info } = await pdf.getMetadata();
    const title: unknown = "Title" in info ? info.Title : undefined;
    const text = typeof title === "string" ? normalizeText(title).trim() : "";
    return /^(?:microsoft word|untitled|unbenannt)|\.(?:docx?|odt|tex|dvi|indd|qxd|pptx?)$/i.test(text) ? "" : text;
  } catch {
    return "";
  }
};

/** Knows the words that stand somewhere in one piece; the halves of a word broken at a line's end do not count. */
const wordTest = (pages: readonly (readonly PdfLine[])[]): WordTest => {
  let words: Set<string> | undefined;
  const collect = () => {
    const found = new Set<string>();
    let isBroken = false;
    for (const { text } of pages.flat()) {
      const all = text.toLowerCase().match(/\p{L}+/gu) ?? [];
      const endsBroken = text.endsWith("-") || text.endsWith("\u00ad");
      for (const word of all.slice(isBroken ? 1 : 0, endsBroken ? -1 : undefined)) found.add(word);
      isBroken = endsBroken;
    }
    return found;
  };
  return (word) => (words ??= collect()).has(word.toLowerCase());
};

/**
 * Reads a PDF's text page by page, with headings from its outline and its letter sizes. Takes the bytes over. Errors: FileEncrypted (it opens only with a password), FileCorrupt, FileWithoutText (pictures only).
 */
export const parsePdf = async (
  engine: PdfEngine,
  bytes: Uint8Array,
  fallbackTitle: string,
): Promise<Result<ParsedDocument, FileProblem>> => {
  const task = engine.open(bytes);
  try {
    const pdf = await task.promise;
    const read = await readPages(pdf);
    const pages = read.map((lines) => lines ?? []);
    const broken = read.flatMap((lines, index) => (lines === null ? [index + 1] : []));
    const emptyCount = pages.filter((lines) => lines.length === 0).length;
    const notes: string[] = [];
    if (broken.length === pdf.numPages) return err({ type: "FileCorrupt", reason: "none of its pages can be read" });
    if (emptyCount === pdf.numPages) return err({ type: "FileWithoutText" });
    if (broken.length > 0) notes.push(`pages that could not be read: ${broken.slice(0, 20).join(", ")}`);
    if (emptyCount > broken.length) notes.push(`${emptyCount - broken.length} of ${pdf.numPages} pages hold no text`);

    const rules = headingRules(pages, await readOutline(pdf));
    const isWord = wordTest(pages);
    const builder = createTextBuilder();
    for (const [index, lines] of withoutRunningLines(pages).entries()) addPage(builder, lines, index + 1, rules, isWord);
    const { text, blocks } = builder.finish();
    const heading = blocks.find((block) => block.kind === "heading" && block.page === 1);
    const title = (await titleOf(pdf)) || (heading === undefined ? "" : text.slice(heading.start, heading.end)) || fallbackTitle;
    return ok({ kind: "pdf", title, text, blocks, pageCount: pdf.numPages, notes });
  } catch (cause) {
    if (nameOf(cause) === "PasswordException") return err({ type: "FileEncrypted" });
    return err({ type: "FileCorrupt", reason: reasonOf(cause) });
  } finally {
    await task.destroy();
  }
};
