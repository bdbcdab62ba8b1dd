import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { routingOperations } from "./operations.ts";
import { cloudModel, ask, openTestRouter, quotes, type TestRouter } from "./test-router.ts";

let test: TestRouter;
beforeAll(() => {
  test = openTestRouter();
});
afterAll(() => test.store.cleanup());

it("[R14] the contract changes policy field by field, keeps rules in order, and says what is missing", async () => {
  const { router } = test;
  const decision = router.decide(ask([cloudModel("GPT"), quotes]));
  const asked: unknown[] = [];
  const explain = async (question: unknown) => {
    asked.push(question);
    return decision;
  };
  const client = createRouterClient(routingOperations(router, explain), { context: {} });

  await client.setPolicy({ cloud: "never" });
  expect(await client.setPolicy({ confidenceFloor: 0.8 })).toEqual({
    choose: "automatic",
    cloud: "never",
    confidenceFloor: 0.8,
    sticky: true,
  });
  expect(await client.policy()).toMatchObject({ cloud: "never", confidenceFloor: 0.8 });

  const draft = { name: "Work stays", enabled: true, when: { contains: ["invoice"] }, use: { type: "never-cloud" as const } };
  const first = await client.addRule(draft);
  const second = await client.addRule({ ...draft, name: "Second" });
  expect(await client.orderRules({ ruleIds: [second.id, first.id] })).toEqual([second, first]);
  expect(await client.changeRule({ ruleId: first.id, rule: { ...draft, enabled: false } })).toEqual({ ...first, enabled: false });
  expect(await client.removeRule({ ruleId: second.id })).toEqual({ removed: true });
  await expect(client.changeRule({ ruleId: second.id, rule: draft })).rejects.toMatchObject({
    code: "MISSING",
    data: { type: "RuleNotFound", ruleId: second.id },
  });
  expect(await client.rules()).toEqual([{ ...first, enabled: false }]);

  expect(await client.explain({ prompt: "Hello" })).toEqual(decision);
  expect(asked).toEqual([{ prompt: "Hello", privacy: "open", modelId: null }]);
});
