import { err, ok, type Result } from "#core/base";
import { extensionOf, isTextKind } from "./kinds.ts";
import type { DocumentKind, FileProblem } from "./schema.ts";

/** How much of a file's beginning `checkHead` wants, in bytes. */
export const headBytes = 4096;

const latin = (head: Uint8Array) => Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString("latin1");

const signatures: readonly (readonly [detected: string, signature: string])[] = [
  ["zip", "PK\u0003\u0004"],
  ["zip", "PK\u0005\u0006"],
  ["ole", "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"],
  ["png", "\u0089PNG\r\n"],
  ["jpeg", "\u00ff\u00d8\u00ff"],
  ["gif", "GIF8"],
  ["gzip", "\u001f\u008b"],
  ["7z", "7z\u00bc\u00af\u0027\u001c"],
  ["rar", "Rar!\u001a\u0007"],
  ["xz", "\u00fd7zXZ"],
  ["bzip2", "BZh91AY"],
  ["zstd", "(\u00b5/\u00fd"],
  ["elf program", "\u007fELF"],
  ["windows program", "MZ\u0090"],
  ["sqlite", "SQLite format 3\u0000"],
  ["rtf", "{\\rtf"],
  ["riff", "RIFF"],
  ["ogg", "OggS"],
  ["mp3", "ID3"],
];

const hasTextMark = (head: Uint8Array) =>
  (head[0] === 0xff && head[1] === 0xfe) ||
  (head[0] === 0xfe && head[1] === 0xff) ||
  (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf);

/** What the first bytes say: a known signature's name, "binary" for NUL bytes without a byte order mark, else "text". */
const detect = (head: Uint8Array): string => {
  const start = latin(head);
  // Readers accept a PDF header anywhere in the first 1024 bytes (ISO 32000-1, annex H.3, note 13).
  if (start.startsWith("%PDF-")) return "pdf";
  const known = signatures.find(([, signature]) => start.startsWith(signature));
  if (known !== undefined) return known[0];
  if (start.slice(0, 1024).includes("%PDF-")) return "pdf";
  if (hasTextMark(head)) return "text";
  return head.includes(0) ? "binary" : "text";
};

/**
 * Holds the first bytes against the kind the name promises. A file that is really something else is refused, even when that something
 * could be read: a name and a content that disagree are for a person to settle. Errors: FileWithoutText (empty), FileKindMismatch.
 * An OLE container named as DOCX passes: `parseDocx` tells an encrypted document from an old one.
 */
export const checkHead = (path: string, kind: DocumentKind, head: Uint8Array): Result<void, FileProblem> => {
  if (head.length === 0) return err({ type: "FileWithoutText" });
  const detected = detect(head);
  const expected =
    kind === "pdf"
      ? detected === "pdf"
      : kind === "docx"
        ? detected === "zip" || detected === "ole"
        : detected === "text" || (detected === "pdf" && !latin(head).startsWith("%PDF-"));
  if (expected) return ok(undefined);
  // "RIFF…", "ID3…", "GIF8…" may begin an honest text; without a NUL it is one.
  if (isTextKind(kind) && ["riff", "ogg", "mp3", "gif"].includes(detected) && !head.includes(0)) return ok(undefined);
  return err({ type: "FileKindMismatch", extension: extensionOf(path), detected });
};
