import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ok } from "#core/base/schema";
import type { ChatEvent, ChatImageId, Message } from "#core/chat/schema";
import { createTestFolder, startProviderServer, type ProviderServer } from "#core/testing";
import { createOlympus, type Olympus } from "./olympus.ts";

/** A grey picture of one pixel. */
const base64 = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

let folder: ReturnType<typeof createTestFolder>;
let olympus: Olympus;
let provider: ProviderServer;

const open = async () => {
  const secrets = new Map<string, string>();
  const opened = await createOlympus({
    dataDir: join(folder.path, "data"),
    hostName: "test",
    version: "0.0.0",
    secrets: {
      get: async (name) => ok(secrets.get(name) ?? null),
      set: async (name, value) => ok(void secrets.set(name, value)),
      remove: async (name) => ok(void secrets.delete(name)),
      status: () => "open",
    },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  olympus = opened.value;
  return createRouterClient(olympus.router, { context: {} });
};

beforeEach(async () => {
  folder = createTestFolder();
  provider = await startProviderServer("openai");
});
afterEach(async () => {
  await olympus.close();
  await provider.close();
  folder.cleanup();
});

const setUp = async () => {
  const client = await open();
  const price = { inputMicroUsd: 0, outputMicroUsd: 0 };
  const account = { kind: "openai", name: "Sees", baseUrl: `${provider.origin}/v1`, model: "sees", key: "k", price } as const;
  const { id: modelId } = await client.providers.add({ ...account, monthlyMicroUsd: 1_000_000 });
  await client.settings.update({ modelOrder: [modelId] });
  const { id: conversationId } = await client.chat.create({});
  const picture = async (): Promise<ChatImageId> => (await client.images.add({ title: "pixel.png", base64 })).id;
  const answerIn = async (events: AsyncIterable<ChatEvent>): Promise<Message> => {
    let answer: Message | null = null;
    for await (const event of events) if (event.type === "chat-turn-end") ({ answer } = event);
    if (answer === null) throw new Error("no end");
    return answer;
  };
  type Question = Parameters<typeof client.chat.send>[0];
  const ask = async (question: Partial<Question>) =>
    answerIn(await client.chat.send({ conversationId, text: "What is this?", ...question }));
  const sent = (): number => provider.requests.length;
  const saidToProvider = (): string => JSON.stringify(provider.requests.slice(1).map(({ body }) => body));
  return { ask, client, conversationId, modelId, picture, saidToProvider, sent };
};

it("[C17, C18] a picture reaches a model that sees, and its answer is neither kept nor a kept one", async () => {
  const { ask, modelId, picture, saidToProvider, sent } = await setUp();
  provider.choose(({ body }) => ({
    type: "answer",
    answer: { text: [JSON.stringify(body).includes(base64) ? "A grey pixel." : "I see no picture."] },
  }));
  const texts = [];
  for (const images of [[], [await picture()], [], [await picture()], [await picture()]]) {
    const { text } = await ask({ images, modelId });
    texts.push(text);
  }
  expect(texts[1]).toBe("A grey pixel.");
  expect(texts.slice(3)).toEqual(["A grey pixel.", "A grey pixel."]);
  expect(saidToProvider()).toContain(base64);
  expect(sent()).toBe(6);
});

it("[C18] the same words are answered from what was kept only where no picture is near", async () => {
  const { ask, client, modelId, picture, sent } = await setUp();
  const fresh = async () => (await client.chat.create({})).id;
  await ask({ conversationId: await fresh(), modelId });
  const before = sent();
  const kept = await ask({ conversationId: await fresh(), modelId });
  expect([sent() - before, kept.answeredBy?.account?.cache?.kind]).toEqual([0, "exact"]);
  const seen = await ask({ conversationId: await fresh(), modelId, images: [await picture()] });
  const other = await ask({ conversationId: await fresh(), modelId, images: [await picture()] });
  expect([sent() - before, seen.answeredBy?.account?.cache, other.answeredBy?.account?.cache]).toEqual([2, null, null]);
});

it("[C19] a private question with a picture never reaches a provider, chosen or not, and neither do later turns, waiting ones or other words", async () => {
  const { ask, client, conversationId, modelId, picture, sent } = await setUp();
  const before = sent();
  const first = await ask({ images: [await picture()], isPrivate: true });
  expect(first).toMatchObject({ state: "failed", text: "", isPrivate: true, error: { type: "PrivateContent", modelId } });
  expect((await ask({ images: [await picture()], isPrivate: true, modelId })).error).toEqual({ type: "PrivateContent", modelId });
  await ask({ text: "And what colour is it?", modelId });
  await client.queue.add({ conversationId, text: "Once more", images: [await picture()], isPrivate: true });
  for await (const event of await client.chat.follow({ conversationId })) if (event.type === "chat-turn-end") break;
  const [question] = (await client.chat.open({ conversationId })).messages;
  if (question === undefined) throw new Error("no question");
  const edited = await client.chat.edit({ messageId: question.id, text: "Differently", isPrivate: true, modelId });
  for await (const event of edited) if (event.type === "chat-turn-end") expect(event.answer.error?.type).toBe("PrivateContent");
  expect(sent()).toBe(before);
});

it("where nobody sees, the answer says so; nothing is made up from the words", async () => {
  const { ask, client, picture, sent } = await setUp();
  await client.settings.update({ modelOrder: [] });
  const before = sent();
  expect(await ask({ images: [await picture()] })).toMatchObject({ state: "failed", error: { type: "PictureUnseen" } });
  const quoted = await ask({ images: [await picture()], modelId: "extractive" });
  expect(quoted.text).toMatch(/^The picture was not looked at/);
  expect(sent()).toBe(before);
});
