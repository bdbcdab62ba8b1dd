import type { Spend } from "#core/budgets/schema";
import { costMicroUsd, type Tariff } from "./price-list.ts";
import { mostTokensOf } from "./request-size.ts";
import type { Usage } from "./schema.ts";

/** What became of one call on its way, as its adapter saw it. Adapters that cost nothing leave it as it is. */
export interface CallReceipt {
  /**
   * `unsent`: nothing reached anybody who could send a bill. `refused`: an error came instead of an answer, which nobody bills. `accepted`: work began, or
   * may have.
   */
  state: "unsent" | "refused" | "accepted";
  /** Of thoughts and other output that is billed and not delivered. */
  hiddenBytes: number;
  /** Output that is billed may go unseen: only the provider's own count is to be trusted. */
  thinksUnseen: boolean;
  headers: Headers | null;
}

export const newReceipt = (): CallReceipt => ({ state: "unsent", hiddenBytes: 0, thinksUnseen: false, headers: null });

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
  /** Whether the answer came to its end. */
  readonly ended: boolean;
  /** Text and tool inputs that were delivered, together. */
  readonly delivered: string;
  readonly most: { readonly inputTokens: number; readonly outputTokens: number };
}

/** What a call counts for: the provider's own figures where it gave them, else an over-estimate from what was sent and received. */
export const countedUsage = ({ delivered, ended, most, receipt, usage }: FinishedCall): Usage => {
  if (receipt.state !== "accepted") return { inputTokens: 0, outputTokens: 0 };
  const said = saneUsage(usage);
  const receivedBytes = mostTokensOf(delivered) + receipt.hiddenBytes;
  const estimated = receivedBytes === 0 || receipt.thinksUnseen ? most.outputTokens : Math.min(receivedBytes, most.outputTokens);
  const isWhole = ended && (said.outputTokens > 0 || receivedBytes === 0);
  return {
    ...said,
    inputTokens: said.inputTokens > 0 ? said.inputTokens : most.inputTokens,
    outputTokens: isWhole ? said.outputTokens : Math.max(said.outputTokens, estimated),
  };
};

export const spendOf = (usage: Usage, tariff: Tariff | null, durationMs: number): Spend => ({
  costMicroUsd: tariff === null ? null : costMicroUsd(tariff, usage),
  tokens: usage.inputTokens + usage.outputTokens,
  durationMs: Math.max(0, Math.ceil(durationMs)),
});
