import type { Allowance, AllowanceStatus } from "#core/budgets/schema";
import type { ModelInfo } from "#core/llm/schema";
import type { Translate } from "../../ui/i18n.ts";

/** "A month, with OpenAI": what an allowance covers. */
export const allowanceName = (
  { scope, subject }: Pick<Allowance, "scope" | "subject">,
  models: readonly ModelInfo[],
  t: Translate,
): string => {
  if (subject === null) return t(`scope.${scope}`);
  const name = models.find(({ id }) => id === subject)?.name ?? subject;
  return t(`scopeOf.${scope}`, { name });
};

export interface BarShares {
  readonly spent: number;
  readonly held: number;
  readonly left: number;
}

/** Shares of the bar, 0…1, together 1. An allowance that was lowered below what is spent is all spent. */
export const barShares = ({ amount, spent, reserved }: Pick<AllowanceStatus, "amount" | "spent" | "reserved">): BarShares => {
  const whole = Math.max(amount, spent + reserved, 1);
  const used = { spent: spent / whole, held: reserved / whole };
  return { ...used, left: Math.max(0, 1 - used.spent - used.held) };
};

/** Less than a tenth is left. */
export const isNearlyUsed = ({ amount, left }: Pick<AllowanceStatus, "amount" | "left">): boolean => left * 10 < amount;
