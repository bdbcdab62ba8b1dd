import { expect, it } from "vitest";
import type { BudgetDay } from "#core/budgets/schema";
import { splitOf } from "./savings.ts";

const day = (...models: readonly (readonly [string | null, number])[]): BudgetDay => ({
  day: "2026-03-01",
  costMicroUsd: 0,
  tokens: 0,
  calls: 0,
  byModel: models.map(([providerId, tokens]) => ({ modelId: "m", providerId, costMicroUsd: 0, tokens, durationMs: 0, calls: 1 })),
});

it("tells tokens of this machine from those of providers, over all days", () => {
  expect(splitOf([day([null, 30], ["provider_1", 10]), day(["provider_2", 60])])).toEqual({
    localTokens: 30,
    cloudTokens: 70,
    localShare: 0.3,
  });
  expect(splitOf([])).toEqual({ localTokens: 0, cloudTokens: 0, localShare: null });
});
