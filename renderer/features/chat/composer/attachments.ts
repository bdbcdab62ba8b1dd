import type { FileProblem } from "#core/documents/schema";
import type { DocumentId, IngestEvent } from "#core/memory/schema";
import type { BroughtFile, ClientError } from "../../../bridge/index.ts";

/** A file or folder on its way into the library and onto the next question. */
export interface Attachment {
  readonly id: string;
  readonly name: string;
  /** `folder`: its files go into the library; they are not attached one by one. */
  readonly kind: "file" | "folder";
  readonly state:
    | { readonly type: "sending"; readonly share: number }
    | { readonly type: "reading"; readonly share: number | null }
    | { readonly type: "ready"; readonly documentId: DocumentId | null; readonly fileCount: number; readonly failedCount: number }
    | { readonly type: "failed"; readonly problem: FileProblem | null; readonly error: ClientError | null };
  /** Taken off while that can still be undone. */
  readonly removed: boolean;
}

/** What was brought, one entry per file or top-level folder, with the files that belong to it. */
export const groupBrought = (
  files: readonly BroughtFile[],
): { readonly name: string; readonly kind: Attachment["kind"]; readonly files: readonly BroughtFile[] }[] => {
  const groups = new Map<string, BroughtFile[]>();
  for (const [index, file] of files.entries()) {
    const [top = "", ...below] = file.name.split("/");
    // Two files of one name are two entries; files of one folder are one.
    const key = below.length > 0 ? `${top}/` : `${index}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups.entries()].map(([key, members]) =>
    key.endsWith("/")
      ? { name: key.slice(0, -1), kind: "folder", files: members }
      : { name: members[0]?.name ?? "", kind: "file", files: members },
  );
};

const finished = (
  event: Extract<IngestEvent, { type: "ingest-end" | "ingest-error" }>,
  only: (IngestEvent & { type: "ingest-file-end" }) | null,
): Attachment["state"] => {
  const { added, updated, unchanged, failed } = event.report;
  const fileCount = added + updated + unchanged;
  const problem = only?.problem ?? failed[0]?.reason ?? null;
  if (fileCount > 0) return { type: "ready", documentId: null, fileCount, failedCount: failed.length };
  return { type: "failed", problem, error: event.type === "ingest-error" ? event.error : null };
};

/** The state after one event of the attachment's own job. `last` is the last file that ended before, if any. */
export const attachmentState = (
  state: Attachment["state"],
  event: IngestEvent,
  last: (IngestEvent & { type: "ingest-file-end" }) | null,
): Attachment["state"] => {
  switch (event.type) {
    case "ingest-start":
    case "ingest-discovered":
      return { type: "reading", share: null };
    case "ingest-file-start":
      return state;
    case "ingest-file-end":
      return { type: "reading", share: event.fileCount <= 1 ? null : event.doneCount / event.fileCount };
    case "ingest-end":
    case "ingest-error":
      return finished(event, last);
  }
};
