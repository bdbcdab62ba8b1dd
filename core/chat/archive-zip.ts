import { constants, crc32, deflateRawSync } from "node:zlib";
import { Zip, type ZipInputFile } from "fflate";
import { branchOf, imageFile, type Archive } from "./archive.ts";
import { fileStem, toJsonValue, toMarkdown } from "./export.ts";

/** A piece of the zip, and how many conversations are in it so far. */
export interface ZipPiece {
  readonly bytes: Uint8Array;
  readonly doneCount: number;
}

export interface ZipLimits {
  readonly mostEntries: number;
  /** Of the zip, and of each entry before it is packed. */
  readonly mostBytes: number;
}

/** The form without ZIP64 counts entries in 16 bits, and places and sizes in 32; the list at the end is not counted here. */
export const zipLimits: ZipLimits = { mostEntries: 65_000, mostBytes: 4_000_000_000 };

const pieceBytes = 512 * 1024;
/** Methods of a zip's entries: as they are, and deflated. */
const stored = 0;
const deflated = 8;

/** An entry that is packed by the system's zlib, some ten times as fast as in JavaScript. Every piece begins anew, so that none waits for the next. */
const createEntry = (filename: string, packs: boolean) => {
  const entry: ZipInputFile & { readonly push: (chunk: Uint8Array, isLast: boolean) => void } = {
    filename,
    size: 0,
    crc: 0,
    compression: packs ? deflated : stored,
    push: (chunk, isLast) => {
      entry.size += chunk.length;
      entry.crc = crc32(chunk, entry.crc);
      const finishFlush = isLast ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
      entry.ondata?.(null, packs ? deflateRawSync(chunk, { finishFlush }) : new Uint8Array(chunk), isLast);
    },
  };
  return entry;
};

const readme = (count: number, hasMarkdown: boolean): string => `# Conversations of Olympus

${count} conversations, archived ones too.

${hasMarkdown ? "- conversations/: each as Markdown, the branch that was on show. For people.\n" : ""}- conversations.json: each with every branch and every detail. For programs, and to import it again (Settings, Data).
- images/: the pictures of the questions.

Documents of the library are not in here.
`;

/**
 * Writes every conversation into one zip, one at a time; nothing is held but the piece at hand. With more entries than a zip takes, the Markdown is
 * left out, and the JSON has everything still. Answers whether all of it fitted: where not, the pieces are no zip.
 */
export function* zipArchive(
  archive: Archive,
  { mostBytes, mostEntries }: ZipLimits = zipLimits,
): Generator<ZipPiece, "too-large" | "whole", void> {
  const ids = archive.ids();
  const images = archive.imageFiles();
  const imageBytes = images.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (images.length + 2 > mostEntries || imageBytes > mostBytes) return "too-large";
  const hasMarkdown = ids.length + images.length + 2 <= mostEntries;
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let writtenBytes = 0;
  let writtenCount = 0;
  let isFirst = true;
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error;
    if (chunk.length === 0) return;
    waiting.push(chunk);
    waitingBytes += chunk.length;
    writtenBytes += chunk.length;
  });
  const encoder = new TextEncoder();
  const taken = (): ZipPiece => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    // Every conversation is written twice where there is Markdown.
    return { bytes, doneCount: Math.floor(hasMarkdown ? writtenCount / 2 : writtenCount) };
  };
  const add = (name: string, content: Uint8Array, packs: boolean) => {
    const file = createEntry(name, packs);
    zip.add(file);
    file.push(content, true);
  };

  add("README.md", encoder.encode(readme(ids.length, hasMarkdown)), true);
  if (hasMarkdown)
    for (const id of ids) {
      const found = archive.conversation(id);
      if (found === null) continue;
      add(
        `conversations/${fileStem(found.conversation.title)}-${id}.md`,
        encoder.encode(toMarkdown(found.conversation, branchOf(found))),
        true,
      );
      writtenCount += 1;
      if (writtenBytes > mostBytes) return "too-large";
      if (waitingBytes > pieceBytes) yield taken();
    }

  const json = createEntry("conversations.json", true);
  zip.add(json);
  json.push(encoder.encode("["), false);
  for (const id of ids) {
    const found = archive.conversation(id);
    if (found === null) continue;
    const text = JSON.stringify(toJsonValue(found.conversation, found.messages, found.extras));
    json.push(encoder.encode(`${isFirst ? "\n" : ",\n"}${text}`), false);
    isFirst = false;
    writtenCount += 1;
    // Packed it may be a tenth of its size.
    if (writtenBytes > mostBytes || json.size > mostBytes) return "too-large";
    yield taken();
  }
  json.push(encoder.encode("\n]\n"), true);

  for (const { id, mediaType } of images) {
    const bytes = archive.imageBytes(id);
    // Pictures are packed already.
    if (bytes !== null) add(imageFile(id, mediaType), bytes, false);
    if (writtenBytes > mostBytes) return "too-large";
    if (waitingBytes > pieceBytes) yield taken();
  }
  zip.end();
  yield taken();
  return "whole";
}
