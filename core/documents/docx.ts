import mammoth from "mammoth";
import { err, ok, reasonOf, type Result } from "#core/base";
import { parseHtml } from "./html.ts";
import type { FileProblem, ParsedDocument } from "./schema.ts";
import { checkZip } from "./zip-check.ts";

/** Office wraps an encrypted document into an OLE container with a stream of this name (MS-OFFCRYPTO 1.3.3); names are UTF-16LE. */
const encryptedStream = Buffer.from("EncryptedPackage", "utf16le");

const styleMap = [
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='Heading 7'] => h6:fresh",
  "u => u",
  "strike => s",
];

const otherZip = (names: readonly string[]): string => {
  if (names.includes("xl/workbook.xml")) return "xlsx";
  if (names.includes("ppt/presentation.xml")) return "pptx";
  if (names.includes("META-INF/container.xml")) return "epub";
  return names.includes("content.xml") ? "odt" : "zip";
};

/**
 * Reads a Word document by way of HTML: headings by style, lists, tables, notes; deleted text and pictures are left out.
 * Errors: FileEncrypted, ArchiveBomb, FileKindMismatch (another OLE or zip format), FileCorrupt, FileWithoutText.
 */
export const parseDocx = async (
  bytes: Uint8Array,
  fallbackTitle: string,
  extension: string,
): Promise<Result<ParsedDocument, FileProblem>> => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.subarray(0, 2).toString("latin1") !== "PK") {
    return buffer.includes(encryptedStream)
      ? err({ type: "FileEncrypted" })
      : err({ type: "FileKindMismatch", extension, detected: "old office document" });
  }
  const names = await checkZip(buffer);
  if (!names.ok) return names;
  if (!names.value.some((name) => /^word\/document\d*\.xml$/.test(name)))
    return err({ type: "FileKindMismatch", extension, detected: otherZip(names.value) });
  try {
    const convertImage = mammoth.images.imgElement(async () => ({ src: "" }));
    const { value } = await mammoth.convertToHtml({ buffer }, { styleMap, convertImage, externalFileAccess: false });
    const document = parseHtml({ text: value, notes: [] }, fallbackTitle);
    return document.ok ? ok({ ...document.value, kind: "docx" }) : document;
  } catch (cause) {
    return err({ type: "FileCorrupt", reason: reasonOf(cause) });
  }
};
