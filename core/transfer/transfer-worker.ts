import { serveWorker, type WorkerContext } from "#core/base";
import { ok, type Result } from "#core/base/schema";
import type { AdoptedMessage } from "#core/chat";
import { openSource, type Source } from "./open-source.ts";
import { countItems, readDrafts, type SourceItem } from "./read-drafts.ts";
import type { TransferError, TransferFormat } from "./schema.ts";

export interface ReadBatch {
  readonly items: readonly SourceItem[];
  /** Messages of the last item that are not in it: `more` answers them in order, until the next batch is asked for. */
  readonly moreCount: number;
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
/** The other thread stands still while it takes them over: 2 µs for each. */
const mostMessages = 5000;
const exampleCount = 5;

/** Messages of the last item handed over that still wait here. */
let waiting: readonly AdoptedMessage[] = [];
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
  waiting = [];
  while (reading !== null && waiting.length === 0 && size < batchBytes && items.length < batchItems) {
    const item = await reading.items.next();
    if (item.done === true) {
      reading.source.close();
      reading = null;
    } else {
      items.push(shortened(item.value));
      size += item.value.sizeBytes;
    }
  }
  return { items, moreCount: waiting.length, isLast: reading === null };
};

/** Keeps back what is more than one hand-over holds. */
const shortened = (item: SourceItem): SourceItem => {
  if (item.type === "damaged" || item.draft.conversation.messages.length <= mostMessages) return item;
  const { messages } = item.draft.conversation;
  waiting = messages.slice(mostMessages);
  return { ...item, draft: { ...item.draft, conversation: { ...item.draft.conversation, messages: messages.slice(0, mostMessages) } } };
};

/** The next of those that wait; none when all were handed over. */
const more = (): readonly AdoptedMessage[] => {
  const messages = waiting.slice(0, mostMessages);
  waiting = waiting.slice(mostMessages);
  return messages;
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

serveWorker({ open, next, more, summarise });
