import type { Fit, HubVariant } from "./schema.ts";

/**
 * Builds in the order they are worth having: four to five bits lose next to nothing against the original (llama.cpp's own perplexity tables: Q4_K_M within
 * about 1 %), more only takes memory and time, fewer is heard. For embedding models the original, then eight bits.
 */
const preferred = [
  "Q4_K_M",
  "Q5_K_M",
  "Q4_K_S",
  "UD-Q4_K_XL",
  "IQ4_XS",
  "Q4_0",
  "Q6_K",
  "Q8_0",
  "MXFP4",
  "Q3_K_M",
  "F32",
  "QUANTIZED",
  "QINT8",
  "FP16",
  "F16",
  "BF16",
];

const rankOf = ({ quantisation }: HubVariant): number => {
  const rank = preferred.indexOf(quantisation);
  return rank < 0 ? preferred.length : rank;
};

/** The build to take on this machine: of those that fit, or else of those that are slow, the most preferred; null when none will do. */
export const recommend = (
  variants: readonly HubVariant[],
  fits: readonly { readonly variantId: string; readonly fit: Fit }[],
): string | null => {
  const labelled = (label: Fit["label"]) =>
    variants
      .filter(({ id }) => fits.some(({ variantId, fit }) => variantId === id && fit.label === label))
      .toSorted((left, right) => rankOf(left) - rankOf(right))[0];
  return (labelled("fits") ?? labelled("slow"))?.id ?? null;
};
