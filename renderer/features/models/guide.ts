import type { HubVariant } from "#core/hub/schema";
import type { ModelInfo } from "#core/llm/schema";
import { fitOf, proposedVariant } from "./catalogue-filter.ts";
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

/** The model to propose for this machine: the catalogue's first that fits, else the first that runs slowly; null when none runs. */
export const proposalOf = (catalogue: readonly FittedModel[]): Proposal | null => {
  for (const wanted of ["fits", "slow"] as const) {
    for (const entry of catalogue) {
      const variant = proposedVariant(entry);
      if (entry.model.kind !== "gguf" || variant === undefined) continue;
      if (fitOf(entry, variant.id)?.label === wanted) return { entry, variant };
    }
  }
  return null;
};
