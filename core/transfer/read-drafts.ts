import { reasonOf } from "#core/base";
import { cleanTitle } from "./clean-text.ts";
import { readChatGpt } from "./chatgpt.ts";
import { isRecord, textOf, type Draft, type DraftReading, type FindPicture } from "./draft.ts";
import { jsonItems } from "./json-items.ts";
import { readMarkdown } from "./markdown.ts";
import { readOlympusJson } from "./olympus-json.ts";
import type { Source, SourceText } from "./open-source.ts";
import type { TransferFormat } from "./schema.ts";

/** What stands at one place of a file: a conversation, or why there is none. `sizeBytes` is what was read for it. */
export type SourceItem =
  | { readonly type: "draft"; readonly format: TransferFormat; readonly draft: Draft; readonly sizeBytes: number }
  | { readonly type: "damaged"; readonly title: string; readonly reason: string; readonly sizeBytes: number };

const largestMarkdownBytes = 64 * 1024 * 1024;

const damaged = (reason: string, title = "", sizeBytes = 0): SourceItem => ({ type: "damaged", title, reason, sizeBytes });

const toItem = (reading: DraftReading, format: TransferFormat, sizeBytes: number): SourceItem =>
  reading.ok ? { type: "draft", format, draft: reading.value, sizeBytes } : damaged(reading.reason, reading.title, sizeBytes);

const readItem = async (bytes: Buffer, isZip: boolean, findPicture: FindPicture, nowMs: number): Promise<SourceItem> => {
  let value: unknown;
  try {
    // Bytes that are no UTF-8 become U+FFFD: one bad character costs no conversation.
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    return damaged("not-json", "", bytes.length);
  }
  if (!isRecord(value)) return damaged("wrong-shape", "", bytes.length);
  try {
    if (value["format"] === "olympus-chat")
      return toItem(await readOlympusJson(value, findPicture), isZip ? "olympus-zip" : "olympus-json", bytes.length);
    if (isRecord(value["mapping"])) return toItem(await readChatGpt(value, findPicture, nowMs), "chatgpt", bytes.length);
  } catch (cause) {
    // A conversation nobody thought of costs itself, not the others.
    return damaged(reasonOf(cause).slice(0, 200), cleanTitle(textOf(value["title"])), bytes.length);
  }
  return damaged("wrong-shape", cleanTitle(textOf(value["title"])), bytes.length);
};

async function* readJson(text: SourceText, source: Source, nowMs: number): AsyncGenerator<SourceItem, void, void> {
  for await (const item of jsonItems(text.pieces())) {
    if (item.type === "damaged") yield damaged(item.reason);
    else yield readItem(item.bytes, source.isZip, source.findPicture, nowMs);
  }
}

const readText = async (text: SourceText, nowMs: number): Promise<SourceItem> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const piece of text.pieces()) {
    size += piece.length;
    if (size > largestMarkdownBytes) return damaged("too-large", "", size);
    parts.push(piece);
  }
  return toItem(readMarkdown(Buffer.concat(parts).toString("utf8"), nowMs), "markdown", size);
};

/** Every conversation of a file, one after another, holding one at a time. A text that breaks off is one damaged item. Never throws. */
export async function* readDrafts(source: Source, nowMs: number): AsyncGenerator<SourceItem, void, void> {
  for (const text of source.texts)
    try {
      if (text.kind === "json") yield* readJson(text, source, nowMs);
      else yield await readText(text, nowMs);
    } catch (cause) {
      yield damaged(reasonOf(cause).slice(0, 200));
    }
}

/** How many places a file has, without reading what stands there. */
export const countItems = async (source: Source): Promise<number> => {
  let count = 0;
  for (const text of source.texts) {
    if (text.kind === "markdown") count += 1;
    else
      try {
        for await (const _item of jsonItems(text.pieces())) count += 1;
      } catch {
        // Shown when it is read.
        count += 1;
      }
  }
  return count;
};
