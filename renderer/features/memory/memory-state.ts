import { createStore } from "zustand/vanilla";
import type {
  DocumentId,
  DuplicateGroup,
  EntryQuery,
  Forgotten,
  MemoryEntry,
  MemoryOverview,
  Traces,
  TrustClass,
} from "#core/memory/schema";
import { attempt, follow, type Bridge, type ClientError } from "../../bridge/index.ts";

/** What the list shows. Null keeps all. */
export interface Narrowing {
  readonly filter: string;
  readonly trust: TrustClass | null;
  readonly state: NonNullable<EntryQuery["state"]> | null;
  readonly sort: EntryQuery["sort"];
}

export interface MemoryState extends Narrowing {
  readonly overview: MemoryOverview | null;
  readonly entries: readonly MemoryEntry[];
  readonly total: number;
  readonly loaded: boolean;
  readonly groups: readonly DuplicateGroup[];
  readonly groupTotal: number;
  readonly groupsLoaded: boolean;
  readonly problem: ClientError | null;
  /** What stays of what was forgotten last, while there is something to say. */
  readonly remains: { readonly count: number; readonly traces: Traces } | null;
}

const pageSize = 200;
/** The most one call gives. */
const mostInPage = 1000;

const initial: MemoryState = {
  overview: null,
  entries: [],
  total: 0,
  loaded: false,
  groups: [],
  groupTotal: 0,
  groupsLoaded: false,
  problem: null,
  remains: null,
  filter: "",
  trust: null,
  state: null,
  sort: "added",
};

/** Numbers that change when the list does. */
const shapeOf = (overview: MemoryOverview): string => JSON.stringify({ ...overview, checking: 0, checkedAtMs: 0, comparing: 0 });

/** What the memory page knows and can do. Lives as long as the window, so that leaving the screen loses nothing. */
export const createMemoryState = ({ client }: Bridge) => {
  const { library, memory } = client;
  const store = createStore<MemoryState>(() => initial);
  const set = store.setState;
  let lastRead = 0;

  const read = async (limit: number, offset: number): Promise<void> => {
    lastRead += 1;
    const turn = lastRead;
    const { filter, sort, state, trust } = store.getState();
    const page = await attempt(
      memory.entries({ filter, sort, limit, offset, ...(state === null ? {} : { state }), ...(trust === null ? {} : { trust }) }),
    );
    if (turn !== lastRead) return;
    if (!page.ok) return set({ problem: page.error, loaded: true });
    set(({ entries }) => ({
      entries: offset === 0 ? page.value.entries : [...entries, ...page.value.entries],
      total: page.value.total,
      loaded: true,
      problem: null,
    }));
  };
  const readGroups = async (): Promise<void> => {
    const found = await attempt(memory.duplicates({ limit: 100 }));
    if (found.ok) set({ groups: found.value.groups, groupTotal: found.value.total, groupsLoaded: true });
    else set({ problem: found.error, groupsLoaded: true });
  };
  const refresh = async (): Promise<void> => {
    await Promise.all([read(Math.min(mostInPage, Math.max(pageSize, store.getState().entries.length)), 0), readGroups()]);
  };
  /** What stood in the way, or null; the lists are true again either way. */
  const act = async <T>(call: PromiseLike<T>): Promise<{ readonly value: T | null; readonly problem: ClientError | null }> => {
    const outcome = await attempt(call);
    await refresh();
    return outcome.ok ? { value: outcome.value, problem: null } : { value: null, problem: outcome.error };
  };

  const take = (overview: MemoryOverview): void => {
    const before = store.getState().overview;
    set({ overview });
    if (before === null || shapeOf(before) !== shapeOf(overview)) void refresh();
  };

  return {
    store,
    /** Keeps the state true until the signal aborts. */
    follow: (signal: AbortSignal): Promise<void> => follow((stop) => memory.watch(undefined, { signal: stop }), take, signal),
    refresh,
    readMore: async () => {
      const { entries, total } = store.getState();
      if (entries.length < total) await read(pageSize, entries.length);
    },
    narrow: (change: Partial<Narrowing>) => {
      set(change);
      void read(pageSize, 0);
    },
    setTrust: (documentIds: readonly DocumentId[], trust: TrustClass | null) =>
      act(memory.setTrust({ documentIds: [...documentIds], trust })),
    setPrivate: async (documentIds: readonly DocumentId[], isPrivate: boolean): Promise<ClientError | null> => {
      let problem: ClientError | null = null;
      for (const documentId of documentIds) {
        const marked = await attempt(library.setPrivate({ documentId, isPrivate }));
        if (!marked.ok) problem = marked.error;
      }
      await refresh();
      return problem;
    },
    readAgain: (documentIds: readonly DocumentId[]) => act(library.reingest({ documentIds: [...documentIds] })),
    check: () => act(memory.check({})),
    merge: (keepId: DocumentId, copyIds: readonly DocumentId[]) => act(memory.merge({ keepId, copyIds: [...copyIds] })),
    mergeAll: () => act(memory.mergeAll()),
    separate: (documentIds: readonly DocumentId[]) => act(memory.separate({ documentIds: [...documentIds] })),
    compare: (left: DocumentId, right: DocumentId) => attempt(memory.compare({ left, right })),
    /** `documentId` may come from an address. */
    entry: (documentId: string) => attempt(memory.entry({ documentId: documentId as DocumentId })),
    forget: async (
      documentIds: readonly DocumentId[],
    ): Promise<{ readonly value: Forgotten | null; readonly problem: ClientError | null }> => {
      const done = await act(memory.forget({ documentIds: [...documentIds] }));
      const traces = done.value?.traces;
      const stays = traces !== undefined && (traces.quotedIn.length > 0 || traces.backups.length > 0);
      set({ remains: stays ? { count: done.value?.forgotten ?? 0, traces } : null });
      return done;
    },
    takeBack: async (ticket: string) => {
      set({ remains: null });
      return act(memory.takeBack({ ticket }));
    },
    putAwayRemains: () => set({ remains: null }),
  };
};

export type MemoryStore = ReturnType<typeof createMemoryState>;
