import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { createRouterClient } from "@orpc/server";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog, systemClock } from "#core/base";
import { createOlympus, type Olympus } from "#core/host";
import type { ProviderId } from "#core/llm/schema";
import { createTestFolder, startProviderServer, type ProviderServer } from "#core/testing";
import { createHttpHost, type HttpHost } from "./index.ts";
import { followLocalApi } from "./openai-listener.ts";

let place: ReturnType<typeof createTestFolder>;
let olympus: Olympus;
let host: HttpHost;
let model: ProviderServer;
let key: string;
let providerId: string;
const keys = new Map<string, string>();

const clientOf = ({ router }: Olympus) => createRouterClient(router, { context: {} });
const clientWith = (apiKey: string, baseURL = `${host.url()}/v1`) => new OpenAI({ apiKey, baseURL, maxRetries: 0 });

beforeAll(async () => {
  place = createTestFolder();
  model = await startProviderServer("openai");
  const secrets = {
    status: () => "open" as const,
    get: async (name: string) => ({ ok: true as const, value: keys.get(name) ?? null }),
    set: async (name: string, value: string) => ({ ok: true as const, value: void keys.set(name, value) }),
    remove: async (name: string) => ({ ok: true as const, value: void keys.delete(name) }),
  };
  const opened = await createOlympus({ dataDir: `${place.path}/data`, hostName: "test", version: "0.0.1", secrets });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  olympus = opened.value;
  host = createHttpHost({
    olympus,
    vault: { exists: () => false, create: async () => {}, unlock: async () => false },
    dataDir: `${place.path}/data`,
    rendererDir: place.path,
    version: "0.0.1",
    port: 0,
    host: "127.0.0.1",
    clock: systemClock,
    log: silentLog,
  });
  await host.start();
  olympus.localApi.enable(true);
  ({ key } = olympus.localApi.createToken("test"));
  providerId = await addProvider();
});

afterAll(async () => {
  await host.close(200);
  await olympus.close();
  await model.close();
  place.cleanup();
});

/** A port that nobody had a moment ago. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

/** The same way a person adds it: tested with a real completion. */
const addProvider = async (): Promise<string> => {
  model.script({ type: "answer", answer: { text: ["ready"] } });
  const added = await clientOf(olympus).providers.add({
    kind: "compatible",
    name: "Scripted",
    baseUrl: `${model.origin}/v1`,
    model: "scripted-1",
  });
  await clientOf(olympus).settings.update({ modelOrder: [added.id] });
  return added.id;
};

const failureOf = async (work: Promise<unknown>): Promise<{ status: number; code: string | null | undefined }> => {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof OpenAI.APIError) return { status: Number(cause.status), code: cause.code };
    throw cause;
  }
  throw new Error("it did not fail");
};

describe("the openai client, unchanged", () => {
  it("lists the models, the routed one first", async () => {
    const ids = [];
    for await (const { id } of clientWith(key).models.list()) ids.push(id);
    expect(ids[0]).toBe("olympus");
    expect(ids).toContain(providerId);
  });

  it("gets an answer with its usage", async () => {
    model.script({ type: "answer", answer: { text: ["The ", "sea."], usage: { inputTokens: 7, outputTokens: 2 } } });
    const answer = await clientWith(key).chat.completions.create({
      model: "olympus",
      messages: [{ role: "user", content: "What is wide?" }],
    });
    expect(answer.choices[0]).toMatchObject({ finish_reason: "stop", message: { role: "assistant", content: "The sea." } });
    expect(answer.usage).toMatchObject({ prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 });
    expect(answer.model).toBe(providerId);
  });

  it("gets it streamed, with the usage at the end when it asks for it", async () => {
    model.script({ type: "answer", answer: { text: ["one ", "two ", "three"], usage: { inputTokens: 3, outputTokens: 3 } } });
    const stream = await clientWith(key).chat.completions.create({
      model: "olympus",
      messages: [{ role: "user", content: "Count" }],
      stream: true,
      stream_options: { include_usage: true },
    });
    let text = "";
    let usage: unknown;
    let finish: string | null | undefined;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      finish = chunk.choices[0]?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
    expect({ text, finish }).toEqual({ text: "one two three", finish: "stop" });
    expect(usage).toMatchObject({ total_tokens: 6 });
  });

  it("gets tool calls, and the model sees their results", async () => {
    model.script({ type: "answer", answer: { toolCalls: [{ id: "call_1", name: "weather", input: { town: "Bern" } }] } });
    const tools: OpenAI.ChatCompletionTool[] = [
      { type: "function", function: { name: "weather", parameters: { type: "object", properties: { town: { type: "string" } } } } },
    ];
    const asked = await clientWith(key).chat.completions.create({
      model: "olympus",
      messages: [{ role: "user", content: "Weather?" }],
      tools,
    });
    const [call] = asked.choices[0]?.message.tool_calls ?? [];
    expect(asked.choices[0]?.finish_reason).toBe("tool_calls");
    expect(call).toMatchObject({ function: { name: "weather", arguments: '{"town":"Bern"}' } });
    model.script({ type: "answer", answer: { text: ["It snows."] } });
    const told = await clientWith(key).chat.completions.create({
      model: "olympus",
      tools,
      messages: [
        { role: "user", content: "Weather?" },
        { role: "assistant", content: null, tool_calls: asked.choices[0]?.message.tool_calls ?? [] },
        { role: "tool", tool_call_id: "call_1", content: "snow" },
      ],
    });
    expect(told.choices[0]?.message.content).toBe("It snows.");
  });

  it("gets JSON by its schema", async () => {
    model.script({ type: "answer", answer: { text: ['{"town":', '"Bern"}'] } });
    const answer = await clientWith(key).chat.completions.create({
      model: "olympus",
      messages: [{ role: "user", content: "Which town?" }],
      response_format: {
        type: "json_schema",
        json_schema: { name: "town", schema: { type: "object", properties: { town: { type: "string" } }, required: ["town"] } },
      },
    });
    expect(JSON.parse(answer.choices[0]?.message.content ?? "")).toEqual({ town: "Bern" });
  });

  it("is stopped at the words it names, also across pieces", async () => {
    model.script({ type: "answer", answer: { text: ["red EN", "D green"] } });
    const answer = await clientWith(key).chat.completions.create({
      model: "olympus",
      messages: [{ role: "user", content: "x" }],
      stop: ["END"],
    });
    expect(answer.choices[0]).toMatchObject({ finish_reason: "stop", message: { content: "red " } });
  });

  it("gets embeddings of the library's own model, as numbers and as base64", async () => {
    const client = clientWith(key);
    const plain = await client.embeddings.create({
      model: "olympus",
      input: ["a red boat", "a red boat", "tax law"],
      encoding_format: "float",
    });
    expect(plain.data).toHaveLength(3);
    expect(plain.data[0]?.embedding).toEqual(plain.data[1]?.embedding);
    expect(plain.data[0]?.embedding).not.toEqual(plain.data[2]?.embedding);
    const coded = await client.embeddings.create({ model: "olympus", input: "a red boat" });
    expect(coded.data[0]?.embedding).toEqual(plain.data[0]?.embedding);
  });
});

describe("who may ask", () => {
  it("nobody without a key, and nobody with a key that was taken back", async () => {
    expect(await failureOf(Promise.resolve(clientWith("sk-olympus-wrong").models.list()))).toEqual({
      status: 401,
      code: "invalid_api_key",
    });
    const { id, key: taken } = olympus.localApi.createToken("to be taken back");
    await clientWith(taken).models.list();
    expect(olympus.localApi.removeToken(id)).toBe(true);
    expect(await failureOf(Promise.resolve(clientWith(taken).models.list()))).toMatchObject({ status: 401 });
  });

  it("nobody while it is off; what streams then ends", async () => {
    model.script({ type: "stall", answer: { text: ["one ", "two"] }, afterFrames: 2 });
    const stream = await clientWith(key).chat.completions.create({
      model: "olympus",
      messages: [{ role: "user", content: "x" }],
      stream: true,
    });
    const reading = (async () => {
      for await (const _chunk of stream);
    })();
    olympus.localApi.enable(false);
    await expect(reading).rejects.toThrow();
    expect(await failureOf(Promise.resolve(clientWith(key).models.list()))).toEqual({ status: 403, code: "api_off" });
    olympus.localApi.enable(true);
  });

  it("no web page: a request with a foreign Origin or Host is refused before the key is looked at", async () => {
    const response = await fetch(`${host.url()}/v1/models`, {
      headers: { authorization: `Bearer ${key}`, origin: "https://evil.example" },
    });
    expect(response.status).toBe(403);
  });

  it("the database never holds a key", () => {
    const { tokens } = olympus.localApi.status();
    expect(JSON.stringify(tokens)).not.toContain(key);
  });
});

describe("what goes wrong", () => {
  it("is said in the protocol's own terms", async () => {
    const { completions } = clientWith(key).chat;
    const messages = [{ role: "user" as const, content: "x" }];
    expect(await failureOf(completions.create({ model: "nobody", messages }))).toEqual({ status: 404, code: "model_not_found" });
    expect(await failureOf(completions.create({ model: "olympus", messages, n: 2 }))).toEqual({
      status: 400,
      code: "unsupported_parameter",
    });
    expect(await failureOf(completions.create({ model: "olympus", messages: [] }))).toMatchObject({ status: 400 });
    const picture = [{ type: "image_url" as const, image_url: { url: "http://127.0.0.1/secret.png" } }];
    expect(await failureOf(completions.create({ model: "olympus", messages: [{ role: "user", content: picture }] }))).toMatchObject({
      status: 400,
    });
  });

  it("a reached allowance is the protocol's insufficient quota, and nothing was sent", async () => {
    const price = { inputMicroUsd: 1_000_000, outputMicroUsd: 1_000_000 };
    await clientOf(olympus).providers.setPrice({ providerId: providerId as ProviderId, price });
    const before = model.requests.length;
    const { completions } = clientWith(key).chat;
    const ask = () => completions.create({ model: providerId, messages: [{ role: "user", content: "x" }] });
    expect(await failureOf(ask())).toEqual({ status: 429, code: "insufficient_quota" });
    await clientOf(olympus).budget.set({ scope: "month", measure: "money", amount: 10 });
    expect(await failureOf(ask())).toEqual({ status: 429, code: "insufficient_quota" });
    expect(model.requests.length).toBe(before);
    const { id } = await clientOf(olympus).budget.set({ scope: "month", measure: "money", amount: 10_000_000 });
    model.script({ type: "answer", answer: { text: ["now"], usage: { inputTokens: 4, outputTokens: 6 } } });
    expect((await ask()).choices[0]?.message.content).toBe("now");
    expect(await clientOf(olympus).budget.status(undefined)).toMatchObject([{ id, spent: 10, reserved: 0 }]);
    await clientOf(olympus).providers.setPrice({ providerId: providerId as ProviderId, price: null });
  });

  it("a client that leaves stops the model", async () => {
    model.script({ type: "stall", answer: { text: ["one ", "two"] }, afterFrames: 2 });
    const stream = await clientWith(key).chat.completions.create({
      model: "olympus",
      messages: [{ role: "user", content: "x" }],
      stream: true,
    });
    for await (const _chunk of stream) break;
    stream.controller.abort();
    await model.closedByClient(model.requests.length - 1);
  });
});

it("a host without a web server listens on its own port while the API is on, and says when it cannot", async () => {
  const ended = new AbortController();
  await clientOf(olympus).settings.update({ localApiPort: Number(new URL(host.url()).port) });
  const following = followLocalApi({ api: olympus.localApi, clock: systemClock, log: silentLog }, ended.signal);
  await expect.poll(() => olympus.localApi.status().problem).toMatch(/in use/);
  olympus.localApi.enable(false);
  const port = await freePort();
  await clientOf(olympus).settings.update({ localApiPort: port });
  olympus.localApi.enable(true);
  await expect.poll(() => olympus.localApi.status().baseUrl).toBe(`http://127.0.0.1:${port}/v1`);
  const ids = [];
  for await (const { id } of clientWith(key, `http://127.0.0.1:${port}/v1`).models.list()) ids.push(id);
  expect(ids).toContain("olympus");
  ended.abort();
  await following;
  await expect(fetch(`http://127.0.0.1:${port}/v1/models`)).rejects.toThrow();
});
