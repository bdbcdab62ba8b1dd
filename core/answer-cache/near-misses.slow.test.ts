import { expect, it } from "vitest";
import { answer, key, openTestCache, signal } from "./test-cache.ts";
import { nearMisses, paraphrases } from "./test-question-pairs.ts";

it("[C3] among all near misses and paraphrases together, each is answered by its own answer or not at all", async () => {
  const { cache, store } = openTestCache();
  store.database.pragma("synchronous = OFF");
  const asked = [...new Set([...nearMisses, ...paraphrases].map(([first]) => first))].filter((first) => !/\b(today|now)\b/.test(first));
  for (const first of asked) cache.store(key(first), answer(`to: ${first}`));
  await cache.close();
  let similar = 0;
  for (const [first, second] of paraphrases) {
    const found = await cache.lookup(key(second), signal);
    if (found === null) continue;
    expect(found.text, second).toBe(`to: ${asked.includes(second) ? second : first}`);
    if (found.hit.kind === "similar") similar += 1;
  }
  for (const [, second] of nearMisses) if (!asked.includes(second)) expect(await cache.lookup(key(second), signal), second).toBeNull();
  expect(similar).toBeGreaterThanOrEqual(45);
  store.cleanup();
});
