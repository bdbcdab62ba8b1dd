import { expect, it } from "vitest";
import type { IngestEvent, IngestJob, JobId } from "#core/memory/schema";
import { failuresByProblem, isWorthRetrying, jobAfter, mostLines, shareOf, viewOfJob } from "./job-view.ts";

const job: IngestJob = {
  id: "job_00000000000000000000000001" as JobId,
  roots: ["/docs"],
  state: "running",
  startedAtMs: 1,
  doneCount: 1,
  fileCount: null,
  currentPath: null,
  report: { added: 1, updated: 0, unchanged: 0, removed: 0, failed: [] },
};

const end = (
  path: string,
  doneCount: number,
  problem: Extract<IngestEvent, { type: "ingest-file-end" }>["problem"] = null,
): IngestEvent => ({
  type: "ingest-file-end",
  path,
  outcome: problem === null ? "added" : "failed",
  problem,
  doneCount,
  fileCount: 4,
});

const after = (...events: readonly IngestEvent[]) => events.reduce(jobAfter, viewOfJob(job));

it("counts files as they end and keeps failures apart", () => {
  const view = after(
    { type: "ingest-discovered", fileCount: 4, totalBytes: 9 },
    { type: "ingest-file-start", path: "/docs/b", position: 2 },
    end("/docs/b", 2),
    end("/docs/c", 3, { type: "FileEncrypted" }),
  );
  expect(view.counts).toEqual({ added: 2, updated: 0, unchanged: 0, removed: 0 });
  expect(view.files.map(({ path, outcome }) => [path, outcome])).toEqual([
    ["/docs/c", "failed"],
    ["/docs/b", "added"],
  ]);
  expect(view.failed).toEqual([{ path: "/docs/c", reason: { type: "FileEncrypted" } }]);
  expect([view.doneCount, view.fileCount, view.currentPath, shareOf(view)]).toEqual([3, 4, null, 0.75]);
});

it("does not count a file twice when the story is joined late", () => {
  const view = after(end("/docs/a", 1), end("/docs/b", 2), end("/docs/b", 2));
  expect([view.doneCount, view.counts.added, view.files.length]).toEqual([2, 2, 1]);
});

it("takes the report of the end as the truth", () => {
  const report = { added: 3, updated: 1, unchanged: 0, removed: 2, failed: [] };
  const view = after(end("/docs/b", 2), { type: "ingest-end", report, durationMs: 1200 });
  expect([view.state, view.counts, view.durationMs]).toEqual(["done", { added: 3, updated: 1, unchanged: 0, removed: 2 }, 1200]);
  expect(after({ type: "ingest-error", error: { type: "Aborted", by: "user" }, report }).state).toBe("stopped");
});

it("says nobody knows how far it is until files are counted, and keeps the list bounded", () => {
  expect(shareOf(viewOfJob(job))).toBe(null);
  const many = Array.from({ length: mostLines + 50 }, (_, index) => end(`/docs/${index}`, index + 2));
  expect(after(...many).files.length).toBe(mostLines);
});

it("groups failures by cause, the most frequent first, and knows which a second try may cure", () => {
  const groups = failuresByProblem([
    { path: "/a", reason: { type: "FileEncrypted" } },
    { path: "/b", reason: { type: "FileVanished" } },
    { path: "/c", reason: { type: "FileVanished" } },
  ]);
  expect(groups.map(({ type, failures }) => [type, failures.length])).toEqual([
    ["FileVanished", 2],
    ["FileEncrypted", 1],
  ]);
  expect([isWorthRetrying({ type: "FileVanished" }), isWorthRetrying({ type: "FileEncrypted" })]).toEqual([true, false]);
});
