import { afterEach, beforeEach, expect, it } from "vitest";
import { createBudgets, type Budgets } from "#core/budgets";
import { startProviderServer, type ProviderServer } from "#core/testing";
import { createModels, type Models } from "./models.ts";
import { mostInputTokens } from "./request-size.ts";
import type { GenerateRequest } from "./schema.ts";
import { createRandom } from "./test-faults.ts";
import { openTestModels, type TestModels } from "./test-models.ts";

const callers = 100;
const request: GenerateRequest = { messages: [{ role: "user", text: "Say hello to everybody." }], sources: [], maxOutputTokens: 40 };
const worst = mostInputTokens(request) + request.maxOutputTokens;
/** Room for thirty of the hundred, if each used all it may. */
const capMicroUsd = 30 * worst;

let server: ProviderServer;
let test: TestModels;

beforeEach(async () => {
  server = await startProviderServer("anthropic");
  test = openTestModels({ retry: { delaysMs: [1, 2], longestWaitMs: 50, silenceMs: 30_000 } });
});
afterEach(async () => {
  await test.close();
  await server.close();
});

const standing = (budgets: Budgets) => {
  const status = budgets.status().find(({ scope }) => scope === "month");
  return { spent: status?.spent ?? 0, used: (status?.spent ?? 0) + (status?.reserved ?? 0) };
};

it("[G1, G2] 100 callers at once, of whom some stop, leave, fail or die, never pass the cap by a micro-dollar", async () => {
  const random = createRandom(7);
  const answer = { text: ["Hello ", "everybody"], usage: { inputTokens: 20, outputTokens: 9 } };
  const id = await test.add({
    kind: "anthropic",
    name: "Scripted",
    baseUrl: server.origin,
    model: "scripted-1",
    key: "sk-secret",
    price: { inputMicroUsd: 1_000_000, outputMicroUsd: 1_000_000 },
    monthlyMicroUsd: 1_000_000_000,
  });
  test.budgets.set({ scope: "month", subject: null, measure: "money", amount: 0 });
  const { spent: before } = standing(test.budgets);
  const cap = before + capMicroUsd;
  test.budgets.set({ scope: "month", subject: null, measure: "money", amount: cap });
  let billed = 0;
  server.choose(() => {
    const step = random.pick(["answer", "answer", "stall", "hang-up", "refuse"] as const);
    if (step === "refuse") return { type: "status", status: 500 };
    billed += answer.usage.inputTokens + answer.usage.outputTokens;
    if (step === "hang-up") return { type: "hang-up" };
    return step === "stall" ? { type: "stall", answer, afterFrames: random.whole(6) } : { type: "answer", answer };
  });

  let highest = 0;
  const look = (budgets: Budgets) => (highest = Math.max(highest, standing(budgets).used));
  const ends: string[] = [];
  const call = async (models: Models, budgets: Budgets, seed: number): Promise<void> => {
    const own = createRandom(seed);
    const controller = new AbortController();
    // Whoever waits for a server that has fallen silent gives up.
    const timer = setTimeout(() => controller.abort({ type: "Aborted", by: "user" }), 50 + own.whole(400));
    const leaveAfter = own.chance(0.2) ? 1 + own.whole(3) : Infinity;
    let count = 0;
    for await (const event of models.answer(request, { modelId: id, signal: controller.signal })) {
      look(budgets);
      count += 1;
      if (event.type === "model-error") ends.push(event.error.type);
      if (count === leaveAfter) break;
    }
    clearTimeout(timer);
  };
  const storm = (models: Models, budgets: Budgets, seed: number) =>
    Promise.all(Array.from({ length: callers }, (_, index) => call(models, budgets, seed + index)));

  // The first process dies with calls under way: their reservations stay on disk, open.
  const dying = createBudgets(test.base);
  const abandoned = dying.reserve({ modelId: id, providerId: id, purpose: "chat" }, { costMicroUsd: worst, tokens: 1, durationMs: 1 });
  expect(abandoned.ok).toBe(true);
  const budgets = createBudgets(test.base);
  expect(standing(budgets)).toEqual({ spent: before + worst, used: before + worst });

  for (const seed of [1000, 2000, 3000]) {
    // No breaker of the round before.
    const models = createModels(
      { ...test.base, budgets, router: test.router },
      { retry: { delaysMs: [1], longestWaitMs: 50, silenceMs: 30_000 } },
    );
    await storm(models, budgets, seed);
    await models.close();
    const { spent, used } = standing(budgets);
    expect([used, spent <= cap, highest <= cap]).toEqual([spent, true, true]);
  }
  // The cap was really met, and more was wanted. What the last storm held and gave back is used up one by one.
  expect(ends).toContain("BudgetReached");
  server.choose(() => {
    billed += answer.usage.inputTokens + answer.usage.outputTokens;
    return { type: "answer", answer };
  });
  const calm = createModels({ ...test.base, budgets, router: test.router });
  for (ends.length = 0; !ends.includes("BudgetReached");) await call(calm, budgets, 4000);
  await calm.close();
  const { spent, used } = standing(budgets);
  expect([used, spent <= cap, highest <= cap]).toEqual([spent, true, true]);
  expect(spent).toBeGreaterThanOrEqual(before + worst + billed);
  expect(cap - spent).toBeLessThan(worst);
}, 120_000);
