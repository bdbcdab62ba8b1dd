import { createRouterClient } from "@orpc/server";
import { afterEach, expect, it } from "vitest";
import { createFakeClock } from "#core/testing";
import { budgetOperations } from "./operations.ts";
import { allowance, cloud, holding, onThisMachine, openTestBudgets, spend } from "./test-budgets.ts";

const opened: ReturnType<typeof openTestBudgets>[] = [];
afterEach(() => opened.splice(0).forEach(({ store }) => store.cleanup()));
const open = (...given: Parameters<typeof openTestBudgets>) => {
  const rig = openTestBudgets(...given);
  opened.push(rig);
  return rig;
};

it("[B1] what costs nothing needs no allowance; what costs something is refused until money is given", () => {
  const { budgets } = open();
  expect(budgets.reserve(onThisMachine, spend(0, 1000)).ok).toBe(true);
  expect(budgets.reserve(cloud, spend(1))).toEqual({
    ok: false,
    error: { type: "BudgetMissing", modelId: cloud.modelId, needed: 1 },
  });
  budgets.set(allowance("task", 100));
  budgets.set(allowance("day", 100, { measure: "tokens" }));
  expect(budgets.reserve({ ...cloud, taskId: "task_1" }, spend(1))).toMatchObject({ error: { type: "BudgetMissing" } });
  budgets.set(allowance("month", 10));
  expect(budgets.reserve({ ...cloud, taskId: "task_1" }, spend(1)).ok).toBe(true);
});

it("[B2] a call without a known price is refused, with or without money given", () => {
  const { budgets } = open();
  expect(budgets.check(cloud, spend(null))).toMatchObject({ error: { type: "BudgetMissing" } });
  budgets.set(allowance("provider-month", 10_000_000, { subject: "provider_x" }));
  expect(budgets.check(cloud, spend(null))).toEqual({ ok: false, error: { type: "PriceUnknown", modelId: cloud.modelId } });
  expect(budgets.check({ ...cloud, providerId: "provider_y" }, spend(null))).toMatchObject({ error: { type: "BudgetMissing" } });
});

it("[B3] the worst case is held before the call, to the last micro-dollar", () => {
  const { budgets, clock } = open();
  const { id } = budgets.set(allowance("day", 100));
  holding(budgets, cloud, spend(60));
  expect(budgets.reserve(cloud, spend(41))).toEqual({
    ok: false,
    error: {
      type: "BudgetReached",
      allowanceId: id,
      scope: "day",
      subject: null,
      measure: "money",
      amount: 100,
      spent: 0,
      reserved: 60,
      needed: 41,
      resetsAtMs: clock.nowMs() + 24 * 3_600_000,
    },
  });
  expect(budgets.status()[0]).toMatchObject({ spent: 0, reserved: 60, left: 40 });
  expect(budgets.reserve(cloud, spend(40)).ok).toBe(true);
  expect(budgets.status()[0]).toMatchObject({ spent: 0, reserved: 100, left: 0 });
});

it("[B3] a fraction of a micro-dollar counts as a whole one, and what is no amount is never held", () => {
  const { budgets } = open();
  budgets.set(allowance("day", 2));
  expect(holding(budgets, cloud, spend(0.1)).held.costMicroUsd).toBe(1);
  expect(budgets.reserve(cloud, spend(1.000001))).toMatchObject({ error: { type: "BudgetReached", needed: 2 } });
  for (const value of [Number.NaN, -1]) expect(() => budgets.reserve(cloud, spend(value))).toThrow(RangeError);
  expect(budgets.reserve(cloud, spend(Number.POSITIVE_INFINITY))).toMatchObject({ error: { type: "BudgetReached" } });
});

it("[B4] settling counts what was used and gives back the rest; releasing gives back all", () => {
  const { budgets } = open();
  budgets.set(allowance("day", 100));
  const used = holding(budgets, cloud, spend(60, 500, 9000));
  const unsent = holding(budgets, cloud, spend(40));
  used.settle(spend(25, 120, 800));
  unsent.release();
  expect(budgets.status()[0]).toMatchObject({ spent: 25, reserved: 0, left: 75 });
  expect(budgets.charges({ limit: 10 })).toMatchObject([{ id: used.id, costMicroUsd: 25, tokens: 120, durationMs: 800, state: "settled" }]);
});

it("[B4] only the first end of a reservation counts", () => {
  const { budgets } = open();
  budgets.set(allowance("day", 100));
  const call = holding(budgets, cloud, spend(60));
  call.settle(spend(10));
  call.settle(spend(60));
  call.release();
  expect(budgets.status()[0]).toMatchObject({ spent: 10, reserved: 0 });
  const unsent = holding(budgets, cloud, spend(5));
  unsent.release();
  unsent.settle(spend(5));
  expect(budgets.status()[0]).toMatchObject({ spent: 10, reserved: 0 });
});

it("[B4] without a cost at the end the held one counts; a cost above it is recorded as it is, with a warning", () => {
  const warnings: string[] = [];
  const log = { info: () => {}, error: () => {}, warn: (message: string) => void warnings.push(message) };
  const { budgets } = open(createFakeClock(), log);
  budgets.set(allowance("day", 100));
  holding(budgets, cloud, spend(30)).settle(spend(null, 5));
  expect(budgets.status()[0]).toMatchObject({ spent: 30 });
  expect(warnings).toEqual([]);
  holding(budgets, cloud, spend(70)).settle(spend(90));
  expect(budgets.status()[0]).toMatchObject({ spent: 120, left: 0 });
  expect(warnings).toHaveLength(1);
});

it("[B5] a reservation without an end counts whole after the next start, and its late end changes nothing", () => {
  const { budgets, reopen } = open();
  budgets.set(allowance("month", 100));
  const call = holding(budgets, { ...cloud, conversationId: "conversation_1" }, spend(60, 700, 9000));
  const again = reopen();
  expect(again.status()[0]).toMatchObject({ spent: 60, reserved: 0, left: 40 });
  expect(again.charges({ limit: 5, conversationId: "conversation_1" })).toMatchObject([
    { id: call.id, state: "lost", costMicroUsd: 60, tokens: 700, durationMs: 9000 },
  ]);
  call.settle(spend(1));
  call.release();
  expect(again.status()[0]).toMatchObject({ spent: 60, reserved: 0 });
});

it("[B6] each subject has its own sum under a general allowance; one by name stands in its place", () => {
  const { budgets } = open();
  budgets.set(allowance("month", 1000));
  const general = budgets.set(allowance("conversation", 50));
  const inConversation = (conversationId: string) => ({ ...cloud, conversationId });
  holding(budgets, inConversation("a"), spend(50));
  expect(budgets.reserve(inConversation("a"), spend(1))).toMatchObject({
    error: { type: "BudgetReached", allowanceId: general.id, scope: "conversation", subject: "a" },
  });
  holding(budgets, inConversation("b"), spend(30));
  expect(budgets.status().at(-1)).toMatchObject({ subject: null, nearest: "a", reserved: 50 });
  const named = budgets.set(allowance("conversation", 80, { subject: "a" }));
  expect(budgets.reserve(inConversation("a"), spend(31))).toMatchObject({ error: { allowanceId: named.id } });
  expect(budgets.reserve(inConversation("a"), spend(30)).ok).toBe(true);
  expect(budgets.status().find(({ id }) => id === general.id)).toMatchObject({ nearest: "b", reserved: 30, left: 20 });
});

it("[B6] money, tokens and time are capped apart, on this machine too", () => {
  const { budgets } = open();
  budgets.set(allowance("task", 1000, { measure: "tokens" }));
  budgets.set(allowance("schedule", 60_000, { measure: "time" }));
  const local = { ...onThisMachine, taskId: "task_1", scheduleId: "schedule_1" };
  expect(budgets.timeLeftMs(onThisMachine)).toBeNull();
  expect(budgets.timeLeftMs(local)).toBe(60_000);
  holding(budgets, local, spend(0, 400, 45_000));
  expect(budgets.timeLeftMs(local)).toBe(15_000);
  expect(budgets.check(local, spend(0, 601, 0))).toMatchObject({ error: { measure: "tokens", scope: "task", needed: 601 } });
  expect(budgets.check(local, spend(0, 600, 15_001))).toMatchObject({
    error: { measure: "time", scope: "schedule", subject: "schedule_1" },
  });
  expect(budgets.check(local, spend(0, 600, 15_000)).ok).toBe(true);
});

it("[B7] an allowance given late counts what was used before it", () => {
  const { budgets } = open();
  holding(budgets, onThisMachine, spend(0, 900, 10)).settle(spend(0, 700, 10));
  expect(budgets.set(allowance("day", 1000, { measure: "tokens" }))).toMatchObject({ spent: 700, left: 300 });
});

it("[B8] the same scope, subject and measure is one allowance, whose id stays; it can be extended and taken away", () => {
  const { budgets } = open();
  const first = budgets.set(allowance("day", 100));
  expect(budgets.set(allowance("day", 50, { subject: "ignored" }))).toMatchObject({ id: first.id, amount: 50, subject: null });
  expect(budgets.extend(first.id, 25)).toMatchObject({ ok: true, value: { id: first.id, amount: 75 } });
  expect(budgets.extend("allowance_none", 25)).toEqual({ ok: false, error: { type: "AllowanceNotFound", allowanceId: "allowance_none" } });
  expect([budgets.remove(first.id), budgets.remove(first.id)]).toEqual([true, false]);
  expect(budgets.status()).toEqual([]);
  expect(budgets.check(cloud, spend(1))).toMatchObject({ error: { type: "BudgetMissing" } });
});

it("[B8] a cap lowered below what was used refuses, and raised lets go on", () => {
  const { budgets } = open();
  const { id } = budgets.set(allowance("day", 100));
  holding(budgets, cloud, spend(80)).settle(spend(80));
  expect(budgets.set(allowance("day", 10))).toMatchObject({ left: 0, spent: 80 });
  expect(budgets.check(cloud, spend(1))).toMatchObject({ error: { type: "BudgetReached" } });
  budgets.extend(id, 71);
  expect(budgets.check(cloud, spend(1)).ok).toBe(true);
});

it("[B10] the history has days and models, the newest and the dearest first, and only finished calls", () => {
  const { budgets, clock } = open(createFakeClock(Date.UTC(2026, 2, 10, 12)));
  budgets.set(allowance("month", 1000));
  holding(budgets, cloud, spend(5, 10, 100)).settle(spend(4, 8, 90));
  return clock.advance(48 * 3_600_000).then(async () => {
    holding(budgets, cloud, spend(5, 10, 100)).settle(spend(5, 10, 100));
    holding(budgets, onThisMachine, spend(0, 70, 10)).settle(spend(0, 60, 10));
    await clock.advance(1);
    holding(budgets, cloud, spend(9));
    expect(budgets.history(3).map(({ byModel, ...day }) => ({ ...day, models: byModel.map(({ modelId }) => modelId) }))).toEqual([
      { day: "2026-03-12", costMicroUsd: 5, tokens: 70, calls: 2, models: [cloud.modelId, onThisMachine.modelId] },
      { day: "2026-03-10", costMicroUsd: 4, tokens: 8, calls: 1, models: [cloud.modelId] },
    ]);
    expect(budgets.history(2)).toHaveLength(1);
    expect(budgets.charges({ limit: 2 }).map(({ state }) => state)).toContain("open");
  });
});

it("[B9] a watcher hears where every allowance stands, now and after each change", async () => {
  const { budgets } = open();
  const stop = new AbortController();
  const watched = budgets.watch(stop.signal);
  expect((await watched.next()).value).toEqual([]);
  const { id } = budgets.set(allowance("day", 100));
  expect((await watched.next()).value).toMatchObject([{ id, spent: 0 }]);
  const call = holding(budgets, cloud, spend(60));
  expect((await watched.next()).value).toMatchObject([{ reserved: 60 }]);
  call.settle(spend(10));
  budgets.extend(id, 1);
  expect((await watched.next()).value).toMatchObject([{ spent: 10, reserved: 0, amount: 101 }]);
  const last = watched.next();
  stop.abort();
  expect(await last).toEqual({ done: true, value: undefined });
});

it("the contract gives, raises, watches and takes away", async () => {
  const { budgets } = open();
  const client = createRouterClient(budgetOperations(budgets), { context: {} });
  const given = await client.set({ scope: "day", measure: "money", amount: 100 });
  holding(budgets, { ...cloud, taskId: "task_1" }, spend(60, 7, 8)).settle(spend(40, 5, 6));
  expect(await client.extend({ allowanceId: given.id, by: 5 })).toMatchObject({ amount: 105, spent: 40, left: 65 });
  for await (const status of await client.watch()) {
    expect(status).toEqual(await client.status());
    break;
  }
  expect((await client.history({})).map(({ calls, costMicroUsd }) => [calls, costMicroUsd])).toEqual([[1, 40]]);
  expect(await client.charges({ taskId: "task_1" })).toMatchObject([{ costMicroUsd: 40, tokens: 5, durationMs: 6 }]);
  expect(await client.charges({ taskId: "task_2" })).toEqual([]);
  expect(await client.remove({ allowanceId: given.id })).toEqual({ removed: true });
  await expect(client.extend({ allowanceId: given.id, by: 5 })).rejects.toMatchObject({
    code: "MISSING",
    data: { type: "AllowanceNotFound" },
  });
});
