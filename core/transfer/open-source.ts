import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { reasonOf } from "#core/base";
import { err, ok, type Result } from "#core/base/schema";
import type { FindPicture } from "./draft.ts";
import type { TransferError } from "./schema.ts";
import { openZipFile, type ZipEntry } from "./zip-file.ts";

/** One text of a file that is imported. */
export interface SourceText {
  readonly kind: "json" | "markdown";
  readonly pieces: () => AsyncIterable<Buffer>;
}

export interface Source {
  readonly isZip: boolean;
  /** In the order of their names. */
  readonly texts: readonly SourceText[];
  readonly findPicture: FindPicture;
  readonly close: () => void;
}

/** Ten years of somebody who writes all day, with pictures, stay below. */
const largestFileBytes = 16 * 1024 ** 3;
/** What a chat takes as a picture; larger ones are only named. */
const largestPictureBytes = 5 * 1024 * 1024;

const conversationFile = /(?:^|\/)conversations(?:-\d+)?\.json$/i;
const markdownFile = /\.(?:md|markdown)$/i;
const pictureFile = /(?:^|\/)(file-[A-Za-z0-9]+|file_[A-Za-z0-9]+)(?:[^/]*)$/;

const readWhole = async (entry: ZipEntry): Promise<Uint8Array | null> => {
  if (entry.sizeBytes > largestPictureBytes) return null;
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const piece of entry.pieces()) {
      size += piece.length;
      if (size > largestPictureBytes) return null;
      parts.push(piece);
    }
  } catch {
    // A picture that is damaged is named in the text, like one that is missing.
    return null;
  }
  return Buffer.concat(parts);
};

const zipSource = async (path: string): Promise<Result<Source, TransferError>> => {
  const opened = await openZipFile(path);
  if (!opened.ok) return err({ type: "TransferFileDamaged", path, reason: opened.error });
  const { close, entries } = opened.value;
  const named = (pattern: RegExp) =>
    entries.filter(({ name }) => pattern.test(name)).toSorted((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }));
  const json = named(conversationFile);
  const readme = /(?:^|\/)readme\.md$/i;
  const chosen = json.length > 0 ? json : named(markdownFile).filter(({ name }) => !readme.test(name));
  if (chosen.length === 0) {
    close();
    return err({ type: "TransferFormatUnknown", path });
  }
  const pictures = new Map<string, ZipEntry>();
  for (const entry of entries) {
    const id = pictureFile.exec(entry.name)?.[1];
    if (id !== undefined && !pictures.has(id)) pictures.set(id, entry);
    if (entry.name.startsWith("images/")) pictures.set(entry.name, entry);
  }
  return ok({
    isZip: true,
    texts: chosen.map(({ pieces }) => ({ kind: json.length > 0 ? "json" : "markdown", pieces })),
    findPicture: async (name) => {
      const entry = pictures.get(name);
      return entry === undefined ? null : readWhole(entry);
    },
    close,
  });
};

/** Says what a file is by its first bytes, and opens it. Nothing of it is held. Errors: missing, unknown, damaged, too large. */
export const openSource = async (path: string): Promise<Result<Source, TransferError>> => {
  let head: string;
  try {
    const file = await open(path);
    try {
      const facts = await file.stat();
      if (!facts.isFile()) return err({ type: "TransferFormatUnknown", path });
      if (facts.size > largestFileBytes) return err({ type: "TransferTooLarge", path, limitBytes: largestFileBytes });
      const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
      head = buffer.toString("latin1", 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ENOTDIR");
    return err(isMissing ? { type: "TransferFileMissing", path } : { type: "TransferFileDamaged", path, reason: reasonOf(cause) });
  }
  if (head.startsWith("PK\u0003\u0004") || head.startsWith("PK\u0005\u0006")) return zipSource(path);
  const isJson = /^(?:\u00EF\u00BB\u00BF)?\s*[[{]/.test(head);
  if (!isJson && !markdownFile.test(path)) return err({ type: "TransferFormatUnknown", path });
  const pieces = () => createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>;
  return ok({ isZip: false, texts: [{ kind: isJson ? "json" : "markdown", pieces }], findPicture: async () => null, close: () => {} });
};
