import type { Fit, HubModel, HubVariant } from "#core/hub/schema";
import type { FittedModel } from "./models-state.ts";

export const abilityFilters = ["all", "tools", "json", "code", "images", "multilingual", "embedding"] as const;
export type AbilityFilter = (typeof abilityFilters)[number];

export interface CatalogueFilter {
  readonly query: string;
  readonly ability: AbilityFilter;
  /** Only those of which at least one variant fits. */
  readonly onlyFitting: boolean;
}

export const emptyFilter: CatalogueFilter = { query: "", ability: "all", onlyFitting: false };

/** The variant to propose: the recommended one, or the first. */
export const proposedVariant = ({ model, recommended }: FittedModel): HubVariant | undefined =>
  model.variants.find(({ id }) => id === recommended) ?? model.variants[0];

export const fitOf = ({ fits }: FittedModel, variantId: string): Fit | undefined => fits.find((one) => one.variantId === variantId)?.fit;

/** What there is to fetch: the sum of its files, else about how large it is; null where nobody said. */
export const sizeOf = ({ files, aboutBytes }: HubVariant): { readonly sizeBytes: number; readonly isExact: boolean } | null => {
  const exact = files.reduce<number | null>((sum, { sizeBytes }) => (sum === null || sizeBytes === null ? null : sum + sizeBytes), 0);
  if (exact !== null) return { sizeBytes: exact, isExact: true };
  return aboutBytes === null ? null : { sizeBytes: aboutBytes, isExact: false };
};

const wordsOf = ({ name, publisher, description, licence, capabilities, languages, variants }: HubModel): string =>
  [name, publisher, description, licence, ...capabilities, ...languages, ...variants.map(({ quantisation }) => quantisation)]
    .join(" ")
    .toLowerCase();

/** What of the catalogue is shown: every word typed occurs in what is known of the model. The catalogue's order stays. */
export const filteredCatalogue = (catalogue: readonly FittedModel[], { query, ability, onlyFitting }: CatalogueFilter): FittedModel[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return catalogue.filter(({ model, fits }) => {
    if (ability === "embedding" ? model.kind !== "embedding" : ability !== "all" && !model.capabilities.includes(ability)) return false;
    if (onlyFitting && !fits.some(({ fit }) => fit.label === "fits")) return false;
    const known = wordsOf(model);
    return words.every((word) => known.includes(word));
  });
};
