import { z } from "zod";

export const documentKindSchema = z.enum(["pdf", "docx", "markdown", "html", "text", "csv", "code"]);
export type DocumentKind = z.infer<typeof documentKindSchema>;

/** Why one file did not go in. The others do; the file itself is never touched. */
export const fileProblemSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("FileVanished") }),
  z.object({ type: z.literal("FileUnreadable"), reason: z.string() }),
  z.object({ type: z.literal("FileTooLarge"), sizeBytes: z.number(), limitBytes: z.number() }),
  z.object({ type: z.literal("FileEncrypted") }),
  z.object({ type: z.literal("FileCorrupt"), reason: z.string() }),
  z.object({ type: z.literal("FileKindUnsupported"), extension: z.string() }),
  z.object({ type: z.literal("FileKindMismatch"), extension: z.string(), detected: z.string() }),
  /** Unpacked content beyond the limit, or a ratio no honest file has. */
  z.object({ type: z.literal("ArchiveBomb"), unpackedBytes: z.number(), limitBytes: z.number() }),
  z.object({ type: z.literal("FileWithoutText") }),
  z.object({ type: z.literal("FileTooSlow"), limitMs: z.number() }),
  z.object({ type: z.literal("LinkLoop"), target: z.string() }),
]);
export type FileProblem = z.infer<typeof fileProblemSchema>;

/** A stretch of `ParsedDocument.text`. Ranges are UTF-16 offsets, `start` inclusive, `end` exclusive, in order, never overlapping. */
export interface Block {
  readonly kind: "heading" | "paragraph" | "list" | "table" | "code";
  readonly start: number;
  readonly end: number;
  /** 1-based page for kinds that have pages (pdf), else null. */
  readonly page: number | null;
  /** Headings above this block, outermost first; a heading block includes itself. */
  readonly headings: readonly string[];
}

export interface ParsedDocument {
  readonly kind: DocumentKind;
  readonly title: string;
  /** Plain text, line feeds only, no NUL. */
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly pageCount: number | null;
  /** Things a reader should know ("3 pages hold only pictures"), for people. */
  readonly notes: readonly string[];
}

/** A piece of the document small enough to search and quote. Chunks tile the text: the first starts at 0, each starts where the last ended. */
export interface Chunk {
  readonly ordinal: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly page: number | null;
  /** Headings above the chunk's beginning, joined with " › "; empty when there are none. */
  readonly heading: string;
}
