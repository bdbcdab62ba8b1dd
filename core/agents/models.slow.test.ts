import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createIds, ok, silentLog, systemClock } from "#core/base";
import { budgetsMigrations, createBudgets, type Budgets } from "#core/budgets";
import { createModels, llmMigrations, type Models } from "#core/llm";
import { createRouter, routerMigrations } from "#core/router";
import { createSettings, settingsMigrations } from "#core/settings";
import { createTestFolder, makeTinyModel, openTestStore, startProviderServer, type ProviderServer } from "#core/testing";
import { createRig, folderState, type Rig } from "./test-rig.ts";

let folder: ReturnType<typeof createTestFolder>;
let store: ReturnType<typeof openTestStore>;
let settings: ReturnType<typeof createSettings>;
let budgets: Budgets;
let models: Models;
let rig: Rig;
let server: ProviderServer | null = null;

beforeEach(async () => {
  folder = createTestFolder();
  store = openTestStore([...settingsMigrations, ...llmMigrations, ...budgetsMigrations, ...routerMigrations]);
  const secrets = {
    get: async () => ok("sk-test"),
    set: async () => ok(undefined),
    remove: async () => ok(undefined),
    status: () => "open" as const,
  };
  settings = createSettings({ store });
  const base = { clock: systemClock, ids: createIds({ clock: systemClock }), log: silentLog, secrets, settings, store };
  budgets = createBudgets(base);
  models = createModels(
    { ...base, budgets, router: createRouter(base) },
    {
      llama: { threads: 1, contextTokens: 5632, warmConversations: 1 },
      retry: { delaysMs: [1, 2], longestWaitMs: 5000, silenceMs: 60_000 },
    },
  );
  rig = await createRig({ files: { "letter.txt": "Dear reader\n" }, models, limits: { rounds: 6 } });
});
afterEach(async () => {
  await rig.close();
  await models.close();
  await server?.close();
  server = null;
  store.cleanup();
  folder.cleanup();
});

const look = { next: { action: "look", tool: "files.read", input: { path: "letter.txt", firstLine: 1, lineCount: 10 } } };
const plan = {
  next: {
    action: "plan",
    title: "Sort letters",
    steps: [{ name: "sort", why: "", tool: "files.move", input: { from: "letter.txt", to: "2024/letter.txt" }, after: [], mayChange: [] }],
  },
};
const said = (value: object) => ({
  type: "answer" as const,
  answer: { text: [JSON.stringify(value)], usage: { inputTokens: 100, outputTokens: 20 } },
});

describe.each([
  ["openai", "/v1"],
  ["anthropic", ""],
  ["gemini", ""],
] as const)("with a provider that speaks like %s", (kind, path) => {
  const connect = async (): Promise<ProviderServer> => {
    server = await startProviderServer(kind);
    const added = await models.providers.add({
      kind,
      name: "Scripted",
      baseUrl: `${server.origin}${path}`,
      model: "scripted-1",
      key: "sk-test",
      price: { inputMicroUsd: 1_000_000, outputMicroUsd: 2_000_000, cachedInputMicroUsd: null },
      monthlyMicroUsd: 10_000_000,
    });
    if (!added.ok) throw new Error(JSON.stringify(added.error));
    settings.update({ modelOrder: [added.value.id] });
    return server;
  };

  it("[A1, A13] looks and proposes under a schema; tokens and cost are counted, for the task too", async () => {
    const provider = await connect();
    const before = provider.requests.length;
    provider.script(said(look), said(plan));
    const { task } = await rig.run();
    expect(task).toMatchObject({
      state: "waiting-for-approval",
      rounds: 2,
      inputTokens: 200,
      outputTokens: 40,
      costMicroUsd: 280,
      modelName: expect.any(String),
    });
    expect(budgets.charges({ limit: 9, taskId: task.id })).toMatchObject([{ purpose: "agent", costMicroUsd: 140 }, { costMicroUsd: 140 }]);
    const asked = provider.requests.slice(before).map(({ body }) => JSON.stringify(body));
    expect(asked).toHaveLength(2);
    expect(asked[0]).toContain('"files.move"');
    expect(asked[0]).toContain("additionalProperties");
    expect(asked[1]).toContain("Dear reader");
  });

  it("[A8] an answer that is no JSON is asked for again; one that breaks off ends the task with the provider's failure", async () => {
    const provider = await connect();
    provider.script({ type: "answer", answer: { text: ["Sure, here is my plan:"] } }, said(plan));
    expect((await rig.run()).task).toMatchObject({ state: "waiting-for-approval", repairs: 1 });
    provider.script({ type: "cut", answer: said(plan).answer, afterFrames: 2 });
    expect((await rig.run()).task).toMatchObject({ state: "failed", error: { type: expect.stringMatching(/^Provider/) } });
  });

  it("[A12] a provider that is down is named, and the built-in answerer is not asked to plan", async () => {
    const provider = await connect();
    provider.script({ type: "status", status: 401 });
    expect((await rig.run()).task).toMatchObject({ state: "failed", error: { type: "ProviderKeyRefused" }, rounds: 1 });
  });
});

it("[A8, A10] a tiny local model that writes nonsense ends in a clear stop, with nothing changed", async () => {
  const added = await models.addFile(makeTinyModel(join(folder.path, "tiny.gguf"), { width: 128, layers: 1, contextTokens: 5632 }));
  expect(added.ok).toBe(true);
  const before = folderState(rig.root);
  // Its tokens are single bytes: the question takes some 4,500 of them.
  const { events, task } = await rig.run({ mode: "autopilot", limits: { rounds: 4 } });
  expect(task.state).toBe("failed");
  expect(["AnswerInvalid", "TaskLimitReached", "PlanInvalid", "SimulationFailed"]).toContain(task.error?.type);
  expect(task.costMicroUsd).toBe(0);
  expect(events.at(-1)?.type).toBe("agent-error");
  expect(folderState(rig.root)).toBe(before);
  expect(rig.plans.runs({ filter: "", state: null, planId: null, limit: 10, offset: 0 })).toEqual([]);
}, 120_000);
