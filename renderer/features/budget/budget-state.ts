import { createStore } from "zustand/vanilla";
import type { CachePolicy, CacheStatus } from "#core/answer-cache/schema";
import type { Allowance, AllowanceStatus, BudgetDay } from "#core/budgets/schema";
import type { ModelInfo } from "#core/llm/schema";
import { attempt, follow, type Client, type ClientError } from "../../bridge/index.ts";

export interface BudgetState {
  /** Null until they were read. */
  readonly allowances: readonly AllowanceStatus[] | null;
  /** Newest first; days without a call are left out. */
  readonly history: readonly BudgetDay[];
  readonly days: number;
  /** When the history was read. */
  readonly readAt: Date;
  readonly models: readonly ModelInfo[];
  readonly cache: CacheStatus | null;
  readonly cachePolicy: CachePolicy | null;
  readonly problem: ClientError | null;
}

/** What the budget page knows and can do. Lives as long as the page. */
export const createBudget = (client: Client) => {
  const store = createStore<BudgetState>(() => ({
    allowances: null,
    history: [],
    days: 30,
    readAt: new Date(),
    models: [],
    cache: null,
    cachePolicy: null,
    problem: null,
  }));
  const set = store.setState;
  const readHistory = async (): Promise<void> => {
    const history = await attempt(client.budget.history({ days: store.getState().days }));
    set(history.ok ? { history: history.value, readAt: new Date() } : { problem: history.error });
  };
  const readCache = async (): Promise<void> => {
    const [cache, policy] = await Promise.all([attempt(client.answerCache.status()), attempt(client.answerCache.policy())]);
    set({
      ...(cache.ok ? { cache: cache.value } : { problem: cache.error }),
      ...(policy.ok ? { cachePolicy: policy.value } : {}),
    });
  };
  return {
    store,
    /** Keeps the state true until the signal aborts; every call made anywhere changes the allowances, so history and savings are read anew with them. */
    follow: async (signal: AbortSignal): Promise<void> => {
      void attempt(client.models.list()).then((models) => models.ok && set({ models: models.value }));
      await follow(
        (stop) => client.budget.watch(undefined, { signal: stop }),
        (allowances) => {
          set({ allowances, problem: null });
          void readHistory();
          void readCache();
        },
        signal,
      );
    },
    showDays: (days: number) => {
      set({ days });
      void readHistory();
    },
    give: (allowance: Omit<Allowance, "id">) => attempt(client.budget.set(allowance)),
    raise: (allowanceId: Allowance["id"], by: number) => attempt(client.budget.extend({ allowanceId, by })),
    remove: (allowanceId: Allowance["id"]) => attempt(client.budget.remove({ allowanceId })),
    setCachePolicy: async (change: Partial<CachePolicy>): Promise<ClientError | null> => {
      const stored = await attempt(client.answerCache.setPolicy(change));
      if (stored.ok) set({ cachePolicy: stored.value });
      return stored.ok ? null : stored.error;
    },
    clearCache: async () => {
      const cleared = await attempt(client.answerCache.clear());
      await readCache();
      return cleared;
    },
  };
};

export type Budget = ReturnType<typeof createBudget>;
