import type { AllowanceStatus, BudgetError } from "#core/budgets/schema";
import type { Message } from "#core/chat/schema";
import type { RouteDecision } from "#core/router/schema";

type PaidError = Extract<BudgetError, { readonly type: "BudgetReached" | "BudgetMissing" | "PriceUnknown" }>;

/** Why a paid model did not answer: what its call was refused with, or what the router left it out for. */
export type Obstacle =
  | { readonly type: "refused"; readonly modelId: string | null; readonly error: PaidError }
  | { readonly type: "left-out"; readonly step: RouteDecision["excluded"][number] };

const isPaidError = (error: { readonly type: string } | null): error is PaidError =>
  error !== null && (error.type === "BudgetReached" || error.type === "BudgetMissing" || error.type === "PriceUnknown");

/** What money stood in the way of this answer, if any. A paid model that was left out counts only where nobody but the quotes could answer instead. */
export const obstacleOf = ({ answeredBy, error }: Pick<Message, "answeredBy" | "error">): Obstacle | null => {
  if (isPaidError(error)) return { type: "refused", modelId: "modelId" in error ? error.modelId : (answeredBy?.modelId ?? null), error };
  const tried = answeredBy?.tried.find((one) => isPaidError(one.error));
  if (tried !== undefined && isPaidError(tried.error)) return { type: "refused", modelId: tried.modelId, error: tried.error };
  if (answeredBy?.place !== "extractive") return null;
  const step = answeredBy.account?.decision?.excluded.find(({ reason }) => reason === "over-budget" || reason === "no-price");
  return step === undefined ? null : { type: "left-out", step };
};

/** How the way is made free. `give`: a month's allowance for one model; `raise`: one that is there; `price`: say what it costs. */
export type Remedy =
  | { readonly type: "give"; readonly modelId: string | null }
  | { readonly type: "raise"; readonly allowance: Pick<AllowanceStatus, "id" | "measure" | "amount"> }
  | { readonly type: "price" };

const givesMoney = ({ measure, scope }: AllowanceStatus): boolean =>
  measure === "money" && (scope === "day" || scope === "month" || scope === "provider-month");

/** What would let the call through, by the allowances as they stand. */
export const remedyOf = (obstacle: Obstacle, allowances: readonly AllowanceStatus[]): Remedy => {
  if (obstacle.type === "refused") {
    const { error } = obstacle;
    if (error.type === "PriceUnknown") return { type: "price" };
    if (error.type === "BudgetMissing") return { type: "give", modelId: error.modelId };
    return { type: "raise", allowance: { id: error.allowanceId, measure: error.measure, amount: error.amount } };
  }
  const { modelId, reason, worstCostMicroUsd } = obstacle.step;
  if (reason === "no-price" || worstCostMicroUsd === null) return { type: "price" };
  const covering = allowances.filter((one) => one.measure === "money" && (one.subject === null || one.subject === modelId));
  if (!covering.some(givesMoney)) return { type: "give", modelId };
  // The one with least room is the one that is in the way.
  const tightest = covering.toSorted((one, other) => one.left - other.left)[0];
  return tightest === undefined ? { type: "give", modelId } : { type: "raise", allowance: tightest };
};
