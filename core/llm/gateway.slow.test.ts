import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CacheKey } from "#core/answer-cache";
import { createFakeClock, startProviderServer, type ProviderServer } from "#core/testing";
import type { AnswerEvent, AnswerOptions } from "./answer-event.ts";
import type { KeptAnswers } from "./kept-answer.ts";
import { mostInputTokens } from "./request-size.ts";
import type { GenerateRequest, ProviderDraft } from "./schema.ts";
import { answered, errorIn, openTestModels, type TestModels, type TestModelsOptions } from "./test-models.ts";

/** A micro-dollar for each token, so that costs are token counts. */
const price = { inputMicroUsd: 1_000_000, outputMicroUsd: 1_000_000, cachedInputMicroUsd: null };
const request: GenerateRequest = {
  messages: [{ role: "user", text: "How long is the warranty?" }],
  sources: [{ number: 1, chunkId: 1, title: "t", heading: "", page: null, text: "The warranty is valid for two years." }],
  maxOutputTokens: 50,
};
const worst = mostInputTokens(request) + 50;
const plenty = 1_000_000;

let server: ProviderServer;
let test: TestModels;

const open = async (options: TestModelsOptions = {}) => {
  await test.close();
  test = openTestModels(options);
};
const draft = (more: Partial<ProviderDraft> = {}): ProviderDraft => ({
  kind: "compatible",
  name: "Scripted",
  baseUrl: `${server.origin}/v1`,
  model: "scripted-1",
  key: "sk-secret",
  price,
  monthlyMicroUsd: plenty,
  ...more,
});
/** A provider in the order that costs a micro-dollar a token, with `monthlyMicroUsd` left for this month. */
const addPaid = async (leftMicroUsd = plenty, more: Partial<ProviderDraft> = {}): Promise<string> => {
  const id = await test.add(draft(more));
  test.settings.update({ modelOrder: [...test.settings.get().modelOrder, id] });
  const status = test.budgets.status().find(({ subject }) => subject === id);
  if (status !== undefined) test.budgets.set({ ...status, amount: status.spent + leftMicroUsd });
  return id;
};
const ask = (options: Partial<AnswerOptions> = {}, asked = request) => answered(test.models, asked, options);
const spent = () => test.budgets.status().find(({ measure }) => measure === "money")?.spent ?? 0;
const reserved = () => test.budgets.status().reduce((sum, status) => sum + status.reserved, 0);
const places = (events: readonly AnswerEvent[]) => events.flatMap((event) => (event.type === "model-chosen" ? [event.info.place] : []));
const accounts = (events: readonly AnswerEvent[]) => events.flatMap((event) => (event.type === "model-account" ? [event.account] : []));
const ends = (events: readonly AnswerEvent[]) => events.filter(({ type }) => type === "model-end" || type === "model-error");

beforeEach(async () => {
  server = await startProviderServer("openai");
  test = openTestModels();
});
afterEach(async () => {
  await test.close();
  await server.close();
});

describe("allowances", () => {
  it("[G1, G3] hold the most while a call is under way and count what the provider says afterwards", async () => {
    const id = await addPaid();
    const before = spent();
    server.script({ type: "stall", answer: { text: ["Two ", "years"] }, afterFrames: 2 }, { type: "answer", answer: {} });
    const controller = new AbortController();
    let held = 0;
    for await (const event of test.models.answer(request, { modelId: id, signal: controller.signal }))
      if (event.type === "model-delta") {
        held = reserved();
        controller.abort({ type: "Aborted", by: "user" });
      }
    expect(held).toBe(worst);
    // Stopped without a count, by somebody whose thoughts may go unseen: all of it.
    expect([spent() - before, reserved()]).toEqual([worst, 0]);

    server.script({ type: "answer", answer: { text: ["Two years."], usage: { inputTokens: 9, outputTokens: 4 } } });
    const events = await ask();
    expect([spent() - before, reserved()]).toEqual([worst + 13, 0]);
    expect(accounts(events)).toMatchObject([{ costMicroUsd: 13, cache: null }]);
  });

  it("[G1] are settled when the listener leaves in the middle", async () => {
    const id = await addPaid();
    const before = spent();
    server.script({ type: "stall", answer: { text: ["Two ", "years"] }, afterFrames: 2 });
    for await (const event of test.models.answer(request, { modelId: id, signal: new AbortController().signal }))
      if (event.type === "model-delta") break;
    expect([spent() - before, reserved()]).toEqual([worst, 0]);
    await server.closedByClient(1);
  });

  it("[G2] let nothing out that they have no room for", async () => {
    const id = await addPaid(worst - 1);
    const sent = server.requests.length;
    expect(errorIn(await ask({ modelId: id }))).toMatchObject({ type: "BudgetReached", scope: "provider-month", needed: worst });
    expect(server.requests).toHaveLength(sent);
    const status = test.budgets.status().find(({ subject }) => subject === id);
    if (status !== undefined) test.budgets.extend(status.id, 1);
    expect(ends(await ask({ modelId: id }))).toMatchObject([{ type: "model-end" }]);
  });

  it("[G2] let nothing out that costs money nobody gave, or whose price is not known", async () => {
    const id = await addPaid();
    const unpriced = await test.add(draft({ name: "Second" }));
    test.models.providers.setPrice(unpriced, null);
    expect(test.models.providers.list().map(({ price: own }) => own)).toEqual([price, null]);
    // Nearby costs nothing; what is given for elsewhere is checked with the same request.
    expect(ends(await ask({ modelId: unpriced }))).toMatchObject([{ type: "model-end" }]);
    for (const { id: allowanceId } of test.budgets.status()) test.budgets.remove(allowanceId);
    const sent = server.requests.length;
    expect(errorIn(await ask({ modelId: id }))).toEqual({ type: "BudgetMissing", modelId: id, needed: worst });
    expect(server.requests).toHaveLength(sent);
  });

  it("[G2] limit tokens, time, tasks and conversations of models on this machine and nearby too", async () => {
    const id = await addPaid();
    for (const [scope, measure, about] of [
      ["conversation", "tokens", { conversationId: "chat_1" }],
      ["task", "tokens", { taskId: "task_1" }],
      ["schedule", "tokens", { scheduleId: "plan_1" }],
      ["day", "time", {}],
    ] as const) {
      const { id: allowanceId } = test.budgets.set({ scope, subject: null, measure, amount: 0 });
      expect(errorIn(await ask({ modelId: id, about })), scope).toMatchObject({ type: "BudgetReached", scope, measure });
      test.budgets.remove(allowanceId);
    }
  });

  it("[G4] that are used up leave the answer to whoever is left, and the decision says why", async () => {
    const id = await addPaid(worst - 1);
    const events = await ask();
    expect(places(events)).toEqual(["extractive"]);
    expect(accounts(events)[0]?.decision?.excluded).toMatchObject([{ modelId: id, reason: "over-budget", worstCostMicroUsd: worst }]);
    expect(events[0]).toMatchObject({ tried: [{ modelId: id, error: { type: "BudgetReached" } }] });
  });

  it("[G4] that are used up end an answer that nobody else can give", async () => {
    await addPaid(worst - 1);
    const asJson = { ...request, jsonSchema: { type: "object", properties: {}, required: [] } };
    expect(await ask({}, asJson)).toMatchObject([{ type: "model-error", error: { type: "BudgetReached" } }]);
  });

  it("[G5] given with a new provider count from its trial on, and go with a provider that is not kept", async () => {
    server.script({ type: "answer", answer: { text: ["ready"], usage: { inputTokens: 11, outputTokens: 2 } } });
    const id = await test.add(draft({ monthlyMicroUsd: 5000 }));
    expect(test.budgets.status()).toMatchObject([{ scope: "provider-month", subject: id, amount: 5000, spent: 13 }]);
    expect(test.budgets.charges({ limit: 9 })).toMatchObject([{ purpose: "trial", costMicroUsd: 13, state: "settled" }]);

    server.script({ type: "status", status: 401 });
    expect(await test.models.providers.add(draft({ monthlyMicroUsd: 7000 }))).toMatchObject({ error: { type: "ProviderKeyRefused" } });
    expect(test.budgets.status()).toHaveLength(1);
    const sent = server.requests.length;
    expect(await test.models.providers.add(draft({ monthlyMicroUsd: 3 }))).toMatchObject({ error: { type: "BudgetReached" } });
    expect([server.requests.length, test.models.providers.list().length]).toEqual([sent, 1]);
  });
});

describe("private content", () => {
  it("[G7] never reaches a provider, in the order or chosen", async () => {
    const id = await addPaid();
    const sent = server.requests.length;
    expect(places(await ask({ privacy: "private" }))).toEqual(["extractive"]);
    expect(errorIn(await ask({ privacy: "private", modelId: id }))).toEqual({ type: "PrivateContent", modelId: id });
    test.router.setPolicy({ cloud: "always" });
    await ask({ privacy: "private" });
    expect(server.requests).toHaveLength(sent);
  });
});

describe("a failing provider", () => {
  it("[G8] hands its conversation over, and whoever answered keeps it", async () => {
    const first = await addPaid();
    const second = await addPaid(plenty, { name: "Second", model: "scripted-2" });
    test.router.setPolicy({ choose: "automatic" });
    const about = { conversationId: "chat_1" };
    const whoAnswered = (events: readonly AnswerEvent[]) => events.findLast((event) => event.type === "model-chosen")?.info.id;
    server.script({ type: "status", status: 401 }, { type: "answer", answer: { text: ["Two"] } });
    expect(whoAnswered(await ask({ about }))).toBe(second);
    expect(whoAnswered(await ask({ about }))).toBe(second);
    expect(whoAnswered(await ask({ about: { conversationId: "chat_2" } }))).toBe(first);
  });

  it("[G8, G11] is asked again as often as the policy says when nothing came, and each attempt counts", async () => {
    const id = await addPaid();
    const before = spent();
    server.script(
      { type: "cut", answer: { text: ["Hi"] }, afterFrames: 0 },
      { type: "hang-up" },
      { type: "answer", answer: { text: ["Two"] } },
    );
    const events = await ask({ modelId: id });
    expect(events.flatMap((event) => (event.type === "model-delta" ? [event.text] : []))).toEqual(["Two"]);
    expect(spent() - before).toBe(2 * worst + 10);
    expect(accounts(events)).toMatchObject([{ costMicroUsd: 2 * worst + 10 }]);
  });

  it("[G3, G11] that refuses costs nothing, and is tried at most three times", async () => {
    const id = await addPaid();
    const [before, sent] = [spent(), server.requests.length];
    server.script({ type: "status", status: 500 });
    const events = await ask({ modelId: id });
    expect([server.requests.length - sent, spent() - before]).toEqual([3, 0]);
    expect(places(events)).toEqual(["cloud", "extractive"]);
  });

  it("[G11] waits as long as it is told when that is short, and hands over at once when it is long", async () => {
    const id = await addPaid();
    const sent = server.requests.length;
    server.script({ type: "status", status: 429, headers: { "retry-after-ms": "5" } }, { type: "answer", answer: { text: ["Two"] } });
    expect(places(await ask({ modelId: id }))).toEqual(["cloud"]);
    expect(server.requests.length - sent).toBe(2);
    server.script({ type: "status", status: 429, headers: { "retry-after": "3600" } });
    expect(places(await ask({ modelId: id }))).toEqual(["cloud", "extractive"]);
    expect(server.requests.length - sent).toBe(3);
  });

  it("[G13] is not asked again before the time it named", async () => {
    const clock = createFakeClock();
    await open({ clock });
    const id = await addPaid();
    server.script({ type: "status", status: 429, headers: { "retry-after": "60" } }, { type: "answer", answer: { text: ["Two"] } });
    await ask({ modelId: id });
    const sent = server.requests.length;
    const waiting = await ask({ modelId: id });
    expect(accounts(waiting)[0]?.decision?.excluded).toMatchObject([{ reason: "paused-after-failures" }]);
    expect(server.requests).toHaveLength(sent);
    await clock.advance(60_000);
    expect(places(await ask({ modelId: id }))).toEqual(["cloud"]);
  });

  it("[G11] is spared repetitions when many fail at once", async () => {
    const id = await addPaid();
    const sent = server.requests.length;
    server.script({ type: "status", status: 500 });
    for (let count = 0; count < 2; count += 1) await ask({ modelId: id });
    const again = server.requests.length - sent;
    for (let count = 0; count < 6; count += 1) await ask({ modelId: id });
    // Three failures in a row opened the breaker in the first answer already.
    expect([again, server.requests.length - sent]).toEqual([3, 3]);
  });

  it("[G12] is left alone after three failures, and tried again with one call", async () => {
    const clock = createFakeClock();
    await open({ clock, retry: { delaysMs: [], longestWaitMs: 0, silenceMs: 30_000 } });
    const id = await addPaid();
    server.script({ type: "hang-up" });
    for (let count = 0; count < 3; count += 1) await ask({ modelId: id });
    const sent = server.requests.length;
    expect(errorIn(await ask({ modelId: id }, { ...request, jsonSchema: { type: "object" } }))).toMatchObject({
      type: "ModelPaused",
      modelId: id,
    });
    expect(server.requests).toHaveLength(sent);
    await clock.advance(30_000);
    server.script({ type: "answer", answer: { text: ["Two"] } });
    expect(places(await ask({ modelId: id }))).toEqual(["cloud"]);
    expect(places(await ask({ modelId: id }))).toEqual(["cloud"]);
  });

  it("[G8, G15] that breaks after a tool call is not asked again, and neither is anybody else", async () => {
    const id = await addPaid();
    const sent = server.requests.length;
    const toolCalls = [{ id: "t1", name: "send", input: { to: "Ada" } }];
    // Behind the frame with the finish reason, which makes the call whole.
    server.script({ type: "cut", answer: { toolCalls }, afterFrames: 4 });
    const tools = [{ name: "send", description: "Sends", inputSchema: { type: "object", properties: { to: { type: "string" } } } }];
    const events = await ask({ modelId: id }, { ...request, tools });
    expect(events.filter(({ type }) => type === "model-tool-call")).toHaveLength(1);
    expect(ends(events)).toHaveLength(1);
    expect(server.requests.length - sent).toBe(1);
  });

  it("[G14, G15] that never answers ends at the deadline, with its account before the one error", async () => {
    const clock = createFakeClock();
    await open({ clock, retry: { delaysMs: [], longestWaitMs: 0, silenceMs: 600_000 } });
    const id = await addPaid();
    const sent = server.requests.length;
    server.script({ type: "mute" });
    const asking = ask({ modelId: id, deadlineMs: 20_000 });
    await expect.poll(() => server.requests.length).toBe(sent + 1);
    await clock.advance(19_999);
    expect(reserved()).toBe(worst);
    await clock.advance(1);
    const events = await asking;
    expect(events.map(({ type }) => type)).toEqual(["model-chosen", "model-account", "model-error"]);
    expect(errorIn(events)).toEqual({ type: "DeadlinePassed", limitMs: 20_000 });
    expect(reserved()).toBe(0);
  });

  it("[G14] gets no more time than an allowance leaves it", async () => {
    const clock = createFakeClock();
    await open({ clock });
    const id = await addPaid();
    test.budgets.set({ scope: "day", subject: null, measure: "time", amount: 5000 });
    const sent = server.requests.length;
    server.script({ type: "mute" });
    const asking = ask({ modelId: id });
    await expect.poll(() => server.requests.length).toBe(sent + 1);
    await clock.advance(5000);
    expect(errorIn(await asking)).toEqual({ type: "DeadlinePassed", limitMs: 5000 });
    expect(errorIn(await ask({ modelId: id }))).toMatchObject({ type: "BudgetReached", measure: "time" });
  });
});

describe("kept answers", () => {
  const keeping = () => {
    const kept = new Map<string, { text: string; modelId: string }>();
    const keys: CacheKey[] = [];
    const nameOf = (key: CacheKey) => JSON.stringify(key);
    const cache: KeptAnswers = {
      lookup: async (key) => {
        keys.push(key);
        const found = kept.get(nameOf(key));
        if (found === undefined) return null;
        return {
          text: found.text,
          hit: { kind: "exact", similarity: 1, storedAtMs: 1, modelId: found.modelId, savedTokens: 10, savedMicroUsd: 10 },
        };
      },
      store: (key, { modelId, text }) => void kept.set(nameOf(key), { text, modelId }),
    };
    return { cache, keys, kept };
  };

  it("[G9] are given instead of asking, with who made them and at no cost; a bypass asks anew and keeps that answer", async () => {
    const { cache } = keeping();
    await open({ cache });
    const id = await addPaid();
    await ask({ modelId: id, cache: "use" });
    const [before, sent] = [spent(), server.requests.length];
    const events = await ask({ modelId: id, cache: "use" });
    expect(events).toMatchObject([
      { type: "model-chosen", info: { id } },
      { type: "model-delta", text: "Hello" },
      { type: "model-account", account: { costMicroUsd: 0, cache: { kind: "exact", modelId: id } } },
      { type: "model-end", usage: { inputTokens: 0, outputTokens: 0 } },
    ]);
    expect([spent(), server.requests.length]).toEqual([before, sent]);
    server.script({ type: "answer", answer: { text: ["Better"] } });
    await ask({ modelId: id, cache: "bypass" });
    expect((await ask({ modelId: id, cache: "use" }))[1]).toMatchObject({ text: "Better" });
  });

  it("[G9] belong to their whole context: sources, history, model and privacy", async () => {
    const { cache, keys } = keeping();
    await open({ cache });
    const id = await addPaid();
    const [source] = request.sources;
    const variants: readonly [Partial<AnswerOptions>, GenerateRequest][] = [
      [{}, request],
      [{ modelId: id }, request],
      [{ privacy: "private" }, request],
      [{}, { ...request, sources: source === undefined ? [] : [{ ...source, text: "Three years." }] }],
      [{}, { ...request, messages: [{ role: "system", text: "Be brief." }, ...request.messages] }],
    ];
    for (const [options, asked] of variants) await ask({ ...options, cache: "use" }, asked);
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(variants.length);
  });

  it("[G9] are never looked for with tools, with pictures, or when nobody asks for them", async () => {
    const { cache, keys, kept } = keeping();
    await open({ cache });
    await addPaid();
    const tools = [{ name: "send", description: "Sends", inputSchema: { type: "object", properties: {} } }];
    await ask({ cache: "use" }, { ...request, tools });
    await ask({ cache: "use" }, { ...request, temperature: 0.9 });
    await ask();
    expect([keys, kept.size]).toEqual([[], 0]);
  });
});

it("[G15] an explanation sends and spends nothing, and says what an answer would do", async () => {
  const id = await addPaid();
  const [sent, before] = [server.requests.length, spent()];
  const explained = await test.models.explain({ prompt: "How long is the warranty?", privacy: "open", modelId: null });
  expect(explained).toMatchObject({ chain: [{ modelId: id, place: "cloud" }, { place: "extractive" }] });
  expect(explained.sentence).not.toBe("");
  expect([server.requests.length, spent(), reserved()]).toEqual([sent, before, 0]);
});
