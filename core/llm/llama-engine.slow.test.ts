import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, afterEach, expect, it } from "vitest";
import { ok, systemClock } from "#core/base";
import { createFakeClock, createTestFolder, makeTinyModel, type FakeClock } from "#core/testing";
import { collect, textOf } from "./language-model.conformance.ts";
import { createLlamaModel } from "./llama-cpp.ts";
import type { LlamaEngine, LlamaEngineOptions } from "./llama-port.ts";
import { createLlamaEngine } from "./llama-engine.ts";
import { toModelInfo } from "./model-file.ts";
import type { GenerateRequest } from "./schema.ts";

const folder = createTestFolder();
const path = join(folder.path, "tiny.gguf");
const other = join(folder.path, "other.gguf");
const never = new AbortController().signal;
let clock: FakeClock;
let engine: LlamaEngine;

beforeAll(() => {
  makeTinyModel(path);
  makeTinyModel(other);
});
afterAll(folder.cleanup);
beforeEach(() => {
  clock = createFakeClock();
});
afterEach(() => engine.dispose());

const start = (options: Partial<LlamaEngineOptions> = {}, onClock = clock) => {
  engine = createLlamaEngine(
    { clock: onClock },
    { threads: 1, contextTokens: 1024, warmConversations: 4, availableBytes: () => 2 ** 40, ...options },
  );
  return engine;
};
const model = (file = path) =>
  createLlamaModel({ clock: systemClock, engine }, file, toModelInfo(file, { name: "Tiny", contextTokens: 4096 }));
const question = (text: string, more: Partial<GenerateRequest> = {}): GenerateRequest => ({
  messages: [{ role: "user", text }],
  sources: [],
  maxOutputTokens: 60,
  temperature: 0,
  ...more,
});

it("[E1] writes the same answers to four conversations at once as to one after the other", async () => {
  start();
  // The tiny model goes on from the last letter; these lead to different texts.
  const texts = ["b", "c", "f", "j"];
  const write = async (text: string): Promise<string> => {
    const written = await engine.use(path, undefined, never, async ({ model: loaded, sequence, writing }) => {
      await sequence.clearHistory();
      const stop = writing();
      const tokens = [];
      for await (const token of sequence.evaluate(loaded.tokenize(text, true), { temperature: 0, yieldEogToken: true })) {
        tokens.push(token);
        if (tokens.length === 40) break;
      }
      stop();
      return ok(loaded.detokenize(tokens, true));
    });
    if (!written.ok) throw new Error(written.error.type);
    return written.value;
  };
  const alone: string[] = [];
  for (const text of texts) alone.push(await write(text));
  expect(new Set(alone).size).toBe(4);
  expect(await Promise.all(texts.map(write))).toEqual(alone);
  expect(await Promise.all([...texts, ...texts].map(write))).toEqual([...alone, ...alone]);
});

it("[E1] begins an answer while a long one is being written in a place that was used before", async () => {
  start({ warmConversations: 2 });
  // Both places hold text that has to be erased first.
  for (const text of ["one", "two"]) await collect(model(), question(text));
  const order: string[] = [];
  const long = model()
    .generate(question("Tell me everything", { maxOutputTokens: 400 }), never)
    [Symbol.asyncIterator]();
  await long.next();
  await collect(model(), question("Quick", { maxOutputTokens: 8 })).then(() => order.push("short"));
  for (let step = await long.next(); !step.done; step = await long.next()) if (step.value.type === "model-end") order.push("long");
  expect(order).toEqual(["short", "long"]);
});

it("[E1] keeps each conversation's text while others are answered beside it", async () => {
  start({ warmConversations: 3 });
  const keys = ["a", "b", "c"];
  const first = (key: string) => question(`This is conversation ${key}. ${"We go on and on. ".repeat(10)}`, { conversationKey: key });
  const answers = await Promise.all(keys.map(async (key) => textOf(await collect(model(), first(key)))));
  const second = await Promise.all(
    keys.map((key, index) =>
      collect(model(), {
        ...first(key),
        messages: [...first(key).messages, { role: "assistant", text: answers[index] ?? "" }, { role: "user", text: "And?" }],
      }),
    ),
  );
  for (const events of second) {
    const end = events.at(-1);
    if (end?.type !== "model-end") throw new Error(JSON.stringify(end));
    expect(end.usage.inputTokens - (end.usage.cachedInputTokens ?? 0)).toBeLessThan(40);
  }
});

it("[E3] leaves memory as soon as the machine runs short of it, but only when idle", async () => {
  let available = 2 ** 33;
  start({ memoryCheckMs: 1000, memoryFloorBytes: 2 ** 30, idleMs: 3_600_000, availableBytes: () => available });
  await collect(model(), question("Hello"));
  await clock.advance(5000);
  expect(engine.loadedPath()).toBe(path);
  available = 2 ** 29;
  const holding = Promise.withResolvers<void>();
  const busy = engine.use(path, undefined, never, async () => {
    await holding.promise;
    return ok(undefined);
  });
  await clock.advance(5000);
  expect(engine.loadedPath()).toBe(path);
  holding.resolve();
  await busy;
  await clock.advance(999);
  expect(engine.loadedPath()).toBe(path);
  await clock.advance(1);
  await expect.poll(() => engine.loadedPath()).toBeNull();
});

it("tells how far it has loaded, and stops loading when told to", async () => {
  start();
  const seen: number[] = [];
  expect(await engine.load(path, never, (progress) => seen.push(progress))).toEqual(ok(undefined));
  expect(seen.length).toBeGreaterThan(1);
  expect(seen).toEqual(seen.toSorted((left, right) => left - right));
  expect(seen.at(-1)).toBe(1);
  expect(engine.state()).toEqual({ loadedPath: path, loadingPath: null, loadProgress: null, threads: 1, sequences: 4 });

  const controller = new AbortController();
  const stopped = engine.load(other, controller.signal, () => controller.abort({ type: "Aborted", by: "user" }));
  expect(await stopped).toMatchObject({ ok: false, error: { type: "Aborted", by: "user" } });
  expect(engine.state()).toMatchObject({ loadedPath: null, loadingPath: null, loadProgress: null });
  expect(await engine.unload()).toBe(false);
  expect((await collect(model(), question("Hello"))).at(-1)?.type).toBe("model-end");
  expect(await engine.unload()).toBe(true);
  expect(engine.loadedPath()).toBeNull();
});

/** Takes a turn and never comes back from it, as native code that hangs. Resolves when the turn has come. */
const hang = () => {
  const entered = Promise.withResolvers<void>();
  const outcome = engine.use(path, undefined, never, () => {
    entered.resolve();
    return new Promise<never>(() => {});
  });
  return entered.promise.then(() => ({ outcome }));
};

it("[E8] gives up an engine that does not move, tells everybody who waited for it, and answers the next with a fresh one", async () => {
  start({ stuckMs: 60_000, warmConversations: 2 });
  await engine.load(path, never, () => {});
  const stuck = await Promise.all([hang(), hang()]);
  const waiting = collect(model(), question("Hello"));
  await clock.advance(50_000);
  expect(engine.loadedPath()).toBe(path);
  await clock.advance(60_000);
  expect(await Promise.all(stuck.map(({ outcome }) => outcome))).toEqual(
    Array(2).fill({ ok: false, error: { type: "ModelEngineStuck", limitMs: 60_010 } }),
  );
  expect((await waiting).at(-1)?.type).toBe("model-end");
});

it("[E8] does not take long work for a stuck engine as long as tokens come", async () => {
  start({ stuckMs: 60_000 });
  let tokens = 0;
  for await (const event of model().generate(question("Tell me everything", { maxOutputTokens: 200 }), never)) {
    if (event.type === "model-delta") await clock.advance(30_000);
    if (event.type === "model-delta") tokens += 1;
    else expect(event.type).toBe("model-end");
  }
  expect(tokens).toBeGreaterThan(100);
});

it("[E8] asks to be started again when it hung too often", async () => {
  start({ stuckMs: 1000 });
  for (let round = 0; round < 2; round += 1) {
    await engine.load(path, never, () => {});
    const { outcome } = await hang();
    await clock.advance(5000);
    expect(await outcome).toMatchObject({ error: { type: "ModelEngineStuck" } });
  }
  const [event] = await collect(model(), question("Hello"));
  expect(event).toMatchObject({ type: "model-error", error: { type: "ModelEngineFailed", reason: /started again/ } });
});

it("[E2] ends the stream at once when told to stop, and waits for the native part before the conversation goes on", async () => {
  start({}, clock);
  const long = question("word ".repeat(180), { conversationKey: "long" });
  await engine.load(path, never, () => {});
  const controller = new AbortController();
  setImmediate(() => setImmediate(() => controller.abort({ type: "Aborted", by: "user" })));
  const stopped = await collect(model(), long, { signal: controller.signal });
  expect(stopped).toMatchObject([{ type: "model-error", error: { type: "Aborted", by: "user" } }]);
  expect(engine.isIdle()).toBe(false);
  const end = (await collect(model(), long)).at(-1);
  // What the stopped turn had read by then is not read again.
  expect(end?.type === "model-end" && end.usage.cachedInputTokens).toBeGreaterThan(0);
});
