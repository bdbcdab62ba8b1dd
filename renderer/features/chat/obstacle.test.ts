import { describe, expect, it } from "vitest";
import { allowanceIdSchema, type AllowanceStatus, type BudgetError } from "#core/budgets/schema";
import type { AnsweredBy } from "#core/chat/schema";
import type { RouteDecision, RouteReason } from "#core/router/schema";
import { obstacleOf, remedyOf } from "./obstacle.ts";

const id = (name: string) => allowanceIdSchema.parse(`allowance_${name.padEnd(26, "0")}`);
const reached = {
  type: "BudgetReached",
  allowanceId: id("month"),
  scope: "month",
  subject: null,
  measure: "money",
  amount: 100,
  spent: 90,
  reserved: 0,
  needed: 20,
  resetsAtMs: null,
} satisfies BudgetError;
const missing = { type: "BudgetMissing", modelId: "provider_1", needed: 20 } satisfies BudgetError;

const excluded = (reason: RouteReason, worstCostMicroUsd: number | null = 20): RouteDecision["excluded"][number] => ({
  modelId: "provider_1",
  modelName: "Paid",
  place: "cloud",
  reason,
  worstCostMicroUsd,
});

const answered = (place: AnsweredBy["place"], steps: RouteDecision["excluded"], tried: AnsweredBy["tried"] = []): AnsweredBy => ({
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
      chain: [],
      excluded: steps,
      ruleId: null,
      movedFrom: null,
      sentence: "",
      durationMs: 1,
    },
  },
});

const allowance = (name: string, change: Partial<AllowanceStatus>): AllowanceStatus => ({
  id: id(name),
  scope: "month",
  subject: null,
  measure: "money",
  amount: 100,
  spent: 0,
  reserved: 0,
  left: 100,
  nearest: null,
  resetsAtMs: null,
  ...change,
});

describe("what stood in the way", () => {
  it("is the error of a failed answer", () => {
    expect(obstacleOf({ answeredBy: null, error: missing })).toEqual({ type: "refused", modelId: "provider_1", error: missing });
    expect(obstacleOf({ answeredBy: null, error: { type: "ModelNotFound", modelId: "x" } })).toBeNull();
  });

  it("is what a model that was tried was refused with, whoever answered then", () => {
    const answeredBy = answered("local", [], [{ modelId: "provider_1", error: reached }]);
    expect(obstacleOf({ answeredBy, error: null })).toEqual({ type: "refused", modelId: "provider_1", error: reached });
  });

  it("is what a model was left out for, where only quotes could answer", () => {
    const step = excluded("over-budget");
    expect(obstacleOf({ answeredBy: answered("extractive", [excluded("not-available"), step]), error: null })).toEqual({
      type: "left-out",
      step,
    });
    expect(obstacleOf({ answeredBy: answered("local", [step]), error: null })).toBeNull();
    expect(obstacleOf({ answeredBy: answered("extractive", [excluded("private-content")]), error: null })).toBeNull();
  });
});

describe("the way is made free", () => {
  it("by raising the allowance that was reached, giving one, or saying the price", () => {
    expect(remedyOf({ type: "refused", modelId: null, error: reached }, [])).toEqual({
      type: "raise",
      allowance: { id: id("month"), measure: "money", amount: 100 },
    });
    expect(remedyOf({ type: "refused", modelId: null, error: missing }, [])).toEqual({ type: "give", modelId: "provider_1" });
    expect(remedyOf({ type: "refused", modelId: null, error: { type: "PriceUnknown", modelId: "provider_1" } }, [])).toEqual({
      type: "price",
    });
  });

  it("by giving one where none covers the model with money", () => {
    const others = [allowance("other", { scope: "provider-month", subject: "provider_2" }), allowance("tokens", { measure: "tokens" })];
    expect(remedyOf({ type: "left-out", step: excluded("over-budget") }, others)).toEqual({ type: "give", modelId: "provider_1" });
  });

  it("by raising the one with least room among those that cover it", () => {
    const month = allowance("month", { left: 50 });
    const own = allowance("own", { scope: "provider-month", subject: "provider_1", left: 5 });
    const other = allowance("other", { scope: "provider-month", subject: "provider_2", left: 0 });
    expect(remedyOf({ type: "left-out", step: excluded("over-budget") }, [month, own, other])).toEqual({ type: "raise", allowance: own });
  });

  it("by a price where none is known", () => {
    expect(remedyOf({ type: "left-out", step: excluded("no-price", null) }, [allowance("month", {})])).toEqual({ type: "price" });
  });
});
