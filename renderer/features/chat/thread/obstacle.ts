import type { BudgetError } from "#core/budgets/schema";
import type { Message } from "#core/chat/schema";

/** Why a paid model could not be asked. */
export type Obstacle = Extract<BudgetError, { readonly type: "BudgetReached" | "BudgetMissing" | "PriceUnknown" }>;

const isObstacle = (error: { readonly type: string } | null): error is Obstacle =>
  error !== null && (error.type === "BudgetReached" || error.type === "BudgetMissing" || error.type === "PriceUnknown");

/**
 * What money stood in the way of this answer, if any. Where somebody answered all the same it counts only when nobody suited was left: an easy
 * question that a model on this machine is up to misses nothing.
 */
export const obstacleOf = ({ answeredBy, error }: Pick<Message, "answeredBy" | "error">): Obstacle | null => {
  if (isObstacle(error)) return error;
  if (answeredBy === null) return null;
  const lead = answeredBy.account?.decision?.chain[0]?.reason;
  const missed = answeredBy.place === "extractive" || lead === "fallback";
  return missed ? (answeredBy.tried.map((one) => one.error).find(isObstacle) ?? null) : null;
};
