import { randomUUID } from "node:crypto";
import { reasonOf, type LogDep } from "#core/base";
import { runIngest, type FileOutcome, type IngestDeps } from "./ingest.ts";
import { createJobEvents, type JobEvents } from "./job-events.ts";
import type { JobStore, StoredJob } from "./job-store.ts";
import type { IngestEvent, IngestJob, IngestReport, JobId } from "./schema.ts";

export type JobsDeps = IngestDeps &
  LogDep & {
    readonly jobStore: JobStore;
    readonly onChange: () => void;
    readonly onIdle: () => void;
    /** The first job waits for this. */
    readonly ready: Promise<void>;
  };

/** Reads one job's files at a time; further jobs wait their turn, in order (M6). Begins with what a crash or shutdown interrupted, under its ids (M4). */
export interface IngestJobs {
  /** `roots` are absolute. On disk when it returns, so a crash does not forget it. */
  readonly start: (roots: readonly string[], forced: boolean) => IngestJob;
  /** Waiting, running and, of this process, the last ended ones; oldest first. */
  readonly list: () => IngestJob[];
  /** The present state as events, then what happens, until the job ends; null when there is no such job. */
  readonly events: (jobId: string, signal?: AbortSignal) => AsyncGenerator<IngestEvent, void, void> | null;
  /** False when it had ended already; null when there is no such job. */
  readonly cancel: (jobId: string) => boolean | null;
  /** Resolves when no job runs or waits. */
  readonly idle: () => Promise<void>;
  /** Interrupts; the next process continues. */
  readonly close: () => Promise<void>;
}

/** Ended jobs shown in the library's status. */
const shownJobs = 10;

interface Job {
  stored: StoredJob;
  currentPath: string | null;
  readonly controller: AbortController;
  readonly events: JobEvents;
}

const emptyReport = (): IngestReport => ({ added: 0, updated: 0, unchanged: 0, removed: 0, failed: [] });

const withOutcome = (report: IngestReport, path: string, end: FileOutcome): IngestReport =>
  end.outcome === "failed"
    ? { ...report, failed: [...report.failed, { path, reason: end.problem }] }
    : { ...report, [end.outcome]: report[end.outcome] + 1 };

const endEvent = ({ durationMs, report, state }: StoredJob): IngestEvent =>
  state === "done"
    ? { type: "ingest-end", report, durationMs: durationMs ?? 0 }
    : { type: "ingest-error", error: { type: "Aborted", by: "user" }, report };

export const createIngestJobs = (deps: JobsDeps): IngestJobs => {
  const { clock, ids, jobStore, log, onChange, onIdle, ready } = deps;
  const jobs = new Map<JobId, Job>();
  let closing = false;
  let queue: Promise<void> = ready;
  let waiting = 0;

  const view = ({ stored: { id, roots, state, startedAtMs, doneCount, fileCount, report }, currentPath }: Job): IngestJob => ({
    id,
    roots: [...roots],
    state,
    startedAtMs,
    doneCount,
    fileCount,
    currentPath,
    report,
  });

  const change = (job: Job, patch: Partial<StoredJob>): void => {
    job.stored = { ...job.stored, ...patch };
    onChange();
  };

  const finish = (job: Job, state: "done" | "stopped", event: IngestEvent): void => {
    job.currentPath = null;
    change(job, { state });
    jobStore.save(job.stored);
    job.events.publish(event);
    const ended = [...jobs.values()].filter(({ stored }) => stored.state !== "running");
    for (const { stored } of ended.slice(0, Math.max(0, ended.length - shownJobs))) jobs.delete(stored.id);
  };

  const runJob = async (job: Job): Promise<void> => {
    const { controller, events } = job;
    if (closing) return events.publish({ type: "ingest-error", error: { type: "Aborted", by: "shutdown" }, report: job.stored.report });
    const { roots, forced } = job.stored;
    const result = await runIngest(
      deps,
      { roots, forced, signal: controller.signal },
      {
        discovered: (fileCount, totalBytes) => {
          change(job, { fileCount, totalBytes });
          events.publish({ type: "ingest-discovered", fileCount, totalBytes });
        },
        fileStart: (path, position) => {
          job.currentPath = path;
          onChange();
          events.publish({ type: "ingest-file-start", path, position });
        },
        fileEnd: (path, end) => {
          change(job, { doneCount: job.stored.doneCount + 1, report: withOutcome(job.stored.report, path, end) });
          const problem = end.outcome === "failed" ? end.problem : null;
          const { doneCount, fileCount } = job.stored;
          events.publish({ type: "ingest-file-end", path, outcome: end.outcome, problem, doneCount, fileCount: fileCount ?? doneCount });
        },
        removed: (removed) => change(job, { report: { ...job.stored.report, removed } }),
      },
    );
    change(job, { durationMs: clock.nowMs() - job.stored.startedAtMs });
    if (result.ok) return finish(job, "done", endEvent({ ...job.stored, state: "done" }));
    const event: IngestEvent = { type: "ingest-error", error: result.error, report: job.stored.report };
    // Interrupted by the end of the process: stays `running` in the database, so that the next one continues.
    if (closing) events.publish(event);
    else finish(job, "stopped", event);
  };

  /** The one boundary a background job has: a defect ends this job, not the process. */
  const runSafely = (job: Job): Promise<void> =>
    runJob(job).catch((cause: unknown) => {
      const reference = randomUUID();
      log.error("ingest failed", {
        reference,
        jobId: job.stored.id,
        reason: reasonOf(cause),
        stack: cause instanceof Error ? cause.stack : undefined,
      });
      if (!closing) finish(job, "stopped", { type: "ingest-error", error: { type: "Defect", reference }, report: job.stored.report });
    });

  const enqueue = (stored: StoredJob): Job => {
    const job: Job = {
      stored,
      currentPath: null,
      controller: new AbortController(),
      events: createJobEvents({ jobId: stored.id, roots: [...stored.roots] }),
    };
    jobs.set(stored.id, job);
    waiting += 1;
    queue = queue.then(async () => {
      await runSafely(job);
      waiting -= 1;
      if (waiting === 0 && !closing) onIdle();
    });
    onChange();
    return job;
  };

  for (const stored of jobStore.unfinished())
    enqueue({ ...stored, fileCount: null, totalBytes: null, doneCount: 0, report: emptyReport() });

  return {
    start: (roots, forced) => {
      const stored: StoredJob = {
        id: ids.create("job"),
        roots,
        forced,
        state: "running",
        startedAtMs: clock.nowMs(),
        durationMs: null,
        fileCount: null,
        totalBytes: null,
        doneCount: 0,
        report: emptyReport(),
      };
      jobStore.save(stored);
      return view(enqueue(stored));
    },
    list: () => [...jobs.values()].map(view),
    events: (jobId, signal) => {
      const job = jobs.get(jobId as JobId);
      if (job !== undefined) return job.events.subscribe(signal);
      const stored = jobStore.find(jobId);
      if (stored === null) return null;
      const past = createJobEvents({ jobId: stored.id, roots: [...stored.roots] });
      if (stored.fileCount !== null)
        past.publish({ type: "ingest-discovered", fileCount: stored.fileCount, totalBytes: stored.totalBytes ?? 0 });
      past.publish(endEvent(stored));
      return past.subscribe(signal);
    },
    cancel: (jobId) => {
      const job = jobs.get(jobId as JobId);
      if (job === undefined) return jobStore.find(jobId) === null ? null : false;
      if (job.stored.state !== "running") return false;
      job.controller.abort({ type: "Aborted", by: "user" });
      return true;
    },
    idle: () => queue,
    close: async () => {
      closing = true;
      for (const { controller } of jobs.values()) controller.abort({ type: "Aborted", by: "shutdown" });
      await queue;
    },
  };
};
