import { abortedBy, type ClockDep, type IdsDep, type LogDep } from "#core/base";
import { openArchive, zipLimits, type ZipLimits } from "#core/chat";
import type { StoreDep } from "#core/store";
import type { ExportEvent } from "./schema.ts";

/** `olympus-conversations-2026-11-21.zip`, by the day in UTC. */
const fileNameAt = (atMs: number): string => `olympus-conversations-${new Date(atMs).toISOString().slice(0, 10)}.zip`;

type ExportDeps = ClockDep & IdsDep & LogDep & StoreDep & { readonly limits?: ZipLimits | undefined };

export const createExport = ({ clock, ids, limits = zipLimits, log, store }: ExportDeps) => {
  const ending = new AbortController();

  /** Every conversation of this moment as one zip. Never throws; an end is told exactly once. */
  async function* exportAll(asked?: AbortSignal): AsyncGenerator<ExportEvent, void, void> {
    const signal = asked === undefined ? ending.signal : AbortSignal.any([asked, ending.signal]);
    const archive = openArchive({ store, limits });
    try {
      const begun = await archive.begin(signal);
      if (!begun.ok) return yield failed(begun.error);
      yield { type: "export-start", fileName: fileNameAt(clock.nowMs()), mediaType: "application/zip", conversationCount: begun.value };
      let doneCount = 0;
      for (let isLast = false; !isLast;) {
        const next = await archive.next(signal);
        if (!next.ok) return yield failed(next.error);
        isLast = next.value.isLast;
        doneCount = Math.max(doneCount, next.value.doneCount);
        if (next.value.isTooLarge) return yield { type: "export-error", error: tooLarge };
        for (const base64 of next.value.pieces) yield { type: "export-piece", base64, doneCount };
      }
      yield { type: "export-end" };
    } finally {
      await archive.close();
    }
  }

  const tooLarge = { type: "ExportTooLarge", limitBytes: limits.mostBytes, limitFiles: limits.mostEntries } as const;
  const failed = (error: { readonly type: "WorkerFailed"; readonly reason: string } | ReturnType<typeof abortedBy>): ExportEvent => {
    if (error.type === "Aborted") return { type: "export-error", error };
    if (ending.signal.aborted) return { type: "export-error", error: abortedBy(ending.signal) };
    const reference = ids.create("defect");
    log.error("an export ended early", { reference, reason: error.reason });
    return { type: "export-error", error: { type: "Defect", reference } };
  };

  return {
    exportAll,
    close: (): void => ending.abort({ type: "Aborted", by: "shutdown" }),
  };
};
