import { call } from "@orpc/server";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createSeededIds, createTestFolder, makeTinyModel } from "#core/testing";
import type { AnswerEvent } from "./answer-event.ts";
import type { Models } from "./models.ts";
import { modelsOperations, providersOperations } from "./operations.ts";
import { answered, openTestModels, type TestModels } from "./test-models.ts";

let folder: ReturnType<typeof createTestFolder>;
let test: TestModels;
let models: Models;

beforeEach(() => {
  folder = createTestFolder();
  test = openTestModels({ llama: { threads: 1, contextTokens: 1024 } });
  ({ models } = test);
});
afterEach(async () => {
  await test.close();
  folder.cleanup();
});

const question = { messages: [{ role: "user" as const, text: "What runs to the sea?" }], sources: [], maxOutputTokens: 40, temperature: 0 };
const answer = (request = question): Promise<AnswerEvent[]> => answered(models, request);

it("answers with a file on this machine without being told to, and quotes when the question is too long for it", async () => {
  await models.addFile(makeTinyModel(join(folder.path, "tiny.gguf")));
  const events = await answer();
  expect(events[0]).toMatchObject({
    type: "model-chosen",
    info: { name: "Olympus Tiny", place: "local" },
    decision: { chain: [{ place: "local" }, { place: "extractive" }] },
    tried: [],
  });
  expect(events.at(-1)).toMatchObject({ type: "model-end", usage: { outputTokens: 40 } });

  const long = await answer({ ...question, messages: [{ role: "user", text: `What runs to the sea? ${"word ".repeat(1000)}` }] });
  expect(long.map(({ type }) => type)).toEqual([
    "model-chosen",
    "model-fallback",
    "model-chosen",
    "model-delta",
    "model-account",
    "model-end",
  ]);
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
