import { createStore } from "zustand/vanilla";
import type { DocumentKind } from "#core/documents/schema";
import type { EmbeddingStatus } from "#core/embedding/schema";
import type { Document, DocumentId, IngestJob, JobId, LibraryStatus } from "#core/memory/schema";
import { attempt, consume, follow, type Bridge, type BroughtFile, type ClientError } from "../../bridge/index.ts";
import { bringFiles, type Sending } from "./bring-files.ts";
import { jobAfter, viewOfJob, type JobView } from "./job-view.ts";

export interface LibraryState {
  readonly status: LibraryStatus | null;
  readonly embedding: EmbeddingStatus | null;
  /** Newest first; a finished one stays until it is put away. */
  readonly jobs: readonly JobView[];
  readonly sending: Sending | null;
  readonly documents: readonly Document[];
  readonly total: number;
  readonly loaded: boolean;
  readonly filter: string;
  readonly kind: DocumentKind | null;
  readonly problem: ClientError | null;
}

/** One document, or a file or folder and all below it. */
type PrivatePlace = { readonly documentId: DocumentId } | { readonly root: string };

/** Documents read at once; the list reads on as it is scrolled. */
const pageSize = 200;
/** The most one call gives; a list longer than this reads on when it is scrolled again. */
const mostInPage = 1000;

const initial: LibraryState = {
  status: null,
  embedding: null,
  jobs: [],
  sending: null,
  documents: [],
  total: 0,
  loaded: false,
  filter: "",
  kind: null,
  problem: null,
};

/** What the library's screen knows and can do. Lives as long as the window, so that leaving the screen loses nothing. */
export const createLibrary = (bridge: Bridge) => {
  const { library } = bridge.client;
  const store = createStore<LibraryState>(() => initial);
  const set = store.setState;
  const followed = new Set<string>();
  let sendingStop = new AbortController();
  let lastRead = 0;

  const setJob = (id: string, change: (view: JobView) => JobView) =>
    set(({ jobs }) => ({ jobs: jobs.map((job) => (job.id === id ? change(job) : job)) }));

  const read = async (limit: number, offset: number): Promise<void> => {
    lastRead += 1;
    const turn = lastRead;
    const { filter, kind } = store.getState();
    const page = await attempt(library.documents({ filter, limit, offset, ...(kind === null ? {} : { kind }) }));
    if (turn !== lastRead) return;
    if (!page.ok) return set({ problem: page.error, loaded: true });
    set(({ documents }) => ({
      documents: offset === 0 ? page.value.documents : [...documents, ...page.value.documents],
      total: page.value.total,
      loaded: true,
      problem: null,
    }));
  };
  const refresh = () => read(Math.min(mostInPage, Math.max(pageSize, store.getState().documents.length)), 0);

  const followJob = async (job: IngestJob): Promise<void> => {
    if (followed.has(job.id)) return;
    followed.add(job.id);
    set(({ jobs }) => ({ jobs: [viewOfJob(job), ...jobs] }));
    const outcome = await consume(library.job({ jobId: job.id }), (event) => setJob(job.id, (view) => jobAfter(view, event)));
    // The line broke before the end was told: the next status brings the job again.
    if (!outcome.ok || store.getState().jobs.find(({ id }) => id === job.id)?.state === "running") {
      followed.delete(job.id);
      set(({ jobs }) => ({ jobs: jobs.filter(({ id }) => id !== job.id) }));
    }
    await refresh();
  };

  const takeStatus = (status: LibraryStatus) => {
    const before = store.getState().status;
    set({ status });
    for (const job of status.jobs) if (job.state === "running") void followJob(job);
    if (before === null || before.documentCount !== status.documentCount || before.chunkCount !== status.chunkCount) void refresh();
  };

  const started = (outcome: Awaited<ReturnType<typeof bringFiles>>) => {
    if (outcome.ok && outcome.value !== null) void followJob(outcome.value);
    return outcome;
  };

  return {
    store,
    /** Keeps the state true until the signal aborts. */
    follow: async (signal: AbortSignal): Promise<void> => {
      await Promise.all([
        follow((stop) => library.watch(undefined, { signal: stop }), takeStatus, signal),
        follow(
          (stop) => library.watchEmbedding(undefined, { signal: stop }),
          (embedding) => set({ embedding }),
          signal,
        ),
      ]);
    },
    refresh,
    readMore: async () => {
      const { documents, total } = store.getState();
      if (documents.length < total) await read(pageSize, documents.length);
    },
    narrow: (change: { readonly filter?: string; readonly kind?: DocumentKind | null }) => {
      set(change);
      void read(pageSize, 0);
    },
    bring: async (files: readonly BroughtFile[]) => {
      sendingStop = new AbortController();
      const outcome = started(await bringFiles(bridge, files, (sending) => set({ sending }), sendingStop.signal));
      const failed = store.getState().sending?.failed ?? [];
      set(({ sending }) => ({ sending: sending !== null && failed.length > 0 ? sending : null }));
      return outcome;
    },
    stopSending: () => sendingStop.abort(),
    putAwaySending: () => set({ sending: null }),
    addPaths: async (paths: readonly string[]) => started(await attempt(library.ingest({ paths: [...paths] }))),
    cancel: (id: string) => attempt(library.cancel({ jobId: id as JobId })),
    putAwayJob: (id: string) => set(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) })),
    forget: async (documentIds: readonly DocumentId[]) => {
      const forgotten = await attempt(bridge.client.memory.forget({ documentIds: [...documentIds] }));
      await refresh();
      return forgotten;
    },
    takeBack: async (ticket: string) => {
      const restored = await attempt(bridge.client.memory.takeBack({ ticket }));
      await refresh();
      return restored;
    },
    /** Nothing of these leaves this machine from now on, or it may again. Answers what stood in the way, or null. */
    setPrivate: async (places: readonly PrivatePlace[], isPrivate: boolean): Promise<ClientError | null> => {
      let problem: ClientError | null = null;
      for (const place of places) {
        const marked = await attempt(library.setPrivate({ ...place, isPrivate }));
        if (!marked.ok) problem = marked.error;
      }
      await refresh();
      return problem;
    },
    reread: async (documentIds: readonly DocumentId[]) => started(await attempt(library.reingest({ documentIds: [...documentIds] }))),
  };
};

export type Library = ReturnType<typeof createLibrary>;
