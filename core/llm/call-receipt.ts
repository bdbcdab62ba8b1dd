import type { Spend } from "#core/budgets/schema";
import { costMicroUsd, type Tariff } from "./price-list.ts";
import type { Usage } from "./schema.ts";

/** What became of one call on its way, as its adapter saw it. Adapters that cost nothing leave it as it is. */
export interface CallReceipt {
  /**
   * `unsent`: nothing reached anybody who could send a bill. `refused`: an error came instead of an answer, which nobody bills. `accepted`: work began, or
   * may have.
   */
  state: "unsent" | "refused" | "accepted";
  /** The answer came whole, with everything the provider wanted to say about it. */
  ended: boolean;
  headers: Headers | null;
}

export const newReceipt = (): CallReceipt => ({ state: "unsent", ended: false, headers: null });

/** Larger counts are nonsense; they stay whole numbers through every multiplication. */
const mostTokens = 1_000_000_000;

const sane = (count: number | undefined): number =>
  count === undefined || !Number.isFinite(count) || count < 0 ? 0 : Math.min(Math.ceil(count), mostTokens);

/** A provider's counts as numbers that can be added; nonsense counts as nothing said. */
export const saneUsage = ({ cachedInputTokens, inputTokens, outputTokens }: Usage): Usage => ({
  inputTokens: sane(inputTokens),
  outputTokens: sane(outputTokens),
  ...(cachedInputTokens === undefined ? {} : { cachedInputTokens: sane(cachedInputTokens) }),
});

export interface FinishedCall {
  readonly receipt: CallReceipt;
  /** As the provider said; zeros where it said nothing. */
  readonly usage: Usage;
  /** Whether text or tool calls were delivered. */
  readonly delivered: boolean;
  readonly most: { readonly inputTokens: number; readonly outputTokens: number };
}

/**
 * What a call counts for: the provider's own figures where it gave them; else the most, as whoever was cut off may have gone on, and may have thought
 * before it spoke.
 */
export const countedUsage = ({ delivered, most, receipt, usage }: FinishedCall): Usage => {
  if (receipt.state !== "accepted") return { inputTokens: 0, outputTokens: 0 };
  const said = saneUsage(usage);
  const isCounted = receipt.ended && (said.outputTokens > 0 || !delivered);
  return {
    ...said,
    inputTokens: said.inputTokens > 0 ? said.inputTokens : most.inputTokens,
    outputTokens: isCounted ? said.outputTokens : Math.max(said.outputTokens, most.outputTokens),
  };
};

export const spendOf = (usage: Usage, tariff: Tariff | null, durationMs: number): Spend => ({
  costMicroUsd: tariff === null ? null : costMicroUsd(tariff, usage),
  tokens: usage.inputTokens + usage.outputTokens,
  durationMs: Math.max(0, Math.ceil(durationMs)),
});
