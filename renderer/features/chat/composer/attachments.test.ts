import { expect, it } from "vitest";
import type { IngestEvent, IngestReport } from "#core/memory/schema";
import { attachmentState, groupBrought } from "./attachments.ts";

const file = (name: string) => ({ name, file: {} as File });
const report = (change: Partial<IngestReport>): IngestReport => ({ added: 0, updated: 0, unchanged: 0, removed: 0, failed: [], ...change });
const reading = { type: "reading", share: null } as const;

it("keeps files apart and folders together", () => {
  const groups = groupBrought([file("a.pdf"), file("reports/q1.pdf"), file("reports/2024/q2.pdf"), file("a.pdf")]);
  expect(groups.map(({ name, kind, files }) => [name, kind, files.length])).toEqual([
    ["a.pdf", "file", 1],
    ["reports", "folder", 2],
    ["a.pdf", "file", 1],
  ]);
});

it("shows a share for many files and none for one", () => {
  const ended = (doneCount: number, fileCount: number): IngestEvent => ({
    type: "ingest-file-end",
    path: "/a",
    outcome: "added",
    problem: null,
    doneCount,
    fileCount,
  });
  expect(attachmentState(reading, ended(1, 4), null)).toEqual({ type: "reading", share: 0.25 });
  expect(attachmentState(reading, ended(1, 1), null)).toEqual({ type: "reading", share: null });
});

it("is ready when something went in, whatever failed beside it", () => {
  const end: IngestEvent = {
    type: "ingest-end",
    durationMs: 1,
    report: report({ added: 2, unchanged: 1, failed: [{ path: "/x", reason: { type: "FileEncrypted" } }] }),
  };
  expect(attachmentState(reading, end, null)).toEqual({ type: "ready", documentId: null, fileCount: 3, failedCount: 1 });
});

it("says why nothing went in", () => {
  const end: IngestEvent = {
    type: "ingest-end",
    durationMs: 1,
    report: report({ failed: [{ path: "/x", reason: { type: "FileEncrypted" } }] }),
  };
  expect(attachmentState(reading, end, null)).toEqual({ type: "failed", problem: { type: "FileEncrypted" }, error: null });
  const stopped: IngestEvent = { type: "ingest-error", error: { type: "Aborted", by: "user" }, report: report({}) };
  expect(attachmentState(reading, stopped, null)).toEqual({ type: "failed", problem: null, error: { type: "Aborted", by: "user" } });
});
