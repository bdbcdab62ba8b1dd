import type { Fit } from "#core/hub/schema";

export type FitPart = "weights" | "context" | "work";

export interface FitParts {
  /** Shares of the bar, 0…1, in the order they are stacked. */
  readonly parts: readonly { readonly part: FitPart; readonly sizeBytes: number; readonly share: number }[];
  /** Where on the bar the available memory ends, 0…1. */
  readonly limit: number;
}

/** The sum behind a fit label as one bar that is as long as the larger of what is needed and what there is. */
export const fitParts = ({ weightsBytes, contextBytes, workBytes, neededBytes, availableBytes }: Fit): FitParts => {
  const whole = Math.max(neededBytes, availableBytes, weightsBytes + contextBytes + workBytes, 1);
  const part = (name: FitPart, sizeBytes: number) => ({ part: name, sizeBytes, share: sizeBytes / whole });
  return {
    parts: [part("weights", weightsBytes), part("context", contextBytes), part("work", workBytes)],
    limit: Math.min(1, availableBytes / whole),
  };
};
