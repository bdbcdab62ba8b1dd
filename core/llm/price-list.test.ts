import { expect, it } from "vitest";
import list from "../../resources/models/prices.json" with { type: "json" };
import { costMicroUsd, readPriceList, tariffOf, worstCostMicroUsd } from "./price-list.ts";
import type { Provider, ProviderId, ProviderKind } from "./schema.ts";

const provider = (kind: ProviderKind, model: string, more: Partial<Provider> = {}): Provider => ({
  id: "provider_0123456789abcdefghjkmnpqrs" as ProviderId,
  kind,
  name: "Scripted",
  baseUrl: null,
  model,
  hasKey: true,
  price: null,
  seesImages: null,
  ...more,
});
const tariff = (input: number, output: number, cached: number | null = null) => ({
  price: { inputMicroUsd: input, outputMicroUsd: output, cachedInputMicroUsd: cached },
  above: null,
});

it("[G6] a cost is a whole number of micro-dollars, rounded up once, with the cached input at its own price", () => {
  expect(costMicroUsd(tariff(1_250_000, 10_000_000), { inputTokens: 1000, outputTokens: 100 })).toBe(2250);
  expect(costMicroUsd(tariff(50_000, 400_000), { inputTokens: 1, outputTokens: 1 })).toBe(1);
  expect(costMicroUsd(tariff(3_000_000, 0, 300_000), { inputTokens: 1000, cachedInputTokens: 900, outputTokens: 0 })).toBe(570);
  // More cached than sent is nonsense and never makes it cheaper than all of it cached.
  expect(costMicroUsd(tariff(3_000_000, 0, 300_000), { inputTokens: 10, cachedInputTokens: 900, outputTokens: 0 })).toBe(3);
});

it("[G6] a long request costs its own price as a whole, and the worst case is never below any cost", () => {
  const long = {
    ...tariff(1_250_000, 10_000_000, 125_000),
    above: { inputTokens: 200_000, ...tariff(2_500_000, 15_000_000, 250_000).price },
  };
  expect(costMicroUsd(long, { inputTokens: 200_000, outputTokens: 0 })).toBe(250_000);
  expect(costMicroUsd(long, { inputTokens: 200_001, outputTokens: 1000 })).toBe(515_003);
  for (const [inputTokens, outputTokens] of [
    [10, 10],
    [199_999, 7],
    [200_001, 1],
    [1_000_000, 4096],
  ] as const)
    for (const cachedInputTokens of [0, 5, inputTokens])
      expect(worstCostMicroUsd(long, inputTokens, outputTokens)).toBeGreaterThanOrEqual(
        costMicroUsd(long, { inputTokens, outputTokens, cachedInputTokens }),
      );
});

it("[G6] the list knows models by name, with a date behind it or without, and no others", () => {
  const price = (kind: ProviderKind, model: string) => tariffOf(provider(kind, model))?.price.inputMicroUsd ?? null;
  expect([price("openai", "gpt-4o"), price("openai", "gpt-4o-2024-08-06"), price("openai", "GPT-4o-mini")]).toEqual([
    2_500_000, 2_500_000, 150_000,
  ]);
  expect([price("anthropic", "claude-sonnet-4-5-20250929"), price("gemini", "models/gemini-2.5-pro")]).toEqual([3_000_000, 1_250_000]);
  expect([price("openai", "gpt-4o-realtime"), price("openai", "gpt-9"), price("anthropic", "gpt-4o")]).toEqual([null, null, null]);
});

it("[G6] the person's price stands first, nearby is free, and a foreign address has no known price", () => {
  const own = { inputMicroUsd: 7, outputMicroUsd: 8, cachedInputMicroUsd: null };
  expect(tariffOf(provider("openai", "gpt-4o", { price: own }))?.price).toEqual(own);
  expect(tariffOf(provider("ollama", "anything"))?.price.outputMicroUsd).toBe(0);
  expect(tariffOf(provider("compatible", "x", { baseUrl: "http://192.168.1.4:8000/v1" }))?.price.outputMicroUsd).toBe(0);
  expect(tariffOf(provider("openai", "gpt-4o", { baseUrl: "https://proxy.example.com/v1" }))).toBeNull();
});

it("the list is whole: every model once, output never cheaper than cached input, and a page for every kind", () => {
  const names = list.models.map(({ kind, model }) => `${kind} ${model}`);
  expect(new Set(names).size).toBe(names.length);
  for (const { cachedInputMicroUsd, inputMicroUsd, outputMicroUsd } of list.models) {
    expect(outputMicroUsd).toBeGreaterThanOrEqual(inputMicroUsd);
    expect(cachedInputMicroUsd ?? inputMicroUsd).toBeLessThanOrEqual(inputMicroUsd);
  }
  const kinds = new Set<string>(list.pages.map(({ kind }) => kind));
  expect(list.models.every(({ kind }) => kinds.has(kind))).toBe(true);
  expect(() => readPriceList({ ...list, models: [{ kind: "openai", model: "x", inputMicroUsd: 1.5, outputMicroUsd: 2 }] })).toThrow();
});
