import { abortedBy, type ClockDep, type LogDep, type WorkerFailed } from "#core/base";
import { err, ok, type Aborted, type Result } from "#core/base/schema";
import type { AdoptedConversation, AdoptedMessage, Adoption } from "#core/chat";
import type { KeepSources } from "./keep-sources.ts";
import type { SourceItem } from "./read-drafts.ts";
import { createReaders } from "./readers.ts";
import type { TransferError, TransferEvent, TransferPreview, TransferReport } from "./schema.ts";
import type { FileSummary, ReadBatch } from "./transfer-worker.ts";

const mostDamagedListed = 200;
/** Told at most this often. */
const tellEveryMs = 100;
/** The thread of the store serves everybody: this long at a time it is given to conversations. */
const restEveryMs = 15;

type ImportDeps = ClockDep &
  LogDep & {
    readonly adoption: Adoption;
    readonly keepSources: KeepSources;
    /** Told once after anything was added. */
    readonly onAdded: () => void;
    /** The import of a file has ended. */
    readonly onEnd: (path: string) => Promise<void>;
  };

type Answer<T> = Result<Result<T, TransferError>, WorkerFailed | Aborted>;

/** The two layers of an answer as one; a thread that died is a file that is damaged. */
const flat = <T>(path: string, answer: Answer<T>): Result<T, TransferError | Aborted> => {
  if (answer.ok) return answer.value;
  return err(answer.error.type === "Aborted" ? answer.error : { type: "TransferFileDamaged", path, reason: answer.error.reason });
};

export const createImport = ({ adoption, clock, keepSources, log, onAdded, onEnd }: ImportDeps) => {
  const readers = createReaders();

  /** Errors: TransferFormatUnknown also for a file of the right kind in which nothing is a conversation. */
  const preview = async (path: string, signal?: AbortSignal): Promise<Result<TransferPreview, TransferError | Aborted>> => {
    const reader = readers.take();
    let isWhole = false;
    try {
      const summary = flat(
        path,
        await reader.call<Result<FileSummary, TransferError>>("summarise", { path, nowMs: clock.nowMs() }, { signal }),
      );
      isWhole = summary.ok || summary.error.type !== "Aborted";
      if (!summary.ok) return summary;
      const { damage, format, origins, ...facts } = summary.value;
      if (format === null) return err(emptyFile(path, damage));
      const seen = new Set<string>();
      let knownCount = 0;
      for (const names of origins) {
        if (names.some((name) => seen.has(name)) || adoption.isKnown(names)) knownCount += 1;
        for (const name of names) seen.add(name);
      }
      return ok({ ...facts, format, knownCount, examples: [...facts.examples] });
    } finally {
      await readers.give(reader, isWhole);
    }
  };

  async function* bring(path: string, signal?: AbortSignal): AsyncGenerator<TransferEvent, void, void> {
    const report = { added: 0, known: 0, damaged: [] as TransferReport["damaged"], damagedCount: 0, messages: 0 };
    const told = (): TransferReport => ({ ...report, damaged: [...report.damaged] });
    const note = (title: string, reason: string, isKept: boolean) => {
      report.damagedCount += 1;
      if (report.damaged.length < mostDamagedListed) report.damaged.push({ title, reason, isKept });
    };

    const rest = async (): Promise<boolean> => {
      await new Promise((resolve) => setImmediate(resolve));
      return signal?.aborted !== true;
    };
    const reader = readers.take();
    /** A thread that failed says so again when it is asked for the next batch. */
    const more = async (): Promise<readonly AdoptedMessage[] | null> => {
      const answer = await reader.call<readonly AdoptedMessage[]>("more", null, { signal });
      return answer.ok ? answer.value : null;
    };
    const take = async (conversation: AdoptedConversation, flaws: readonly string[], moreCount: number) => {
      try {
        const further = moreCount === 0 ? async () => [] : more;
        const outcome = await adoption.adopt(conversation, { keep: keepSources, rest, more: further });
        if (outcome === "stopped") return;
        report[outcome] += 1;
        if (outcome === "known") return;
        report.messages += conversation.messages.length + moreCount;
      } catch (cause) {
        log.error("an imported conversation could not be stored", { cause });
        return note(conversation.title, "not-stored", false);
      }
      for (const flaw of flaws) note(conversation.title, flaw, true);
    };

    let isWhole = false;
    try {
      const opened = flat(path, await reader.call<Result<number, TransferError>>("open", { path, nowMs: clock.nowMs() }, { signal }));
      if (!opened.ok) return yield { type: "transfer-error", error: opened.error, report: told() };
      const totalCount = opened.value;
      yield { type: "transfer-progress", doneCount: 0, totalCount, title: "" };
      let doneCount = 0;
      let toldAtMs = performance.now();
      let restedAtMs = toldAtMs;
      let last: SourceItem | undefined;
      for (let isLast = false; !isLast;) {
        const batch = await reader.call<ReadBatch>("next", null, { signal });
        if (!batch.ok) {
          const error = flat(path, batch);
          if (!error.ok) yield { type: "transfer-error", error: error.error, report: told() };
          return;
        }
        const { items, moreCount } = batch.value;
        isLast = batch.value.isLast;
        for (const item of items) {
          if (signal?.aborted) return yield { type: "transfer-error", error: abortedBy(signal), report: told() };
          if (item.type === "draft") await take(item.draft.conversation, item.draft.flaws, item === items.at(-1) ? moreCount : 0);
          else note(item.title, item.reason, false);
          last = item;
          doneCount += 1;
          if (performance.now() - restedAtMs < restEveryMs) continue;
          // Others get their turn between two conversations.
          await rest();
          restedAtMs = performance.now();
          if (restedAtMs - toldAtMs < tellEveryMs) continue;
          toldAtMs = restedAtMs;
          yield { type: "transfer-progress", doneCount, totalCount, title: titleOf(item) };
        }
      }
      if (signal?.aborted) return yield { type: "transfer-error", error: abortedBy(signal), report: told() };
      isWhole = true;
      if (last !== undefined) yield { type: "transfer-progress", doneCount, totalCount, title: titleOf(last) };
      if (report.added + report.known === 0)
        return yield { type: "transfer-error", error: emptyFile(path, report.damaged[0]?.reason ?? null), report: told() };
      yield { type: "transfer-end", report: told() };
    } finally {
      await readers.give(reader, isWhole);
      if (report.added > 0) onAdded();
      await onEnd(path);
    }
  }

  return {
    preview,
    /** Takes a file's conversations in, one transaction each; one that is here stays as it is. What is in stays, however it ends. */
    import: bring,
    close: readers.close,
  };
};

const titleOf = (item: SourceItem): string => (item.type === "draft" ? item.draft.conversation.title : item.title);

/** Nothing in the file is a conversation: it is something else, or it is one of ours and broken. */
const emptyFile = (path: string, damage: string | null): TransferError =>
  damage === null || damage === "wrong-shape" || damage === "not-json"
    ? { type: "TransferFormatUnknown", path }
    : { type: "TransferFileDamaged", path, reason: damage };
