import { afterEach, beforeEach, expect, it } from "vitest";
import { startProviderServer, type ProviderServer } from "#core/testing";
import type { AnswerEvent, AnswerOptions } from "./answer-event.ts";
import { mostInputTokens } from "./request-size.ts";
import type { GenerateRequest, ProviderDraft } from "./schema.ts";
import { answered, errorIn, openTestModels, type TestModels } from "./test-models.ts";

const request: GenerateRequest = {
  messages: [{ role: "user", text: "How long is the warranty?" }],
  sources: [{ number: 1, chunkId: 1, title: "t", heading: "", page: null, text: "The warranty is valid for two years." }],
  maxOutputTokens: 50,
};

let server: ProviderServer;
let test: TestModels;

beforeEach(async () => {
  server = await startProviderServer("openai");
  test = openTestModels();
});
afterEach(async () => {
  await test.close();
  await server.close();
});

/** A provider in the order, with money to spend. */
const add = async (more: Partial<ProviderDraft> = {}): Promise<string> => {
  const price = { inputMicroUsd: 1_000_000, outputMicroUsd: 1_000_000, cachedInputMicroUsd: null };
  const id = await test.add({
    kind: "compatible",
    name: "Scripted",
    baseUrl: `${server.origin}/v1`,
    model: "scripted-1",
    key: "sk-secret",
    price,
    monthlyMicroUsd: 1_000_000,
    ...more,
  });
  test.settings.update({ modelOrder: [...test.settings.get().modelOrder, id] });
  return id;
};
const ask = (options: Partial<AnswerOptions>, asked: GenerateRequest) => answered(test.models, asked, options);
const places = (events: readonly AnswerEvent[]) => events.flatMap((event) => (event.type === "model-chosen" ? [event.info.place] : []));

const image = { mediaType: "image/png", base64: "iVBORw0KGgo=" };
const withImage: GenerateRequest = { ...request, messages: [{ role: "user", text: "What is this?", images: [image] }] };

const textIn = (events: readonly AnswerEvent[]) => events.flatMap((event) => (event.type === "model-delta" ? [event.text] : [])).join("");
const seeing = async (): Promise<string> => add({ kind: "openai" });

it("[G10] never reach a model that cannot see, and the failure says so", async () => {
  const id = await add();
  const sent = server.requests.length;
  const events = await ask({ modelId: id }, withImage);
  expect(events).toMatchObject([{ type: "model-error", error: { type: "PictureUnseen", modelId: id } }]);
  expect(errorIn(await ask({}, withImage))).toEqual({ type: "PictureUnseen", modelId: "extractive" });
  expect(server.requests).toHaveLength(sent);
});

it("[G10] go to whoever sees when the chosen one does not, and what was wanted is told", async () => {
  const blind = await add();
  const id = await seeing();
  const events = await ask({ modelId: blind }, withImage);
  expect(events[0]).toMatchObject({ info: { id }, tried: [{ modelId: blind, error: { type: "PictureUnseen" } }] });
  expect(textIn(events)).toBe("Hello");
});

it("[G7, G10] stay here with a private question, and what keeps a model that sees from being asked is told", async () => {
  const id = await seeing();
  const sent = server.requests.length;
  expect(errorIn(await ask({ privacy: "private" }, withImage))).toEqual({ type: "PrivateContent", modelId: id });
  expect(errorIn(await ask({ privacy: "private", modelId: id }, withImage))).toEqual({ type: "PrivateContent", modelId: id });
  test.settings.update({ modelOrder: [] });
  expect(errorIn(await ask({}, withImage))).toEqual({ type: "PictureUnseen", modelId: "extractive" });
  expect(server.requests).toHaveLength(sent);
});

it("[G10] of a question that only quotes answer were not looked at, and the answer begins with that", async () => {
  await seeing();
  const warranty = { ...withImage, messages: [{ role: "user" as const, text: "How long is the warranty?", images: [image] }] };
  const chosen = textIn(await ask({ modelId: "extractive" }, warranty));
  expect(chosen).toMatch(/^The picture was not looked at; only your documents were read\.\n\nYour documents say:\n\n> The warranty/);
  server.script({ type: "status", status: 400 });
  const events = await ask({}, warranty);
  expect(places(events)).toEqual(["cloud", "extractive"]);
  expect(textIn(events)).toBe(chosen);
});

it.each([
  [
    "openai",
    "/v1",
    { messages: [{ content: [{ type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } }, { type: "text" }] }] },
  ],
  [
    "anthropic",
    "",
    {
      messages: [
        { content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: "iVBORw0KGgo=" } }, { type: "text" }] },
      ],
    },
  ],
  ["gemini", "", { contents: [{ parts: [{ inlineData: { mimeType: "image/png", data: "iVBORw0KGgo=" } }, { text: "What is this?" }] }] }],
] as const)("[G10] are sent in the form of %s, and counted before", async (kind, path, body) => {
  const other = await startProviderServer(kind);
  const id = await add({ kind, baseUrl: other.origin + path });
  await ask({ modelId: id }, withImage);
  expect(other.requests.at(-1)?.body).toMatchObject(body);
  expect(mostInputTokens(withImage) - mostInputTokens(request)).toBeGreaterThan(40_000);
  await other.close();
});
