import { monthOf } from "./periods.ts";
import type { BudgetMeasure, BudgetScope, BudgetSubjects, Spend } from "./schema.ts";

/** A spend in whole micro-USD, tokens and ms. */
export type Amounts = Readonly<Record<BudgetMeasure, number>>;

/** What a call counts for: one sum each. `subject` is empty for day and month, `period` for scopes that are not renewed. */
export interface Account {
  readonly scope: BudgetScope;
  readonly subject: string;
  readonly period: string;
}

/** Fractions of a micro-dollar count as a whole one. Throws for what is no amount: such a figure must not pass any cap. */
const wholeUp = (value: number): number => {
  if (!(value >= 0)) throw new RangeError(`not an amount: ${value}`);
  return Math.min(Math.ceil(value), Number.MAX_SAFE_INTEGER);
};

export const toAmounts = ({ costMicroUsd, durationMs, tokens }: Spend, unknownCost: number): Amounts => ({
  money: wholeUp(costMicroUsd ?? unknownCost),
  tokens: wholeUp(tokens),
  time: wholeUp(durationMs),
});

export const toSpend = ({ money, time, tokens }: Amounts): Spend => ({ costMicroUsd: money, tokens, durationMs: time });

/** Every sum that a call of these subjects on this day adds to, the most particular first. */
export const accountsOf = (subjects: BudgetSubjects, day: string): Account[] => {
  const own = (scope: BudgetScope, subject: string | null | undefined, period = ""): Account[] =>
    subject === null || subject === undefined || subject === "" ? [] : [{ scope, subject, period }];
  return [
    ...own("task", subjects.taskId),
    ...own("conversation", subjects.conversationId),
    ...own("schedule", subjects.scheduleId),
    ...own("provider-month", subjects.providerId, monthOf(day)),
    { scope: "day", subject: "", period: day },
    { scope: "month", subject: "", period: monthOf(day) },
  ];
};

/** The period of a scope that is under way on `day`. */
export const periodOf = (scope: BudgetScope, day: string): string => {
  if (scope === "day") return day;
  return scope === "month" || scope === "provider-month" ? monthOf(day) : "";
};
