import type { BudgetMeasure } from "#core/budgets/schema";
import { locale } from "./i18n.ts";

/** What one of the unit a person types is in the unit that is stored: dollars, thousands of tokens, minutes. */
const unitOf: Record<BudgetMeasure, number> = { money: 1_000_000, tokens: 1000, time: 60_000 };

/** The largest amount that is still a whole number without loss. */
const most = Number.MAX_SAFE_INTEGER;

/** "2.50", "2,50" or "$2.50" → 2,500,000 micro-USD; tokens are typed in thousands, time in minutes. Null when it is no amount. */
export const amountOf = (measure: BudgetMeasure, typed: string): number | null => {
  const plain = typed
    .trim()
    .replace(/^\$\s*/, "")
    .replace(",", ".");
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(plain)) return null;
  const amount = Math.round(Number(plain) * unitOf[measure]);
  return amount <= most ? amount : null;
};

/** How an amount is typed: "2.5" for 2,500,000 micro-USD, "2,5" where that is how it is written. */
export const typedAmount = (measure: BudgetMeasure, amount: number): string =>
  new Intl.NumberFormat(locale(), { maximumFractionDigits: 20, useGrouping: false }).format(amount / unitOf[measure]);
