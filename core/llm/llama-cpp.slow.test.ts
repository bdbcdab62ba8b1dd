import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "#core/base";
import { createFakeClock, createTestFolder, makeTinyModel, tinyModelBytes } from "#core/testing";
import { writeFile } from "node:fs/promises";
import { collect, languageModelConformance, textOf } from "./language-model.conformance.ts";
import { createLlamaModel } from "./llama-cpp.ts";
import type { LlamaEngine } from "./llama-port.ts";
import { createLlamaEngine } from "./llama-engine.ts";
import { toModelInfo } from "./model-file.ts";
import type { GenerateRequest, ModelEvent } from "./schema.ts";

const options = { threads: 1, contextTokens: 2048, warmConversations: 2 };
const question = (text: string, more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  messages: [
    { role: "system", text: "Answer from the passages. ".repeat(10) },
    { role: "user", text },
  ],
  sources: [],
  maxOutputTokens: 60,
  temperature: 0,
  ...more,
});

const folder = createTestFolder();
const path = join(folder.path, "tiny.gguf");
let engine: LlamaEngine;
const open = (file = path) =>
  createLlamaModel({ clock: systemClock, engine }, file, toModelInfo(file, { contextTokens: 4096, name: "Tiny" }));
const usageOf = (events: readonly ModelEvent[]) => {
  const end = events.at(-1);
  if (end?.type !== "model-end") throw new Error(JSON.stringify(end));
  return end.usage;
};

beforeAll(() => {
  makeTinyModel(path);
  engine = createLlamaEngine({ clock: systemClock }, options);
});
afterAll(async () => {
  await engine.dispose();
  folder.cleanup();
});

languageModelConformance({
  name: "a GGUF file",
  open: async () => open(),
  request: question("Tell me about the river."),
  dispose: (model) => model.dispose(),
});

describe("a GGUF file", () => {
  it("writes the same answer again at temperature 0, and says that it was cut by the limit", async () => {
    const [first, second] = [await collect(open(), question("What is bread?")), await collect(open(), question("What is bread?"))];
    expect(textOf(first)).toMatch(/^[a-z ,.]{20,}$/);
    expect(textOf(second)).toBe(textOf(first));
    expect(first.at(-1)).toMatchObject({ type: "model-end", reason: "length", usage: { outputTokens: 60 } });
  });

  it("evaluates only what is new in the next turn of a conversation, also after a turn of another one", async () => {
    const first = question("What does the fox do all day long?", { conversationKey: "chat-1" });
    const answered = await collect(open(), first);
    await collect(open(), question("Something else entirely", { conversationKey: "chat-2" }));
    const followUp = await collect(open(), {
      ...first,
      messages: [...first.messages, { role: "assistant", text: textOf(answered) }, { role: "user", text: "And then?" }],
    });
    const { inputTokens, cachedInputTokens = 0 } = usageOf(followUp);
    expect(cachedInputTokens).toBeGreaterThanOrEqual(usageOf(answered).inputTokens);
    expect(inputTokens - cachedInputTokens).toBeLessThan(40);
  });

  it("writes JSON that obeys the schema", async () => {
    const jsonSchema = {
      type: "object",
      properties: { mood: { enum: ["calm", "angry"] }, count: { type: "integer" }, sure: { type: "boolean" } },
      required: ["mood", "count", "sure"],
    };
    const events = await collect(open(), question("How are you?", { jsonSchema, maxOutputTokens: 400 }));
    const value = JSON.parse(textOf(events)) as Record<string, unknown>;
    expect(Object.keys(value).toSorted()).toEqual(["count", "mood", "sure"]);
    expect(["calm", "angry"]).toContain(value["mood"]);
    expect(Number.isInteger(value["count"])).toBe(true);
  });

  it("calls a tool with input that its schema allows, and can be told the result", async () => {
    const file = makeTinyModel(join(folder.path, "tools.gguf"), { width: 128, layers: 1, contextTokens: 4096, opening: "||call: " });
    const tools = [
      {
        name: "weather",
        description: "The weather of a city",
        inputSchema: {
          type: "object",
          properties: { city: { enum: ["Bern", "Oslo"] }, days: { type: "integer" } },
          required: ["city", "days"],
        },
      },
    ];
    const request = question("Weather?", { tools, maxOutputTokens: 300 });
    const events = await collect(open(file), request);
    const called = events.find((event) => event.type === "model-tool-call");
    expect(called).toMatchObject({
      call: { name: "weather", input: { city: expect.stringMatching(/^(Bern|Oslo)$/), days: expect.any(Number) } },
    });
    expect(events.at(-1)).toMatchObject({ type: "model-end", reason: "tool-calls" });
    if (called?.type !== "model-tool-call") return;
    const told = await collect(open(file), {
      ...request,
      messages: [
        ...request.messages,
        { role: "assistant", text: "", toolCalls: [called.call] },
        { role: "tool", toolCallId: called.call.id, text: '{"sky":"clear"}' },
      ],
    });
    expect(told.at(-1)?.type).toBe("model-end");
  });

  it("does not pass on JSON that was cut at the limit", async () => {
    const jsonSchema = { type: "object", properties: { text: { type: "string" } }, required: ["text"] };
    const events = await collect(open(), question("Write", { jsonSchema, maxOutputTokens: 6 }));
    expect(events.at(-1)).toMatchObject({ type: "model-error", error: { type: "AnswerInvalid" } });
  });

  it("[E1] answers two at the same time, the rest in order of arrival, and a waiting one may give up", async () => {
    await collect(open(), question("warm"));
    const controller = new AbortController();
    const story: string[] = [];
    const run = async (name: string, signal: AbortSignal = new AbortController().signal) => {
      let last: ModelEvent | undefined;
      for await (const event of open().generate(question(name), signal)) {
        if (last === undefined && event.type === "model-delta") story.push(`${name} begins`);
        last = event;
      }
      story.push(`${name} ends`);
      return last;
    };
    const all = [run("first"), run("second"), run("third", controller.signal), run("fourth")];
    controller.abort({ type: "Aborted", by: "user" });
    const ends = await Promise.all(all);
    expect(ends.map((end) => end?.type)).toEqual(["model-end", "model-end", "model-error", "model-end"]);
    expect(story[0]).toBe("third ends");
    expect(story.slice(1, 3).toSorted()).toEqual(["first begins", "second begins"]);
    expect(story.slice(3)).toEqual(expect.arrayContaining(["first ends", "second ends", "fourth begins", "fourth ends"]));
    expect(story.indexOf("fourth begins")).toBeGreaterThan(3);
    expect(ends.map((end) => end?.type === "model-end" && end.usage.outputTokens)).toEqual([60, 60, false, 60]);
  });

  it("stops while it still reads a long prompt, and knows what it had read", async () => {
    const long = question("word ".repeat(300), { conversationKey: "long" });
    const controller = new AbortController();
    setImmediate(() => controller.abort({ type: "Aborted", by: "user" }));
    const stopped = await collect(open(), long, { signal: controller.signal });
    expect(stopped).toHaveLength(1);
    expect(stopped[0]).toMatchObject({ type: "model-error", error: { type: "Aborted", by: "user" } });
    const { inputTokens, cachedInputTokens = 0 } = usageOf(await collect(open(), long));
    expect(inputTokens).toBeGreaterThan(1700);
    expect(cachedInputTokens).toBeLessThan(inputTokens - 200);
  });

  it("says how much too long a prompt is", async () => {
    const events = await collect(open(), question("word ".repeat(3000)));
    expect(events).toMatchObject([{ type: "model-error", error: { type: "ContextTooLong", limitTokens: 2048 } }]);
  });

  it("counts tokens with the file's own tokenizer", async () => {
    expect(await open().countTokens("hello wörld")).toBe(12);
  });

  it.each([
    ["missing", "ModelFileMissing", undefined],
    ["cut off", "ModelFileCorrupt", tinyModelBytes().subarray(0, 100_000)],
    ["cut inside its header", "ModelFileCorrupt", tinyModelBytes().subarray(0, 3000)],
    ["empty", "ModelFileCorrupt", Buffer.alloc(0)],
    ["not a GGUF file", "ModelFileCorrupt", Buffer.from("PK\u0003\u0004".repeat(100))],
  ])("refuses a file that is %s, and the next good one works", async (name, type, bytes) => {
    const file = join(folder.path, `${name}.gguf`);
    if (bytes !== undefined) await writeFile(file, bytes);
    expect((await collect(open(file), question("Hello"))).at(-1)).toMatchObject({ type: "model-error", error: { type, path: file } });
    expect((await collect(open(), question("Hello"))).at(-1)?.type).toBe("model-end");
  });

  it("reports what the engine itself refuses", async () => {
    const file = join(folder.path, "other.gguf");
    // A valid container whose tensors the architecture does not expect.
    await writeFile(file, Buffer.from(tinyModelBytes().toString("latin1").replaceAll("blk.0.attn_q", "blk.0.attn_z"), "latin1"));
    expect((await collect(open(file), question("Hello"))).at(-1)).toMatchObject({
      type: "model-error",
      error: { type: "ModelEngineFailed" },
    });
    expect((await collect(open(), question("Hello"))).at(-1)?.type).toBe("model-end");
  });
});

it("[E3] leaves memory after standing idle, and comes back for the next question", async () => {
  const clock = createFakeClock();
  const own = createLlamaEngine({ clock }, { ...options, idleMs: 1000 });
  const model = createLlamaModel({ clock, engine: own }, path, toModelInfo(path, { contextTokens: 4096, name: "Tiny" }));
  expect((await collect(model, question("Hello"))).at(-1)?.type).toBe("model-end");
  await clock.advance(999);
  expect(own.loadedPath()).toBe(path);
  await clock.advance(1);
  await expect.poll(() => own.loadedPath()).toBeNull();
  expect((await collect(model, question("Hello"))).at(-1)?.type).toBe("model-end");
  await own.dispose();
  expect(own.loadedPath()).toBeNull();
});
