import { createIds, silentLog, type Log } from "#core/base";
import { createFakeClock, openTestStore, type FakeClock } from "#core/testing";
import { createBudgets, type Budgets } from "./budgets.ts";
import { budgetsMigrations } from "./migrations.ts";
import type { Allowance, BudgetSubjects, Spend } from "./schema.ts";

export const cloud: BudgetSubjects = { modelId: "provider_x/big", providerId: "provider_x", purpose: "chat" };
export const onThisMachine: BudgetSubjects = { modelId: "file_small", providerId: null, purpose: "chat" };

export const spend = (costMicroUsd: number | null, tokens = 0, durationMs = 0): Spend => ({ costMicroUsd, tokens, durationMs });
export const allowance = (scope: Allowance["scope"], amount: number, rest: Partial<Allowance> = {}): Omit<Allowance, "id"> => ({
  scope,
  subject: rest.subject ?? null,
  measure: rest.measure ?? "money",
  amount,
});

/** Holds the worst, or fails the test. */
export const holding = (budgets: Budgets, subjects: BudgetSubjects, worst: Spend) => {
  const held = budgets.reserve(subjects, worst);
  if (!held.ok) throw new Error(JSON.stringify(held.error));
  return held.value;
};

export const openTestBudgets = (clock: FakeClock = createFakeClock(), log: Log = silentLog) => {
  const store = openTestStore(budgetsMigrations, clock);
  const reopen = (): Budgets => createBudgets({ clock, ids: createIds({ clock }), log, store });
  return { budgets: reopen(), clock, store, reopen };
};
