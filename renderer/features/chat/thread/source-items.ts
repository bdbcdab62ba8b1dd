import type { Citation } from "#core/chat/schema";
import type { SourceItem } from "../../../ui/source-item.ts";
import type { LiveSource } from "./views.ts";

/** What the numbers of an answer lead to: verified quotes once it is stored, the passages offered to the model while it streams. Ordered by number. */
export const sourceItems = (citations: readonly Citation[], live: readonly LiveSource[]): SourceItem[] =>
  (live.length > 0
    ? live.map((source): SourceItem => ({ ...source, quote: null, start: null, end: null }))
    : citations.map(({ documentId: _documentId, ...citation }): SourceItem => citation)
  ).toSorted((a, b) => (a.number ?? 0) - (b.number ?? 0));
