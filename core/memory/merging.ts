import { err, ok, type Result } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import type { DocumentStore } from "./document-store.ts";
import type { FoundGroup } from "./read-groups.ts";
import type { DocumentId, MemoryError } from "./schema.ts";
import type { SearchClient } from "./search-client.ts";

type DocumentMissing = Extract<MemoryError, { type: "DocumentNotFound" }>;

/** One document answers for its copies: they stay in the library, and searches leave them out. */
export interface Merging {
  /** Copies of the copies come along. Answers whose place was taken, to be given to `separate`. Errors: DocumentNotFound for `keepId`. */
  readonly merge: (keepId: string, copyIds: readonly string[]) => Result<DocumentId[], DocumentMissing>;
  /** Merges every group into its first; those whose copies are not of one privacy are left. */
  readonly mergeAll: () => Promise<DocumentId[]>;
  /** Copies answer for themselves again. Answers how many. */
  readonly separate: (documentIds: readonly string[]) => number;
}

interface MergingDeps extends StoreDep {
  readonly documentStore: DocumentStore;
  readonly searchClient: SearchClient;
  readonly onChange: () => void;
}

export const createMerging = ({ documentStore, onChange, searchClient, store }: MergingDeps) => {
  const { database } = store;
  const setMerged = database.prepare("UPDATE documents SET merged_into = ? WHERE version = ? AND live = 1");
  const selectCopies = database.prepare<[string], { id: DocumentId; version: number }>(
    "SELECT id, version FROM documents WHERE merged_into = ? AND live = 1",
  );

  const merge: Merging["merge"] = (keepId, copyIds) => {
    const kept = documentStore.byId(keepId);
    if (kept === null) return err({ type: "DocumentNotFound", documentId: keepId });
    const taken = new Map<DocumentId, number>();
    store.transaction(() => {
      setMerged.run(null, kept.version);
      for (const copyId of copyIds) {
        const copy = documentStore.byId(copyId);
        if (copy === null || copy.document.id === kept.document.id) continue;
        for (const { id, version } of [{ id: copy.document.id, version: copy.version }, ...selectCopies.all(copyId)]) {
          if (id === kept.document.id) continue;
          setMerged.run(keepId, version);
          taken.set(id, version);
        }
      }
    });
    searchClient.change({ added: [kept.version], removed: [...taken.values()] });
    onChange();
    return ok([...taken.keys()]);
  };

  return {
    merge,
    mergeGroups: (groups: readonly FoundGroup[]): DocumentId[] =>
      groups.flatMap((group) => {
        const [keep, ...copies] = group
          .filter(({ isMerged }) => !isMerged)
          .map(({ documentId }) => documentStore.byId(documentId)?.document);
        if (keep === undefined || copies.length === 0) return [];
        // An open copy that answers for a private one would be sent where the private one must not go, and the other way round lost.
        const alike = copies.flatMap((copy) => (copy !== undefined && copy.isPrivate === keep.isPrivate ? [copy.id] : []));
        const merged = merge(keep.id, alike);
        return merged.ok ? merged.value : [];
      }),
    separate: (documentIds: readonly string[]): number => {
      const versions = documentIds.flatMap((documentId) => documentStore.byId(documentId)?.version ?? []);
      const freed = store.transaction(() => versions.filter((version) => setMerged.run(null, version).changes > 0));
      searchClient.change({ added: freed, removed: [] });
      if (freed.length > 0) onChange();
      return freed.length;
    },
  };
};
