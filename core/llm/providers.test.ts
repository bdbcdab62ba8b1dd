import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ok, systemClock, type Clock, type Result } from "#core/base";
import type { SecretError } from "#core/settings/schema";
import { createFakeClock, startProviderServer, type ProviderServer } from "#core/testing";
import { collect, languageModelConformance, textOf } from "./language-model.conformance.ts";
import { providerInfo } from "./provider-kinds.ts";
import { openProvider } from "./provider-wires.ts";
import type { GenerateRequest, ModelEvent, Provider, ProviderId, ProviderKind } from "./schema.ts";

const key = "sk-test-never-shown";
const secrets = {
  get: async (): Promise<Result<string | null, SecretError>> => ok(key),
  set: async () => ok(undefined),
  remove: async () => ok(undefined),
  status: () => "open" as const,
};
const silenceMs = 60_000;
const question: GenerateRequest = {
  messages: [
    { role: "system", text: "Be brief." },
    { role: "user", text: "Say hello" },
  ],
  sources: [],
  maxOutputTokens: 100,
};
const hello = { text: ["Hel", "lo ", "wörld ", "🌍"] };
const helloText = "Hello wörld 🌍";

const paths = { openai: "/v1", anthropic: "", gemini: "" } as const;

const providerAt = (kind: ProviderKind, baseUrl: string, hasKey = true): Provider => ({
  id: "provider_0123456789abcdefghjkmnpqrs" as ProviderId,
  kind,
  name: "Scripted",
  baseUrl,
  model: "scripted-1",
  price: null,
  seesImages: null,
  hasKey,
});

const openAt = (kind: ProviderKind, baseUrl: string, { clock = systemClock as Clock, from = secrets, hasKey = true } = {}) => {
  const provider = providerAt(kind, baseUrl, hasKey);
  return openProvider({ clock, secrets: from }, provider, providerInfo(provider, null), silenceMs);
};

describe.each(["openai", "anthropic", "gemini"] as const)("%s", (kind) => {
  let server: ProviderServer;
  const open = () => openAt(kind, server.origin + paths[kind]);
  const ask = (request = question) => collect(open(), request);
  const last = async () => (await ask()).at(-1);
  const errorOf = async () => {
    const event = await last();
    return event?.type === "model-error" ? event.error : event;
  };

  beforeEach(async () => {
    server = await startProviderServer(kind);
  });
  afterEach(() => server.close());

  languageModelConformance({
    name: kind,
    open: async () => {
      server.script({ type: "byte-by-byte", answer: hello });
      return open();
    },
    request: question,
    dispose: (model) => model.dispose(),
  });

  it("streams the text and the usage, and sends the key only as a header", async () => {
    server.script({ type: "answer", answer: hello });
    const events = await ask();
    expect(textOf(events)).toBe(helloText);
    expect(events.at(-1)).toMatchObject({ type: "model-end", reason: "stop", usage: { inputTokens: 7, outputTokens: 3 } });
    const [seen] = server.requests;
    expect(JSON.stringify(seen?.headers)).toContain(key);
    expect(seen?.url).not.toContain(key);
    expect(JSON.stringify(seen?.body)).toContain("Say hello");
    expect(JSON.stringify(seen?.body)).toContain("Be brief.");
  });

  it("puts characters and lines together that arrive byte by byte", async () => {
    server.script({ type: "byte-by-byte", answer: hello });
    expect(textOf(await ask())).toBe(helloText);
  });

  it("gives tool calls whole, after the text", async () => {
    const calls = [
      { id: "t1", name: "weather", input: { city: "Zürich", days: 3 } },
      { id: "t2", name: "clock", input: {} },
    ];
    server.script({ type: "answer", answer: { text: ["Looking. "], toolCalls: calls } });
    const tools = [{ name: "weather", description: "Weather", inputSchema: { type: "object", properties: { city: { type: "string" } } } }];
    const events = await ask({ ...question, tools });
    expect(events.slice(1, -1)).toEqual(calls.map((call) => ({ type: "model-tool-call", call })));
    expect(events.at(-1)).toMatchObject({ type: "model-end", reason: "tool-calls" });
    expect(JSON.stringify(server.requests[0]?.body)).toContain('"city"');
  });

  it("carries earlier tool calls and their results", async () => {
    await ask({
      ...question,
      messages: [
        { role: "user", text: "Weather?" },
        { role: "assistant", text: "", toolCalls: [{ id: "t1", name: "weather", input: { city: "Bern" } }] },
        { role: "tool", toolCallId: "t1", text: "sunny" },
      ],
    });
    const body = JSON.stringify(server.requests[0]?.body);
    for (const part of ["Bern", "weather", "sunny", "t1"]) expect(body).toContain(part);
  });

  it("asks for JSON by schema and refuses an answer that is none", async () => {
    const request = { ...question, jsonSchema: { type: "object", properties: { mood: { type: "string" } }, required: ["mood"] } };
    server.script({ type: "answer", answer: { text: ['{"mood":', '"calm"}'] } }, { type: "answer", answer: { text: ["well, calm"] } });
    expect(JSON.parse(textOf(await ask(request)))).toEqual({ mood: "calm" });
    expect(JSON.stringify(server.requests[0]?.body)).toContain('"mood"');
    expect((await ask(request)).at(-1)).toMatchObject({ type: "model-error", error: { type: "AnswerInvalid" } });
  });

  it("says when the answer ended at its length limit", async () => {
    server.script({ type: "answer", answer: { ...hello, stop: "length" } });
    expect(await last()).toMatchObject({ type: "model-end", reason: "length" });
  });

  it.each([401, 403])("names a refused key on %i and does not try again", async (status) => {
    server.script({ type: "status", status });
    expect(await errorOf()).toEqual({ type: "ProviderKeyRefused", provider: "Scripted", status });
    expect(server.requests).toHaveLength(1);
  });

  it.each([429, 503, 529])("tells how long Retry-After asks to wait on %i", async (status) => {
    server.script({ type: "status", status, headers: { "retry-after": "2" } });
    expect(await errorOf()).toEqual({ type: "ProviderBusy", provider: "Scripted", status, retryAfterMs: 2000 });
  });

  it("understands Retry-After as a date", async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    server.script({ type: "status", status: 429, headers: { "retry-after": date } });
    const error = await errorOf();
    expect(error).toMatchObject({ type: "ProviderBusy", status: 429 });
    expect(error?.type === "ProviderBusy" && error.retryAfterMs).toBeGreaterThan(3_590_000);
    expect(server.requests).toHaveLength(1);
  });

  it("understands a delay that is told in the body", async () => {
    const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "34.07s" }];
    server.script({ type: "status", status: 429, body: JSON.stringify({ error: { code: 429, message: "quota", details } }) });
    expect(await errorOf()).toMatchObject({ type: "ProviderBusy", retryAfterMs: 34_070 });
  });

  it("gives the provider's reason on other 4xx, without trying again", async () => {
    server.script({ type: "status", status: 404 });
    expect(await errorOf()).toEqual({ type: "ProviderRefused", provider: "Scripted", status: 404, reason: "scripted failure 404" });
    expect(server.requests).toHaveLength(1);
  });

  it("never repeats a key that a provider echoes", async () => {
    server.script({ type: "status", status: 400, body: JSON.stringify({ error: { message: `the key ${key} is odd` } }) });
    expect(await errorOf()).toMatchObject({ type: "ProviderRefused", reason: "the key … is odd" });
  });

  it("names a failure of the server with its reason", async () => {
    server.script({ type: "status", status: 500 });
    expect(await errorOf()).toEqual({ type: "ProviderBroken", provider: "Scripted", reason: "status 500: scripted failure 500" });
    expect(server.requests).toHaveLength(1);
  });

  it.each([200, 502])("says that a web page came instead of an answer (status %i)", async (status) => {
    server.script({ type: "web-page", status });
    const error = await errorOf();
    expect(error).toMatchObject({ type: "ProviderBroken" });
    expect(error?.type === "ProviderBroken" && error.reason).toMatch(/web page/);
  });

  it.each(["cut", "early-end", "malformed"] as const)("keeps the text before a stream breaks (%s)", async (type) => {
    const afterFrames = { openai: 3, anthropic: 5, gemini: 2 }[kind];
    server.script({ type, answer: hello, afterFrames });
    const events = await ask();
    expect(textOf(events)).toBe("Hello ");
    expect(events.at(-1)).toMatchObject({ type: "model-error", error: { type: "ProviderBroken" } });
    expect(server.requests).toHaveLength(1);
  });

  it("takes an overload told inside the stream for busy", async () => {
    server.script({ type: "overloaded-in-stream", answer: hello, afterFrames: 0 });
    expect(await errorOf()).toMatchObject({ type: "ProviderBusy" });
  });

  /** Lets the provider's time pass once `until` holds. */
  const collectUntilSilent = async (until: (events: readonly ModelEvent[]) => boolean) => {
    const time = createFakeClock();
    const model = openAt(kind, server.origin + paths[kind], { clock: time });
    const events: ModelEvent[] = [];
    const reading = (async () => {
      for await (const event of model.generate(question, new AbortController().signal)) events.push(event);
    })();
    await expect.poll(() => until(events), { interval: 5, timeout: 5000 }).toBe(true);
    await expect
      .poll(async () => {
        await time.advance(silenceMs);
        return events.at(-1)?.type;
      })
      .toBe("model-error");
    await reading;
    return events;
  };

  it("gives up on a provider that drips and then falls silent, keeping the text", async () => {
    server.script({ type: "stall", answer: hello, afterFrames: { openai: 3, anthropic: 5, gemini: 2 }[kind] });
    const events = await collectUntilSilent((sofar) => textOf(sofar) === "Hello ");
    expect(events.at(-1)).toMatchObject({ error: { type: "ProviderSilent", provider: "Scripted", limitMs: silenceMs } });
    await server.closedByClient(0);
  });

  it("gives up on a provider that never answers, without asking again", async () => {
    server.script({ type: "mute" });
    const events = await collectUntilSilent(() => server.requests.length === 1);
    expect(events).toMatchObject([{ type: "model-error", error: { type: "ProviderSilent" } }]);
    expect(server.requests).toHaveLength(1);
  });

  it("closes the connection when the person stops", async () => {
    server.script({ type: "stall", answer: hello, afterFrames: { openai: 3, anthropic: 5, gemini: 2 }[kind] });
    const events = await collect(open(), question, { stopAfter: 2 });
    expect(events.at(-1)).toMatchObject({ type: "model-error", error: { type: "Aborted", by: "user" } });
    await server.closedByClient(0);
  });

  it("does not follow a redirect, so the key stays with the host it was given for", async () => {
    const elsewhere = await startProviderServer(kind);
    server.script({ type: "status", status: 307, headers: { location: `${elsewhere.origin}/v1/chat/completions` } });
    expect(await errorOf()).toMatchObject({ type: "ProviderRefused", status: 307 });
    expect(elsewhere.requests).toHaveLength(0);
    await elsewhere.close();
  });

  it("says that nobody is there", async () => {
    await server.close();
    expect(await errorOf()).toEqual({ type: "ProviderUnreachable", provider: "Scripted", reason: "ECONNREFUSED" });
    server = await startProviderServer(kind);
  });

  it("asks for the key before it asks the provider", async () => {
    const locked = { ...secrets, get: async () => ({ ok: false as const, error: { type: "SecretsLocked" as const } }) };
    const model = openAt(kind, server.origin + paths[kind], { from: locked });
    expect((await collect(model, question)).at(-1)).toMatchObject({ error: { type: "ProviderKeyMissing", provider: "Scripted" } });
    expect(server.requests).toHaveLength(0);
  });
});

describe("an address", () => {
  it.each(["ftp://host/v1", "http://name:secret@host/v1", "http://host/v1?x=1", "http://api.example.com/v1", "http://8.8.8.8/v1"])(
    "%s is refused before anything is sent",
    async (baseUrl) => {
      const model = openAt("compatible", baseUrl);
      expect(model.info.available).toBe(false);
      expect((await collect(model, question)).at(-1)).toMatchObject({ type: "model-error", error: { type: "ProviderRefused" } });
    },
  );

  it.each([
    "http://127.0.0.1:1234/v1",
    "http://gpu-box:8000",
    "http://[::1]:1",
    "http://192.168.1.9",
    "http://nas.local/v1",
    "https://api.example.com",
  ])("%s may get a key", (baseUrl) => {
    expect(openAt("compatible", baseUrl).info.problem).toBeNull();
  });

  it("of a server without accounts gets no authorization header", async () => {
    const server = await startProviderServer("openai");
    const none = { ...secrets, get: async () => ok(null) };
    const model = openAt("ollama", `${server.origin}/v1/`, { from: none, hasKey: false });
    expect(textOf(await collect(model, question))).toBe("Hello");
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
    expect(server.requests[0]?.url).toBe("/v1/chat/completions");
    await server.close();
  });
});
