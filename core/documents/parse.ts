import { basename, extname } from "node:path";
import type { Result } from "#core/base";
import { parseCode } from "./code.ts";
import { parseCsv } from "./csv.ts";
import { decodeText } from "./decode.ts";
import { declaredCharset, parseHtml } from "./html.ts";
import { extensionOf } from "./kinds.ts";
import { parseMarkdown } from "./markdown.ts";
import { parsePlainText } from "./plain-text.ts";
import type { DocumentKind, FileProblem, ParsedDocument } from "./schema.ts";

/** Reads bytes as the given kind. The heavy parsers are loaded at first need. `bytes` may be taken over and must not be used after. */
export const parseDocument = async (path: string, kind: DocumentKind, bytes: Uint8Array): Promise<Result<ParsedDocument, FileProblem>> => {
  const fileName = basename(path);
  const title = basename(path, extname(path));
  const extension = extensionOf(path);
  switch (kind) {
    case "pdf": {
      const { loadPdfEngine } = await import("./pdf-engine.ts");
      const { parsePdf } = await import("./pdf.ts");
      return parsePdf(await loadPdfEngine(), bytes, title);
    }
    case "docx": {
      const { parseDocx } = await import("./docx.ts");
      return parseDocx(bytes, title, extension);
    }
    case "html":
      return parseHtml(decodeText(bytes, declaredCharset(bytes)), title);
    case "markdown":
      return parseMarkdown(decodeText(bytes), title);
    case "csv":
      return parseCsv(decodeText(bytes), title, extension);
    case "text":
      return parsePlainText(decodeText(bytes), title, extension);
    case "code":
      return parseCode(decodeText(bytes), fileName);
  }
};
