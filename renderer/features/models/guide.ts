import type { Fit, HubVariant } from "#core/hub/schema";
import type { ModelInfo } from "#core/llm/schema";
import { fitOf, proposedVariant, sizeOf } from "./catalogue-filter.ts";
import type { FittedModel } from "./models-state.ts";

const doneKey = "olympus-guide-done";

/** Somebody said "just quotes for now". This device's own, and only a matter of what is proposed. */
export const isGuideDone = (storage: Pick<Storage, "getItem"> = localStorage): boolean => storage.getItem(doneKey) !== null;
export const endGuide = (storage: Pick<Storage, "setItem"> = localStorage): void => storage.setItem(doneKey, "1");

/** Nobody can answer in their own words. */
export const needsModel = (models: readonly ModelInfo[]): boolean => models.every(({ place }) => place === "extractive");

export interface Proposal {
  readonly entry: FittedModel;
  readonly variant: HubVariant;
}

/** Nobody waits for more than this the first time: about ten minutes at 10 MB/s. */
const firstDownloadBytes = 6e9;

const parametersOf = ({ entry }: Proposal): number => entry.model.billionParameters ?? 0;

/** An answer is to come faster than it is read: 240 words a minute are about 5 tokens a second. */
const comfortableTokensPerSecond = 8;

/**
 * The model to propose for this machine: of those that fit, keep up with a reader and are not too long a download, the one with most parameters; else
 * the smallest that fits or runs slowly. Models for code alone are left to who looks for them. Null when none runs.
 */
export const proposalOf = (catalogue: readonly FittedModel[]): Proposal | null => {
  const labelled = (wanted: Fit["label"]) =>
    catalogue
      .flatMap((entry): (Proposal & { readonly fit: Fit })[] => {
        const variant = proposedVariant(entry);
        const fit = variant === undefined ? undefined : fitOf(entry, variant.id);
        const general = entry.model.kind === "gguf" && !entry.model.capabilities.includes("code");
        return general && variant !== undefined && fit?.label === wanted ? [{ entry, variant, fit }] : [];
      })
      .toSorted((one, other) => parametersOf(one) - parametersOf(other));
  const fitting = labelled("fits");
  const comfortable = fitting.findLast(
    ({ fit, variant }) =>
      (sizeOf(variant)?.sizeBytes ?? 0) <= firstDownloadBytes &&
      (fit.expectedTokensPerSecond === null || fit.expectedTokensPerSecond >= comfortableTokensPerSecond),
  );
  const found = comfortable ?? fitting[0] ?? labelled("slow")[0];
  return found === undefined ? null : { entry: found.entry, variant: found.variant };
};
