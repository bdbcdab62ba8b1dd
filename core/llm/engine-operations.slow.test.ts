import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder, makeTinyModel } from "#core/testing";
import { openTestHost } from "./test-host.ts";

let folder: ReturnType<typeof createTestFolder>;
let host: Awaited<ReturnType<typeof openTestHost>>;
beforeEach(async () => {
  folder = createTestFolder();
  host = await openTestHost(join(folder.path, "data"));
});
afterEach(async () => {
  await host.close();
  folder.cleanup();
});

it("is reached through the contract: loading, measuring, trying out and freeing a model", async () => {
  const client = createRouterClient(host.router);
  const { id: modelId, ...added } = await client.models.addFile({ path: makeTinyModel(join(folder.path, "tiny.gguf")) });
  expect(added).toMatchObject({ sizeBytes: 469_728, billionParameters: 0.000231, speed: null, abilities: null });

  const loading: { progress: number; done: boolean }[] = [];
  for await (const event of await client.engine.load({ modelId })) loading.push(event);
  expect(loading.at(-1)).toEqual({ progress: 1, done: true });
  expect(loading.filter(({ done }) => done)).toHaveLength(1);
  expect(await client.engine.state()).toMatchObject({
    loadedModelId: modelId,
    sequences: 4,
    engineVersion: expect.stringMatching(/^node-llama-cpp 3/),
  });

  const story: string[] = [];
  for await (const event of await client.engine.bench({ modelId })) {
    story.push(event.type);
    if (event.type === "bench-end") expect(event.speed).toMatchObject({ tokensPerSecond: expect.any(Number), before: null });
  }
  expect(story.at(-1)).toBe("bench-end");
  expect(story.filter((type) => type === "bench-end")).toHaveLength(1);

  expect(await client.engine.probe({ modelId })).toMatchObject({ keepsJson: true });
  expect(await client.engine.unload()).toEqual({ unloaded: true });
  expect(await client.engine.unload()).toEqual({ unloaded: false });
  const listed = (await client.models.list()).find(({ id }) => id === modelId);
  expect(listed).toMatchObject({ abilities: { keepsJson: true }, speed: { engineVersion: expect.any(String) } });
});

it("stops loading when the stream is left, and says what is not there", async () => {
  const client = createRouterClient(host.router);
  const { id: modelId } = await client.models.addFile({ path: makeTinyModel(join(folder.path, "tiny.gguf")) });
  for await (const _ of await client.engine.load({ modelId })) break;
  await expect.poll(async () => (await client.engine.state()).loadingModelId).toBeNull();
  expect((await client.engine.state()).loadedModelId).toBeNull();

  const load = async () => {
    for await (const event of await client.engine.load({ modelId: "gguf:none" })) expect(event.done).toBe(false);
  };
  await expect(load()).rejects.toMatchObject({ code: "MISSING", data: { type: "ModelNotFound", modelId: "gguf:none" } });
  await expect(client.engine.probe({ modelId: "gguf:none" })).rejects.toMatchObject({ code: "MISSING" });
});
