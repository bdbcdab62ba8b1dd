import { serveWorker, type WorkerContext } from "#core/base";
import { ok, type Result } from "#core/base/schema";
import { openSource, type Source } from "./open-source.ts";
import { countItems, readDrafts, type SourceItem } from "./read-drafts.ts";
import type { TransferError, TransferFormat } from "./schema.ts";

export interface ReadBatch {
  readonly items: readonly SourceItem[];
  readonly isLast: boolean;
}

export interface FileSummary {
  readonly format: TransferFormat | null;
  readonly conversationCount: number;
  readonly messageCount: number;
  readonly damagedCount: number;
  /** The first of them, for a file of which nothing can be read. */
  readonly damage: string | null;
  readonly oldestAtMs: number | null;
  readonly newestAtMs: number | null;
  readonly examples: readonly string[];
  /** Of each conversation. */
  readonly origins: readonly (readonly string[])[];
}

/** What goes to the other thread at once: enough that the way there is no cost, little enough to be held twice. */
const batchBytes = 4 * 1024 * 1024;
const batchItems = 64;
const exampleCount = 5;

/** A file under way; this thread reads one at a time. */
let reading: { readonly source: Source; readonly items: AsyncGenerator<SourceItem, void, void> } | null = null;

const open = async ({ nowMs, path }: { readonly path: string; readonly nowMs: number }): Promise<Result<number, TransferError>> => {
  reading?.source.close();
  reading = null;
  const counted = await openSource(path);
  if (!counted.ok) return counted;
  const count = await countItems(counted.value);
  counted.value.close();
  const source = await openSource(path);
  if (!source.ok) return source;
  reading = { source: source.value, items: readDrafts(source.value, nowMs) };
  return ok(count);
};

const next = async (): Promise<ReadBatch> => {
  const items: SourceItem[] = [];
  let size = 0;
  while (reading !== null && size < batchBytes && items.length < batchItems) {
    const item = await reading.items.next();
    if (item.done === true) {
      reading.source.close();
      reading = null;
    } else {
      items.push(item.value);
      size += item.value.sizeBytes;
    }
  }
  return { items, isLast: reading === null };
};

const summarise = async (
  { nowMs, path }: { readonly path: string; readonly nowMs: number },
  { signal }: WorkerContext,
): Promise<Result<FileSummary, TransferError>> => {
  const opened = await openSource(path);
  if (!opened.ok) return opened;
  const source = { ...opened.value, findPicture: async () => null };
  const origins: (readonly string[])[] = [];
  const examples: string[] = [];
  let format: TransferFormat | null = null;
  let messageCount = 0;
  let damagedCount = 0;
  let damage: string | null = null;
  let oldestAtMs: number | null = null;
  let newestAtMs: number | null = null;
  for await (const item of readDrafts(source, nowMs)) {
    if (signal.aborted) break;
    if (item.type === "damaged") {
      damagedCount += 1;
      damage ??= item.reason;
      continue;
    }
    const { conversation, flaws } = item.draft;
    format ??= item.format;
    origins.push(conversation.origins);
    messageCount += conversation.messages.length;
    if (flaws.length > 0) damagedCount += 1;
    if (examples.length < exampleCount) examples.push(conversation.title);
    oldestAtMs = Math.min(oldestAtMs ?? Infinity, conversation.createdAtMs);
    newestAtMs = Math.max(newestAtMs ?? 0, conversation.updatedAtMs);
  }
  source.close();
  return ok({
    format,
    conversationCount: origins.length,
    messageCount,
    damagedCount,
    damage,
    oldestAtMs,
    newestAtMs,
    examples,
    origins,
  });
};

serveWorker({ open, next, summarise });
