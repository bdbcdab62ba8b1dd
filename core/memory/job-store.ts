import type { StoreDep } from "#core/store";
import { ingestReportSchema, jobIdSchema, type IngestJob, type IngestReport, type JobId } from "./schema.ts";
import { z } from "zod";

export interface StoredJob {
  readonly id: JobId;
  readonly roots: readonly string[];
  /** Read also what has not changed. */
  readonly forced: boolean;
  readonly state: IngestJob["state"];
  readonly startedAtMs: number;
  readonly durationMs: number | null;
  readonly fileCount: number | null;
  readonly totalBytes: number | null;
  readonly doneCount: number;
  readonly report: IngestReport;
}

export interface JobStore {
  readonly save: (job: StoredJob) => void;
  readonly find: (id: string) => StoredJob | null;
  /** Jobs that a crash or a shutdown interrupted, oldest first. */
  readonly unfinished: () => StoredJob[];
}

/** Ended jobs that are remembered. */
const keptJobs = 50;

interface JobRow {
  readonly id: string;
  readonly roots: string;
  readonly forced: number;
  readonly state: IngestJob["state"];
  readonly started_at_ms: number;
  readonly duration_ms: number | null;
  readonly file_count: number | null;
  readonly total_bytes: number | null;
  readonly done_count: number;
  readonly report: string;
}

const rootsSchema = z.array(z.string());

const jobOfRow = (row: JobRow): StoredJob => ({
  id: jobIdSchema.parse(row.id),
  roots: rootsSchema.parse(JSON.parse(row.roots)),
  forced: row.forced === 1,
  state: row.state,
  startedAtMs: row.started_at_ms,
  durationMs: row.duration_ms,
  fileCount: row.file_count,
  totalBytes: row.total_bytes,
  doneCount: row.done_count,
  report: ingestReportSchema.parse(JSON.parse(row.report)),
});

export const createJobStore = ({ store }: StoreDep): JobStore => {
  const { database } = store;
  const upsert = database.prepare(
    `INSERT OR REPLACE INTO ingest_jobs (id, roots, forced, state, started_at_ms, duration_ms, file_count, total_bytes, done_count, report)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const prune = database.prepare(
    "DELETE FROM ingest_jobs WHERE state <> 'running' AND id NOT IN (SELECT id FROM ingest_jobs ORDER BY started_at_ms DESC, id DESC LIMIT ?)",
  );
  const selectOne = database.prepare<[string], JobRow>("SELECT * FROM ingest_jobs WHERE id = ?");
  const selectRunning = database.prepare<[], JobRow>("SELECT * FROM ingest_jobs WHERE state = 'running' ORDER BY started_at_ms, id");

  return {
    save: (job) =>
      store.transaction(() => {
        const { id, roots, forced, state, startedAtMs, durationMs, fileCount, totalBytes, doneCount, report } = job;
        upsert.run(
          id,
          JSON.stringify(roots),
          forced ? 1 : 0,
          state,
          startedAtMs,
          durationMs,
          fileCount,
          totalBytes,
          doneCount,
          JSON.stringify(report),
        );
        prune.run(keptJobs);
      }),
    find: (id) => {
      const row = selectOne.get(id);
      return row === undefined ? null : jobOfRow(row);
    },
    unfinished: () => selectRunning.all().map(jobOfRow),
  };
};
