import type { BudgetDay } from "#core/budgets/schema";

export interface Split {
  readonly localTokens: number;
  readonly cloudTokens: number;
  /** Share of all tokens that stayed on this machine, 0…1; null without any. */
  readonly localShare: number | null;
}

/** Where the tokens of these days were spent. */
export const splitOf = (days: readonly BudgetDay[]): Split => {
  let localTokens = 0;
  let cloudTokens = 0;
  for (const { byModel } of days)
    for (const { providerId, tokens } of byModel) {
      if (providerId === null) localTokens += tokens;
      else cloudTokens += tokens;
    }
  const all = localTokens + cloudTokens;
  return { localTokens, cloudTokens, localShare: all === 0 ? null : localTokens / all };
};
