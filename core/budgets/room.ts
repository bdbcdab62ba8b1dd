import { err, ok, type Result } from "#core/base/schema";
import type { Ledger, Total } from "./ledger.ts";
import { dayOf, nextDayMs, nextMonthMs } from "./periods.ts";
import type { Allowance, AllowanceStatus, BudgetError, BudgetScope, BudgetSubjects, Spend } from "./schema.ts";
import { accountsOf, periodOf, toAmounts, type Account } from "./spending.ts";

type Refusal = Exclude<BudgetError, { type: "AllowanceNotFound" }>;

/** Money of these scopes is what a person gives to be spent; money of a task or a conversation only limits it. */
const givingScopes: ReadonlySet<BudgetScope> = new Set(["day", "month", "provider-month"]);

const resetsAtMs = (scope: BudgetScope, nowMs: number): number | null => {
  if (scope === "day") return nextDayMs(nowMs);
  return scope === "month" || scope === "provider-month" ? nextMonthMs(nowMs) : null;
};

interface Covering {
  readonly allowance: Allowance;
  readonly account: Account;
}

/** The allowances that cover a call. One for a subject by name stands in place of the one for every subject. */
const covering = (allowances: readonly Allowance[], accounts: readonly Account[]): Covering[] =>
  accounts.flatMap((account) => {
    const ofScope = allowances.filter(({ scope }) => scope === account.scope);
    const named = ofScope.filter(({ subject }) => subject !== null && subject === account.subject);
    const general = ofScope.filter(({ measure, subject }) => subject === null && !named.some((allowance) => allowance.measure === measure));
    return [...named, ...general].map((allowance) => ({ allowance, account }));
  });

/** Whether a call that uses at most `worst` fits every allowance now. Writes nothing. */
export const findRoom = (ledger: Ledger, subjects: BudgetSubjects, worst: Spend, nowMs: number): Result<void, Refusal> => {
  const covers = covering(ledger.allowances(), accountsOf(subjects, dayOf(nowMs)));
  const money = covers.filter(({ allowance }) => allowance.measure === "money");
  const needed = toAmounts(worst, 0);
  if (worst.costMicroUsd === null) {
    if (money.length > 0) return err({ type: "PriceUnknown", modelId: subjects.modelId });
    return err({ type: "BudgetMissing", modelId: subjects.modelId, needed: 0 });
  }
  if (needed.money > 0 && !money.some(({ allowance }) => givingScopes.has(allowance.scope)))
    return err({ type: "BudgetMissing", modelId: subjects.modelId, needed: needed.money });
  for (const { account, allowance } of covers) {
    const { amount, id, measure, scope } = allowance;
    const total = ledger.total(account);
    const spent = total.spent[measure];
    const reserved = total.reserved[measure];
    // What needs nothing of a measure fits also where nothing of it is left.
    if (needed[measure] === 0 || spent + reserved + needed[measure] <= amount) continue;
    const subject = account.subject === "" ? null : account.subject;
    const standing = { amount, spent, reserved, needed: needed[measure], resetsAtMs: resetsAtMs(scope, nowMs) };
    return err({ type: "BudgetReached", allowanceId: id, scope, subject, measure, ...standing });
  }
  return ok(undefined);
};

/** The least time that any allowance leaves a call; null when none limits time. */
export const findTimeLeftMs = (ledger: Ledger, subjects: BudgetSubjects, nowMs: number): number | null => {
  const left = covering(ledger.allowances(), accountsOf(subjects, dayOf(nowMs)))
    .filter(({ allowance }) => allowance.measure === "time")
    .map(({ account, allowance }) => {
      const { reserved, spent } = ledger.total(account);
      return Math.max(0, allowance.amount - spent.time - reserved.time);
    });
  return left.length === 0 ? null : Math.min(...left);
};

/** Whose figures an allowance shows: its own subject's, or those of the one nearest to the cap that has no allowance by name. */
const shownTotal = (ledger: Ledger, { measure, scope, subject }: Allowance, day: string): Total | null => {
  const period = periodOf(scope, day);
  if (subject !== null || scope === "day" || scope === "month") return ledger.total({ scope, period, subject: subject ?? "" });
  return ledger.nearest(scope, period, measure);
};

export const statusOf = (ledger: Ledger, allowance: Allowance, nowMs: number): AllowanceStatus => {
  const { amount, measure, scope, subject } = allowance;
  const total = shownTotal(ledger, allowance, dayOf(nowMs));
  const spent = total?.spent[measure] ?? 0;
  const reserved = total?.reserved[measure] ?? 0;
  return {
    ...allowance,
    spent,
    reserved,
    left: Math.max(0, amount - spent - reserved),
    nearest: subject === null && total !== null && total.subject !== "" ? total.subject : null,
    resetsAtMs: resetsAtMs(scope, nowMs),
  };
};
