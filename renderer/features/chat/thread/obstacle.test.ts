import { expect, it } from "vitest";
import { allowanceIdSchema } from "#core/budgets/schema";
import type { AnsweredBy } from "#core/chat/schema";
import type { RouteReason } from "#core/router/schema";
import { obstacleOf, type Obstacle } from "./obstacle.ts";

const reached: Obstacle = {
  type: "BudgetReached",
  allowanceId: allowanceIdSchema.parse(`allowance_${"m".repeat(26)}`),
  scope: "month",
  subject: null,
  measure: "money",
  amount: 100,
  spent: 90,
  reserved: 0,
  needed: 20,
  resetsAtMs: null,
};

const answered = (place: AnsweredBy["place"], lead: RouteReason, tried: AnsweredBy["tried"]): AnsweredBy => ({
  modelId: place,
  modelName: place,
  place,
  why: "",
  tried,
  account: {
    costMicroUsd: 0,
    cache: null,
    decision: {
      features: {
        intent: "reason",
        complexity: "complex",
        confidence: 1,
        inputTokens: 1,
        toolsNeeded: false,
        imagesNeeded: false,
        jsonNeeded: false,
        language: "en",
      },
      privacy: "open",
      chain: [{ modelId: place, modelName: place, place, reason: lead, worstCostMicroUsd: 0 }],
      excluded: [],
      ruleId: null,
      movedFrom: null,
      sentence: "",
      durationMs: 1,
    },
  },
});

const tried = [
  { modelId: "provider_2", error: { type: "ProviderKeyMissing" as const, provider: "Other" } },
  { modelId: "provider_1", error: reached },
];

it("is the error of an answer that failed for want of money, and no other error", () => {
  expect(obstacleOf({ answeredBy: null, error: reached })).toEqual(reached);
  expect(obstacleOf({ answeredBy: null, error: { type: "ModelNotFound", modelId: "x" } })).toBeNull();
});

it.each([
  ["extractive", "only-quotes", true],
  ["local", "fallback", true],
  ["local", "local-is-enough", false],
  ["local", "chosen-by-person", false],
  ["cloud", "cloud-needed", false],
] as const)("of an answer by %s, there because of %s, it is told: %s", (place, lead, told) => {
  expect(obstacleOf({ answeredBy: answered(place, lead, tried), error: null })).toEqual(told ? reached : null);
});

it("is nothing where nobody was kept out by money", () => {
  expect(obstacleOf({ answeredBy: answered("extractive", "only-quotes", tried.slice(0, 1)), error: null })).toBeNull();
});
