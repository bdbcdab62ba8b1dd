import type { Aborted, Defect } from "#core/base/schema";
import type { FileProblem } from "#core/documents/schema";
import type { IngestEvent, IngestFailure, IngestJob } from "#core/memory/schema";

export interface FileLine {
  readonly path: string;
  readonly outcome: "added" | "updated" | "unchanged" | "failed";
  readonly problem: FileProblem | null;
}

/** One reading job as this window has seen it. */
export interface JobView {
  readonly id: string;
  readonly roots: readonly string[];
  readonly state: "running" | "done" | "stopped";
  readonly startedAtMs: number;
  readonly doneCount: number;
  /** Null while folders are still being walked. */
  readonly fileCount: number | null;
  readonly currentPath: string | null;
  readonly counts: { readonly added: number; readonly updated: number; readonly unchanged: number; readonly removed: number };
  readonly failed: readonly IngestFailure[];
  /** Newest first, at most `mostLines`; files that ended before this window looked are only in the counts. */
  readonly files: readonly FileLine[];
  readonly durationMs: number | null;
  readonly error: Aborted | Defect | null;
}

/** A list longer than this is scrolled by nobody; failures are kept apart, all of them. */
export const mostLines = 1000;

export const viewOfJob = (job: IngestJob): JobView => {
  const { failed, ...counts } = job.report;
  return {
    id: job.id,
    roots: job.roots,
    state: job.state,
    startedAtMs: job.startedAtMs,
    doneCount: job.doneCount,
    fileCount: job.fileCount,
    currentPath: job.currentPath,
    counts,
    failed,
    files: [],
    durationMs: null,
    error: null,
  };
};

const withFile = (view: JobView, event: Extract<IngestEvent, { type: "ingest-file-end" }>): JobView => {
  const base = { ...view, doneCount: event.doneCount, fileCount: event.fileCount, currentPath: null };
  // A stream that is joined late tells the newest file again.
  if (event.doneCount <= view.doneCount) return base;
  const { outcome, path, problem } = event;
  return {
    ...base,
    files: [{ path, outcome, problem }, ...view.files].slice(0, mostLines),
    failed: problem === null ? view.failed : [...view.failed.filter((failure) => failure.path !== path), { path, reason: problem }],
    counts: outcome === "failed" ? view.counts : { ...view.counts, [outcome]: view.counts[outcome] + 1 },
  };
};

/** The view after one more event of the job's story. */
export const jobAfter = (view: JobView, event: IngestEvent): JobView => {
  switch (event.type) {
    case "ingest-start":
      return { ...view, roots: event.roots };
    case "ingest-discovered":
      return { ...view, fileCount: event.fileCount };
    case "ingest-file-start":
      return { ...view, currentPath: event.path };
    case "ingest-file-end":
      return withFile(view, event);
    case "ingest-end":
    case "ingest-error": {
      const { failed, ...counts } = event.report;
      const ended = { ...view, currentPath: null, counts, failed };
      return event.type === "ingest-end"
        ? { ...ended, state: "done", durationMs: event.durationMs }
        : { ...ended, state: "stopped", error: event.error };
    }
  }
};

/** 0…1; null while nobody knows how much there is. */
export const shareOf = ({ doneCount, fileCount }: JobView): number | null =>
  fileCount === null || fileCount === 0 ? null : doneCount / fileCount;

/** Failures with the same cause together, the most frequent first. */
export const failuresByProblem = (
  failed: readonly IngestFailure[],
): { readonly type: FileProblem["type"]; readonly failures: readonly IngestFailure[] }[] =>
  [...Map.groupBy(failed, ({ reason }) => reason.type)]
    .map(([type, failures]) => ({ type, failures }))
    .toSorted((left, right) => right.failures.length - left.failures.length);

/** Problems that another try may cure without anything being done to the file. */
const passing = new Set<FileProblem["type"]>(["FileVanished", "FileUnreadable", "FileTooSlow"]);
export const isWorthRetrying = (problem: FileProblem): boolean => passing.has(problem.type);
