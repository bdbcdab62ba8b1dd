import type { ClockDep, IdsDep, LogDep, Result } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { StoreDep } from "#core/store";
import { createChangeFeed } from "./change-feed.ts";
import type { DocumentStore } from "./document-store.ts";
import { createDuplicates } from "./duplicates.ts";
import { createEntries } from "./entries.ts";
import { createEraser } from "./erase.ts";
import { createFileStates } from "./file-states.ts";
import { createForgetting, type Forgetting } from "./forgetting.ts";
import { createMerging, type Merging } from "./merging.ts";
import type { ModelStore } from "./model-store.ts";
import type { OriginMarks } from "./origin-marks.ts";
import type { DuplicateGroup, EntryQuery, MemoryEntry, MemoryError, MemoryOverview, Traces, TrustClass } from "./schema.ts";
import type { SearchClient } from "./search-client.ts";
import { readableText } from "./readable-text.ts";
import { backupsSince, type Quotes } from "./traces.ts";
import { deriveMissingTrust } from "./trust-backfill.ts";
import { isOwnCopy } from "./trust.ts";
import type { TrustMarks } from "./trust-marks.ts";
import type { DocumentWriter } from "./writer.ts";

type DocumentMissing = Extract<MemoryError, { type: "DocumentNotFound" }>;

/** What the library knows and where from: to be looked at, corrected and forgotten by the person. What it promises stands in SPEC.md. */
export interface MemoryPage extends Pick<Forgetting, "forget" | "takeBack">, Merging {
  readonly overview: () => MemoryOverview;
  /** Now and after changes, a few times a second at most. */
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<MemoryOverview, void, void>;
  readonly entries: (query: EntryQuery) => Promise<{ readonly total: number; readonly entries: MemoryEntry[] }>;
  /** Errors: DocumentNotFound. */
  readonly entry: (documentId: string) => Promise<Result<{ readonly entry: MemoryEntry; readonly traces: Traces }, DocumentMissing>>;
  /** Those with most copies first. */
  readonly duplicates: (range: { readonly limit: number; readonly offset: number }) => Promise<{ total: number; groups: DuplicateGroup[] }>;
  /** Both texts, in lines of readable length. Errors: DocumentNotFound. */
  readonly texts: (left: string, right: string) => Result<readonly [string, string], DocumentMissing>;
  /** Null: what follows from where it came from. Answers how many changed. */
  readonly setTrust: (documentIds: readonly string[], trust: TrustClass | null) => number;
  /** Looks at the files of all documents, or of some, and resolves when it has. */
  readonly check: (documentIds: readonly string[] | null, signal?: AbortSignal) => Promise<MemoryOverview>;
}

/** What the rest of the memory needs of the page. */
export interface MemoryPageUpkeep extends Pick<Forgetting, "remove"> {
  readonly page: MemoryPage;
  readonly changed: () => void;
  /** To be called when nothing hidden is left of a process before. */
  readonly start: () => void;
  /** Compares what is new. */
  readonly compare: () => void;
  /** Resolves when nothing is erased, compared or looked at. */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface MemoryPageDeps extends ClockDep, IdsDep, LogDep, StoreDep {
  readonly documentStore: DocumentStore;
  readonly modelStore: ModelStore;
  readonly originMarks: OriginMarks;
  readonly quotes: Quotes;
  readonly searchClient: SearchClient;
  readonly trustMarks: TrustMarks;
  readonly writer: DocumentWriter;
  /** What is shown of the library elsewhere has changed. */
  readonly onLibraryChange: () => void;
  readonly onErased: (sinceMs: number) => void;
}

const watchIntervalMs = 300;

export const createMemoryPage = (deps: MemoryPageDeps): MemoryPageUpkeep => {
  const { clock, documentStore, onLibraryChange, quotes, store, trustMarks } = deps;
  const ended = new AbortController();
  const duplicates = createDuplicates({ ...deps, onChange: () => feed.changed() });
  const fileStates = createFileStates({ ...deps, onChange: () => feed.changed() });
  const entries = createEntries(deps, duplicates);
  const compare = () => void duplicates.run();
  const changed = () => {
    feed.changed();
    onLibraryChange();
  };
  const forgetting = createForgetting({
    ...deps,
    eraser: createEraser(deps),
    onChange: () => {
      changed();
      compare();
    },
  });
  const merging = createMerging({
    ...deps,
    onChange: () => {
      changed();
      compare();
    },
  });

  const overview = (): MemoryOverview => {
    const members = duplicates.groups();
    return {
      ...entries.counts(),
      oldVersions: members.flat().filter(({ isOlder }) => isOlder).length,
      duplicateGroups: members.filter((group) => group.filter(({ isMerged }) => !isMerged).length > 1).length,
      checking: fileStates.isChecking(),
      checkedAtMs: fileStates.checkedAtMs(),
      comparing: duplicates.waiting(),
      forgetting: forgetting.pending(),
    };
  };
  const feed = createChangeFeed(overview, clock, watchIntervalMs);
  let backfilling: Promise<void> = Promise.resolve();

  const tracesOf = async (documentId: string, path: string, addedAtMs: number): Promise<Traces> => ({
    quotedIn: [...(await quotes.quotedIn([documentId]))],
    backups: await backupsSince(store.dataDir, addedAtMs),
    ownCopies: isOwnCopy(store.dataDir, path) ? 1 : 0,
  });

  const page: MemoryPage = {
    overview,
    watch: feed.watch,
    entries: async (query) => entries.list(query, await quotes.uses()),
    entry: async (documentId) => {
      const [entry] = entries.byIds([documentId], await quotes.uses());
      if (entry === undefined) return err({ type: "DocumentNotFound", documentId });
      return ok({ entry, traces: await tracesOf(documentId, entry.path, entry.addedAtMs) });
    },
    duplicates: async ({ limit, offset }) => {
      const uses = await quotes.uses();
      const found = duplicates.groups();
      const groups = found.slice(offset, offset + limit).flatMap((group): DuplicateGroup[] => {
        const known = new Map(
          entries
            .byIds(
              group.map(({ documentId }) => documentId),
              uses,
            )
            .map((entry) => [entry.id, entry]),
        );
        // What was forgotten since they were grouped is left out.
        const members = group.flatMap(({ documentId, sameText, similarity }) => {
          const entry = known.get(documentId);
          return entry === undefined ? [] : [{ entry, similarity, sameText }];
        });
        return members.length < 2 ? [] : [{ id: members[0]?.entry.id ?? "", members }];
      });
      return { total: found.length, groups };
    },
    texts: (left, right) => {
      const known = [left, right].map((id) => ({ id, version: documentStore.byId(id)?.version }));
      const unknown = known.find(({ version }) => version === undefined);
      if (unknown !== undefined) return err({ type: "DocumentNotFound", documentId: unknown.id });
      const [one = "", other = ""] = known.map(({ version }) => readableText(documentStore.text(version ?? 0)));
      return ok([one, other] as const);
    },
    setTrust: (documentIds, trust) => {
      const count = trustMarks.set(documentIds, trust);
      if (count > 0) {
        changed();
        compare();
      }
      return count;
    },
    check: async (documentIds, signal) => {
      await fileStates.check(documentIds, signal);
      return overview();
    },
    forget: forgetting.forget,
    takeBack: forgetting.takeBack,
    merge: merging.merge,
    mergeAll: async () => merging.mergeGroups(duplicates.groups()),
    separate: merging.separate,
  };

  return {
    page,
    changed: () => feed.changed(),
    start: () => {
      forgetting.resume();
      fileStates.start();
      backfilling = deriveMissingTrust(deps, ended.signal).then(() => feed.changed());
    },
    compare,
    remove: forgetting.remove,
    idle: async () => {
      await backfilling;
      await forgetting.idle();
      await duplicates.run();
    },
    close: async () => {
      ended.abort();
      await forgetting.close();
      await fileStates.close();
      await duplicates.close();
      await backfilling;
      feed.close();
    },
  };
};
