import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder, makeTinyModel } from "#core/testing";
import { openTestHost } from "./test-host.ts";

const child = fileURLToPath(new URL("test-crash-child.ts", import.meta.url));
let folder: ReturnType<typeof createTestFolder>;
beforeEach(() => {
  folder = createTestFolder();
});
afterEach(() => folder.cleanup());

it.each([
  ["answering", "SIGSEGV"],
  ["answering", "SIGKILL"],
  ["loading", "SIGKILL"],
])("[E7] a model that ends the program while %s (%s) is left alone until it is forgiven, and the chat is kept", async (doing, signal) => {
  const dataDir = join(folder.path, "data");
  const modelPath = makeTinyModel(join(folder.path, "tiny.gguf"));
  const started = spawn(process.execPath, [child, dataDir, modelPath, doing, signal], { stdio: ["ignore", "pipe", "inherit"] });
  const [output, [, endedBy]] = await Promise.all([text(started.stdout), once(started, "exit")]);
  expect(endedBy).toBe(signal);
  const { conversationId, modelId } = JSON.parse(output) as { modelId: string; conversationId: never };

  const host = await openTestHost(dataDir);
  const client = createRouterClient(host.router);
  const ask = async (): Promise<string> => {
    let answeredBy = "";
    for await (const event of await client.chat.send({ conversationId, text: "And now?", modelId }))
      if (event.type === "chat-delta") await client.chat.stop({ conversationId });
      else if (event.type === "chat-turn-end") answeredBy = event.answer.answeredBy?.modelId ?? "nobody";
    return answeredBy;
  };
  const state = await client.engine.state();
  expect(state).toMatchObject({ loadedModelId: null, crashed: [{ modelId, doing, atMs: expect.any(Number) }] });
  const listed = (await client.models.list()).find(({ id }) => id === modelId);
  expect(listed).toMatchObject({ available: false, problem: { type: "ModelEngineFailed" } });
  const { messages } = await client.chat.open({ conversationId });
  expect(messages.map(({ role }) => role)).toEqual(doing === "answering" ? ["user", "assistant"] : []);

  expect(await ask()).toBe("extractive");
  const load = async () => {
    for await (const event of await client.engine.load({ modelId })) expect(event.progress).toBeGreaterThanOrEqual(0);
  };
  await expect(load()).rejects.toMatchObject({ code: "FAILED", data: { type: "ModelEngineFailed" } });
  expect((await client.engine.state()).loadedModelId).toBeNull();

  expect(await client.engine.forgive({ modelId })).toEqual({ forgiven: true });
  expect(await client.engine.forgive({ modelId })).toEqual({ forgiven: false });
  expect(await ask()).toBe(modelId);
  expect(await client.engine.state()).toMatchObject({ loadedModelId: modelId, crashed: [] });
  await host.close();

  // A program that was closed properly blames nobody.
  const again = await openTestHost(dataDir);
  expect((await createRouterClient(again.router).engine.state()).crashed).toEqual([]);
  await again.close();
});
