import { call } from "@orpc/server";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ok, silentLog, systemClock } from "#core/base";
import { createSettings, settingsMigrations } from "#core/settings";
import { createSeededIds, createTestFolder, makeTinyModel, openTestStore } from "#core/testing";
import type { AnswerEvent } from "./answer-event.ts";
import { createModels, type Models } from "./models.ts";
import { modelsOperations, providersOperations } from "./operations.ts";
import { llmMigrations } from "./store.ts";

let folder: ReturnType<typeof createTestFolder>;
let store: ReturnType<typeof openTestStore>;
let models: Models;

beforeEach(() => {
  folder = createTestFolder();
  store = openTestStore([...settingsMigrations, ...llmMigrations]);
  const secrets = {
    get: async () => ok(null),
    set: async () => ok(undefined),
    remove: async () => ok(undefined),
    status: () => "open" as const,
  };
  const deps = { clock: systemClock, ids: createSeededIds(), log: silentLog, secrets, settings: createSettings({ store }), store };
  models = createModels(deps, { llama: { threads: 1, contextTokens: 1024 } });
});
afterEach(async () => {
  await models.close();
  store.cleanup();
  folder.cleanup();
});

const question = { messages: [{ role: "user" as const, text: "What runs to the sea?" }], sources: [], maxOutputTokens: 40, temperature: 0 };
const answer = async (request = question): Promise<AnswerEvent[]> => {
  const events: AnswerEvent[] = [];
  for await (const event of models.answer(request, { modelId: null, signal: new AbortController().signal })) events.push(event);
  return events;
};

it("answers with a file on this machine without being told to, and quotes when the question is too long for it", async () => {
  await models.addFile(makeTinyModel(join(folder.path, "tiny.gguf")));
  const events = await answer();
  expect(events[0]).toMatchObject({
    type: "model-chosen",
    info: { name: "Olympus Tiny", place: "local" },
    why: "a model on this machine",
    tried: [],
  });
  expect(events.at(-1)).toMatchObject({ type: "model-end", usage: { outputTokens: 40 } });

  const long = await answer({ ...question, messages: [{ role: "user", text: `What runs to the sea? ${"word ".repeat(1000)}` }] });
  expect(long.map(({ type }) => type)).toEqual(["model-chosen", "model-fallback", "model-chosen", "model-delta", "model-end"]);
  expect(long[1]).toMatchObject({ error: { type: "ContextTooLong", limitTokens: 1024 } });
});

it("is reached through the contract, failures included", async () => {
  const router = { models: modelsOperations(models), providers: providersOperations(models) };
  const path = makeTinyModel(join(folder.path, "tiny.gguf"));
  const added = await call(router.models.addFile, { path });
  expect((await call(router.models.list, undefined)).map(({ id }) => id)).toEqual([added.id, "extractive"]);
  expect(await call(router.models.removeFile, { modelId: added.id })).toEqual({ removed: true });
  await expect(call(router.models.addFile, { path: join(folder.path, "none.gguf") })).rejects.toMatchObject({
    code: "FAILED",
    data: { type: "ModelFileMissing" },
  });
  expect(await call(router.providers.list, undefined)).toEqual([]);
  const draft = { kind: "openai" as const, name: "None", model: "x" };
  await expect(call(router.providers.add, draft)).rejects.toMatchObject({
    code: "FAILED",
    data: { type: "ProviderKeyMissing", provider: "None" },
  });
  const providerId = createSeededIds().create("provider");
  await expect(call(router.providers.test, { providerId })).rejects.toMatchObject({ code: "MISSING", data: { type: "ProviderNotFound" } });
  expect(await call(router.providers.remove, { providerId })).toEqual({ removed: false });
});
