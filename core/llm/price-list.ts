import { z } from "zod";
import list from "../../resources/models/prices.json" with { type: "json" };
import { isNearbyProvider } from "./provider-kinds.ts";
import { priceSchema, providerKindSchema, type Price, type Provider } from "./schema.ts";

const listedSchema = priceSchema.extend({
  kind: providerKindSchema,
  /** The name without a date or `latest` at its end. */
  model: z.string().min(1),
  /** For requests with more input than this, the whole request costs so much. */
  above: priceSchema.extend({ inputTokens: z.number().int().positive() }).optional(),
});

const listSchema = z.object({
  about: z.string(),
  /** Where the figures come from, and when they were read. */
  pages: z.array(z.object({ kind: providerKindSchema, url: z.url(), asOf: z.string() })),
  models: z.array(listedSchema),
});

/** What a request costs, which may depend on its length. */
export interface Tariff {
  readonly price: Price;
  readonly above: (Price & { readonly inputTokens: number }) | null;
}

const free: Tariff = { price: { inputMicroUsd: 0, outputMicroUsd: 0, cachedInputMicroUsd: null }, above: null };

const toPrice = ({ cachedInputMicroUsd, inputMicroUsd, outputMicroUsd }: Price): Price => ({
  inputMicroUsd,
  outputMicroUsd,
  cachedInputMicroUsd,
});

/** One price list, checked when it is read: a figure in a wrong form is a defect of the program. */
export const readPriceList = (from: unknown): ((kind: Provider["kind"], model: string) => Tariff | null) => {
  const known = new Map(listSchema.parse(from).models.map((entry) => [`${entry.kind} ${entry.model}`, entry]));
  return (kind, model) => {
    const name = model.toLowerCase().replace(/^models\//, "");
    // A dated or numbered edition costs what its model does; anything else behind the name is another model.
    const plain = name.replace(/-(\d{4}-\d{2}-\d{2}|\d{8}|latest|\d{3})$/, "");
    const entry = known.get(`${kind} ${name}`) ?? known.get(`${kind} ${plain}`);
    if (entry === undefined) return null;
    return {
      price: toPrice(entry),
      above: entry.above === undefined ? null : { ...toPrice(entry.above), inputTokens: entry.above.inputTokens },
    };
  };
};

const fromList = readPriceList(list);

/** What a provider costs: as the person says, nothing nearby, else by the list; null when nobody knows. The list holds for the vendors' own addresses only. */
export const tariffOf = (provider: Pick<Provider, "baseUrl" | "kind" | "model" | "price">): Tariff | null => {
  if (provider.price !== null) return { price: provider.price, above: null };
  if (isNearbyProvider(provider)) return free;
  return provider.baseUrl === null ? fromList(provider.kind, provider.model) : null;
};

const million = 1_000_000;

export interface PricedUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens?: number | undefined;
}

/** Micro-USD, rounded up. `cachedInputTokens` are a part of `inputTokens`. */
export const costMicroUsd = ({ above, price }: Tariff, { cachedInputTokens = 0, inputTokens, outputTokens }: PricedUsage): number => {
  const counted = above !== null && inputTokens > above.inputTokens ? above : price;
  const cached = Math.min(cachedInputTokens, inputTokens);
  const cachedPrice = counted.cachedInputMicroUsd ?? counted.inputMicroUsd;
  // Summed before it is divided: one rounding, and whole numbers up to 9e15.
  return Math.ceil(
    ((inputTokens - cached) * counted.inputMicroUsd + cached * cachedPrice + outputTokens * counted.outputMicroUsd) / million,
  );
};

/** The most that so many tokens can cost, whichever part of them is served from the provider's cache. */
export const worstCostMicroUsd = ({ above, price }: Tariff, inputTokens: number, outputTokens: number): number =>
  Math.max(
    ...[price, ...(above !== null && inputTokens > above.inputTokens ? [above] : [])].map((counted) =>
      Math.ceil(
        (inputTokens * Math.max(counted.inputMicroUsd, counted.cachedInputMicroUsd ?? 0) + outputTokens * counted.outputMicroUsd) / million,
      ),
    ),
  );
