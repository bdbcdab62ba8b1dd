import { createRouterClient } from "@orpc/server";
import { afterEach, expect, it } from "vitest";
import { silentLog } from "#core/base";
import { createAnswerCache } from "./answer-cache.ts";
import { answerCacheOperations } from "./operations.ts";
import { answer, dayMs, embed, key, openTestCache, signal } from "./test-cache.ts";

const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()));
const open = (...options: Parameters<typeof openTestCache>) => {
  const rig = openTestCache(...options);
  cleanups.push(rig.store.cleanup);
  return rig;
};

it("[C1] the very same question in the same context has its answer again; a newer answer stands in its place", async () => {
  const { cache, clock } = open();
  cache.store(key("What is a mutex?"), answer("A lock."));
  await clock.advance(1000);
  expect(await cache.lookup(key("  What is  a mutex? "), signal)).toEqual({
    text: "A lock.",
    hit: { kind: "exact", similarity: 1, storedAtMs: clock.nowMs() - 1000, modelId: "small", savedTokens: 42, savedMicroUsd: 0 },
  });
  cache.store(key("What is a mutex?"), answer("A lock for one."));
  expect((await cache.lookup(key("What is a mutex?"), signal))?.text).toBe("A lock for one.");
  expect(cache.status().entries).toBe(1);
  await cache.close();
});

it("[C2] nothing crosses privacy, kind or context, in either direction and for similar questions too", async () => {
  const { cache } = open();
  const asked = "What is the capital of France?";
  cache.store(key(asked, { privacy: "private" }), answer("Paris"));
  cache.store(key("Who wrote Faust?"), answer("Goethe"));
  await cache.close();
  for (const question of [asked, "what's the capital of France"]) {
    expect(await cache.lookup(key(question), signal)).toBeNull();
    expect(await cache.lookup(key(question, { privacy: "private", context: "other" }), signal)).toBeNull();
    expect(await cache.lookup(key(question, { privacy: "private", class: "code" }), signal)).toBeNull();
    expect((await cache.lookup(key(question, { privacy: "private" }), signal))?.text).toBe("Paris");
  }
  expect(await cache.lookup(key("Who wrote Faust?", { privacy: "private" }), signal)).toBeNull();
});

it("[C2] what is not cacheable, and what asks about this moment, is neither kept nor looked for", async () => {
  const { cache } = open();
  const withTools = key("What is a mutex?", { cacheable: false });
  cache.store(withTools, answer("A lock."));
  cache.store(key("What happened today?"), answer("Much."));
  cache.store(key("Wie ist das Wetter heute?"), answer("Gut."));
  cache.store(key("What is empty?"), answer("  "));
  expect(cache.status().entries).toBe(0);
  cache.store(key("What is a mutex?"), answer("A lock."));
  expect(await cache.lookup(withTools, signal)).toBeNull();
  expect(cache.status().misses).toBe(0);
  await cache.close();
});

it("[C3] requests to act and unknown kinds have exact hits only, and so has everything when the policy says so", async () => {
  const { cache } = open();
  const [asked, again] = ["What is the capital of France?", "what's the capital of France"];
  for (const kind of ["act", "of-tomorrow", "lookup"]) cache.store(key(asked, { class: kind }), answer("Paris"));
  await cache.close();
  for (const kind of ["act", "of-tomorrow"]) {
    expect(await cache.lookup(key(again, { class: kind }), signal)).toBeNull();
    expect((await cache.lookup(key(asked, { class: kind }), signal))?.hit.kind).toBe("exact");
  }
  expect((await cache.lookup(key(again), signal))?.hit.kind).toBe("similar");
  cache.setPolicy({ similar: false });
  expect(await cache.lookup(key(again), signal)).toBeNull();
  expect((await cache.lookup(key(asked), signal))?.hit.kind).toBe("exact");
});

it("[C4] an answer is used to the last moment of its days; a shorter policy forgets at once, and off is off", async () => {
  const { cache, clock, store } = open();
  cache.store(key("one?"), answer("1"));
  await cache.close();
  await clock.advance(7 * dayMs - 1);
  expect((await cache.lookup(key("one?"), signal))?.text).toBe("1");
  await clock.advance(1);
  expect(await cache.lookup(key("one?"), signal)).toBeNull();
  cache.store(key("another?"), answer("2"));
  expect(cache.status().entries).toBe(1);
  await clock.advance(2 * dayMs);
  expect(cache.setPolicy({ keepDays: 1 })).toEqual({ enabled: true, similar: true, keepDays: 1 });
  expect(cache.status().entries).toBe(0);
  cache.setPolicy({ enabled: false });
  cache.store(key("three?"), answer("3"));
  expect(cache.status().entries).toBe(0);
  await cache.close();
  expect(createAnswerCache({ clock, embed, log: silentLog, store }).policy()).toEqual({ enabled: false, similar: true, keepDays: 1 });
});

it("[C5] together they never take more than their room; the longest unused go first", async () => {
  const { cache, clock } = open({ capBytes: 10_000, embed: undefined });
  const name = (index: number): string => `question number ${index}?`;
  for (let index = 0; index < 30; index += 1) {
    await clock.advance(1000);
    cache.store(key(name(index)), answer("x".repeat(900)));
    await cache.lookup(key(name(0)), signal);
    expect(cache.status().sizeBytes).toBeLessThanOrEqual(10_000);
  }
  expect(await cache.lookup(key(name(0)), signal)).not.toBeNull();
  expect(await cache.lookup(key(name(29)), signal)).not.toBeNull();
  expect(await cache.lookup(key(name(5)), signal)).toBeNull();
  cache.store(key("too large?"), answer("x".repeat(1_001)));
  expect(await cache.lookup(key("too large?"), signal)).toBeNull();
});

it("[C6] what hits saved is counted by place, and stays when the answers are cleared", async () => {
  const { cache } = open();
  cache.store(key("local?"), answer("1"));
  cache.store(
    key("cloud?"),
    answer("2", { place: "cloud", modelId: "big", costMicroUsd: 1500, usage: { inputTokens: 100, outputTokens: 50 } }),
  );
  for (const question of ["local?", "local?", "cloud?", "nobody?"]) await cache.lookup(key(question), signal);
  expect((await cache.lookup(key("cloud?"), signal))?.hit).toMatchObject({ modelId: "big", savedTokens: 150, savedMicroUsd: 1500 });
  await cache.close();
  expect(cache.clear()).toBe(2);
  expect(cache.status()).toEqual({
    entries: 0,
    sizeBytes: 0,
    hits: { exact: 4, similar: 0 },
    misses: 1,
    saved: { local: { tokens: 84, durationMs: 1800 }, cloud: { tokens: 300, microUsd: 3000 } },
  });
});

it("[C7] a failing embedder, a closed store and a stopped asker are all no answer", async () => {
  const broken = open({ embed: () => Promise.reject(new Error("gone")) });
  broken.cache.store(key("one?"), answer("1"));
  await broken.cache.close();
  expect(await broken.cache.lookup(key("other?"), signal)).toBeNull();
  expect((await broken.cache.lookup(key("one?"), signal))?.text).toBe("1");
  expect(await broken.cache.lookup(key("one?"), AbortSignal.abort())).toBeNull();
  broken.store.close();
  broken.cache.store(key("two?"), answer("2"));
  expect(await broken.cache.lookup(key("one?"), signal)).toBeNull();
});

it("[C7] a vector that takes long is not waited for", async () => {
  let isHanging = false;
  const { cache, clock } = open({
    embed: (text, until) =>
      isHanging ? new Promise((resolve) => until?.addEventListener("abort", () => resolve(null), { once: true })) : embed(text),
  });
  cache.store(key("What is a mutex?"), answer("A lock."));
  await cache.close();
  isHanging = true;
  const looking = cache.lookup(key("what is a mutex"), signal);
  await clock.advance(1000);
  expect(await looking).toBeNull();
  const stopped = new AbortController();
  const stopping = cache.lookup(key("what is a mutex"), stopped.signal);
  stopped.abort();
  expect(await stopping).toBeNull();
  expect(cache.status().misses).toBe(1);
});

it("[C8] after the embedding model changes, older vectors are not compared", async () => {
  let modelId = "first";
  const { cache } = open({ embed: async () => ({ modelId, vector: Float32Array.of(1, 0) }) });
  cache.store(key("What is a mutex?"), answer("A lock."));
  await cache.close();
  expect((await cache.lookup(key("what is a mutex"), signal))?.hit.kind).toBe("similar");
  modelId = "second";
  expect(await cache.lookup(key("what is a mutex"), signal)).toBeNull();
});

it("answers kept since a moment are forgotten, and only those", async () => {
  const { cache, clock } = open();
  cache.store(key("What is a mutex?"), answer("A lock."));
  await clock.advance(1000);
  const sinceMs = clock.nowMs();
  cache.store(key("Who wrote Faust?"), answer("Goethe"));
  expect(cache.forgetSince(sinceMs)).toBe(1);
  expect(await cache.lookup(key("Who wrote Faust?"), signal)).toBeNull();
  expect((await cache.lookup(key("What is a mutex?"), signal))?.text).toBe("A lock.");
  await cache.close();
});

it("the contract changes only what is given", async () => {
  const { cache } = open();
  const client = createRouterClient(answerCacheOperations(cache), { context: {} });
  expect(await client.setPolicy({ keepDays: 30 })).toEqual({ enabled: true, similar: true, keepDays: 30 });
  expect(await client.setPolicy({ similar: false })).toEqual({ enabled: true, similar: false, keepDays: 30 });
  cache.store(key("one?"), answer("1"));
  expect((await client.status()).entries).toBe(1);
  expect(await client.clear()).toEqual({ removed: 1 });
  expect(await client.policy()).toEqual({ enabled: true, similar: false, keepDays: 30 });
  await cache.close();
});
