import { access } from "node:fs/promises";
import { resolve, sep } from "node:path";
import type { Aborted, ClockDep, IdsDep, LogDep, Result } from "#core/base";
import { err, ok } from "#core/base/schema";
import type { EmbeddingStatus } from "#core/embedding/schema";
import type { SettingsDep } from "#core/settings";
import type { StoreDep } from "#core/store";
import { createChangeFeed } from "./change-feed.ts";
import { createDocumentStore, type DocumentFilter, type StoredChunk } from "./document-store.ts";
import type { EmbeddersDep } from "./embedders.ts";
import type { DocumentsDep } from "./ingest.ts";
import { createJobStore } from "./job-store.ts";
import { createIngestJobs } from "./jobs.ts";
import { createModelStore } from "./model-store.ts";
import { createOriginMarks } from "./origin-marks.ts";
import { createMemoryPage, type MemoryPage } from "./page.ts";
import { createPrivateMarks } from "./private-marks.ts";
import type {
  Document,
  IngestEvent,
  IngestJob,
  LibraryStatus,
  MemoryError,
  Passage,
  PrivateMark,
  SearchAnswer,
  SearchQueryInput,
} from "./schema.ts";
import { createSearchClient } from "./search-client.ts";
import { tuningOf, type SearchTuning } from "./searcher.ts";
import { noQuotes, type Quotes } from "./traces.ts";
import { createTrustMarks } from "./trust-marks.ts";
import { createEmbeddingUpkeep, type EmbeddingUpkeep } from "./upkeep.ts";
import { storeUpload, type StoredUpload, type UploadRefused } from "./uploads.ts";
import { createDocumentWriter } from "./writer.ts";

type NotFound<Type extends MemoryError["type"]> = Extract<MemoryError, { type: Type }>;

/** The library: reads files, remembers their text, finds passages. What its rules promise stands in SPEC.md. */
export interface Memory {
  /** Starts reading in the background. Errors: PathNotFound when none of the paths exists; one that is missing among others fails alone. */
  readonly ingest: (paths: readonly string[]) => Promise<Result<IngestJob, NotFound<"PathNotFound">>>;
  /** Reads documents anew though they did not change. Errors: DocumentNotFound for the first unknown one; nothing is started then. */
  readonly reingest: (documentIds: readonly string[]) => Result<IngestJob, NotFound<"DocumentNotFound">>;
  /** A job's present state as events and then what happens, to its end. Errors: JobNotFound. */
  readonly jobEvents: (jobId: string, signal?: AbortSignal) => Result<AsyncGenerator<IngestEvent, void, void>, NotFound<"JobNotFound">>;
  /** True when it was running or waiting. Errors: JobNotFound. */
  readonly cancel: (jobId: string) => Result<boolean, NotFound<"JobNotFound">>;
  /** Best first. `tuning` is for measurements; the default was chosen by them. Errors: Aborted. */
  readonly search: (
    query: SearchQueryInput & { readonly tuning?: SearchTuning },
    signal?: AbortSignal,
  ) => Promise<Result<SearchAnswer, Aborted>>;
  /** `around` characters of the document on both sides, as far as there are any. Errors: ChunkNotFound. */
  readonly passage: (chunkId: number, around: number) => Result<Passage, NotFound<"ChunkNotFound">>;
  readonly chunk: (chunkId: number) => Result<StoredChunk, NotFound<"ChunkNotFound">>;
  readonly document: (documentId: string) => Result<Document, NotFound<"DocumentNotFound">>;
  /** Newest first. */
  readonly documents: (filter: DocumentFilter) => { readonly total: number; readonly documents: Document[] };
  /** What is known and where from, to be corrected and forgotten. */
  readonly page: MemoryPage;
  /** Forgets documents without a way back; unknown ids are passed over. Answers how many there were. */
  readonly remove: (documentIds: readonly string[]) => number;
  /**
   * Marks a document, or a path and everything below it, now and later; marking it private takes back what was said below it to be open, and what
   * is marked private there itself stays so. Answers how many documents changed. Errors: DocumentNotFound.
   */
  readonly setPrivate: (
    place: { readonly documentId: string } | { readonly root: string },
    isPrivate: boolean,
  ) => Result<number, NotFound<"DocumentNotFound">>;
  /** In order of path. */
  readonly privateMarks: () => PrivateMark[];
  readonly storeUpload: (
    upload: { readonly batch: string; readonly name: string; readonly file: Blob },
    signal?: AbortSignal,
  ) => Promise<Result<StoredUpload, UploadRefused | Aborted>>;
  readonly status: () => LibraryStatus;
  readonly watch: (signal?: AbortSignal) => AsyncGenerator<LibraryStatus, void, void>;
  /** Embeds texts that are not in the library, by the model it uses; rows in order. */
  readonly embedTexts: EmbeddingUpkeep["embedTexts"];
  readonly embeddingStatus: () => EmbeddingStatus;
  readonly watchEmbedding: (signal?: AbortSignal) => AsyncGenerator<EmbeddingStatus, void, void>;
  /** Resolves when nothing is being read, swept or embedded anew. */
  readonly settled: () => Promise<void>;
  /** Interrupts what runs, to be continued in the next process. The reader and the store stay open: they are the host's. */
  readonly close: () => Promise<void>;
}

export type MemoryDeps = ClockDep &
  DocumentsDep &
  EmbeddersDep &
  IdsDep &
  LogDep &
  SettingsDep &
  StoreDep & {
    /** Nobody quotes anything without. */
    readonly quotes?: Quotes | undefined;
    /** Something that was in the library since this moment has been erased. */
    readonly onErased?: ((sinceMs: number) => void) | undefined;
  };

const statusIntervalMs = 100;

export const createMemory = (deps: MemoryDeps): Memory => {
  const { clock, settings, store } = deps;
  const marks = createPrivateMarks(deps, sep);
  const trustMarks = createTrustMarks(deps);
  const originMarks = createOriginMarks();
  const documentStore = createDocumentStore(deps, marks.isPrivate, trustMarks.said);
  const modelStore = createModelStore(deps);
  const jobStore = createJobStore(deps);
  const searchClient = createSearchClient(deps, store.database.name);
  const upkeep = createEmbeddingUpkeep({ ...deps, chunkCount: () => documentStore.counts().chunkCount, modelStore, searchClient });
  const writer = createDocumentWriter({ documentStore, modelStore, searchClient, store, upkeep });
  const ended = new AbortController();

  const status = (): LibraryStatus => ({ ...documentStore.counts(), jobs: jobs.list() });
  const feed = createChangeFeed(status, clock, statusIntervalMs);
  const { page, ...pageUpkeep } = createMemoryPage({
    ...deps,
    documentStore,
    modelStore,
    originMarks,
    quotes: deps.quotes ?? noQuotes,
    searchClient,
    trustMarks,
    writer,
    onLibraryChange: feed.changed,
    onErased: (sinceMs) => {
      deps.onErased?.(sinceMs);
      void upkeep.run();
    },
  });
  const onChange = () => {
    feed.changed();
    pageUpkeep.changed();
  };
  // What a crash left half written goes before anything new is written.
  const swept = writer.sweep();
  const onIdle = () => {
    void upkeep.run();
    pageUpkeep.compare();
  };
  const { dataDir } = store;
  const jobs = createIngestJobs({ ...deps, dataDir, documentStore, jobStore, originMarks, writer, onChange, onIdle, ready: swept });
  void swept.then(() => {
    // The first question should not wait for the vectors.
    const [active] = upkeep.targets();
    if (active !== undefined && documentStore.counts().chunkCount > 0 && !ended.signal.aborted) void searchClient.load(active);
    onIdle();
    pageUpkeep.start();
  });

  const followSettings = async (): Promise<void> => {
    let folder = settings.get().embeddingFolder;
    for await (const next of settings.watch(ended.signal)) {
      if (next.embeddingFolder === folder) continue;
      folder = next.embeddingFolder;
      void upkeep.run();
    }
  };
  void followSettings();

  const search: Memory["search"] = async (query, signal) => {
    const startedMs = performance.now();
    const embedded = await upkeep.embedQuestion(query.query, signal);
    if (!embedded.ok) return embedded;
    const embedding = upkeep.status().active;
    const found = await searchClient.search(
      { tuning: tuningOf(embedding.kind), ...query, k: query.k ?? 10, embedded: embedded.value },
      signal,
    );
    return found.ok ? ok({ hits: found.value.hits, embedding, tookMs: performance.now() - startedMs }) : found;
  };

  const exists = (path: string): Promise<boolean> =>
    access(path).then(
      () => true,
      () => false,
    );

  return {
    ingest: async (paths) => {
      const roots = [...new Set(paths.map((path) => resolve(path)))];
      const present = await Promise.all(roots.map(exists));
      if (!present.includes(true)) return err({ type: "PathNotFound", path: roots[0] ?? "" });
      return ok(jobs.start(roots, false));
    },
    reingest: (documentIds) => {
      const found = documentIds.map((documentId) => documentStore.byId(documentId));
      const unknown = documentIds[found.indexOf(null)];
      if (unknown !== undefined) return err({ type: "DocumentNotFound", documentId: unknown });
      return ok(jobs.start([...new Set(found.flatMap((known) => (known === null ? [] : [known.document.path])))], true));
    },
    jobEvents: (jobId, signal) => {
      const events = jobs.events(jobId, signal);
      return events === null ? err({ type: "JobNotFound", jobId }) : ok(events);
    },
    cancel: (jobId) => {
      const cancelled = jobs.cancel(jobId);
      return cancelled === null ? err({ type: "JobNotFound", jobId }) : ok(cancelled);
    },
    search,
    passage: (chunkId, around) => {
      const passage = documentStore.passage(chunkId, around);
      return passage === null ? err({ type: "ChunkNotFound", chunkId }) : ok(passage);
    },
    chunk: (chunkId) => {
      const chunk = documentStore.chunk(chunkId);
      return chunk === null ? err({ type: "ChunkNotFound", chunkId }) : ok(chunk);
    },
    document: (documentId) => {
      const known = documentStore.byId(documentId);
      return known === null ? err({ type: "DocumentNotFound", documentId }) : ok(known.document);
    },
    documents: documentStore.list,
    page,
    remove: pageUpkeep.remove,
    setPrivate: (place, isPrivate) => {
      const known = "documentId" in place ? documentStore.byId(place.documentId) : null;
      if ("documentId" in place && known === null) return err({ type: "DocumentNotFound", documentId: place.documentId });
      const path = "root" in place ? resolve(place.root) : (known?.document.path ?? "");
      const changed = marks.set(path, isPrivate);
      onChange();
      return ok(changed);
    },
    privateMarks: marks.list,
    storeUpload: (upload, signal) => storeUpload(store.dataDir, upload, signal),
    status,
    watch: feed.watch,
    embedTexts: upkeep.embedTexts,
    embeddingStatus: upkeep.status,
    watchEmbedding: upkeep.watch,
    settled: async () => {
      await jobs.idle();
      await pageUpkeep.idle();
      await upkeep.run();
    },
    close: async () => {
      ended.abort({ type: "Aborted", by: "shutdown" });
      await pageUpkeep.close();
      const stopped = writer.close();
      await jobs.close();
      await stopped;
      await upkeep.close();
      feed.close();
      await searchClient.close();
    },
  };
};
