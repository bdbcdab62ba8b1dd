import { afterEach, expect, it } from "vitest";
import { createFakeClock } from "#core/testing";
import { createEngineWatch, stillLimitMs, type EngineWatch } from "./engine-watch.ts";

let watch: EngineWatch;
afterEach(() => watch.stop());

const start = () => {
  const clock = createFakeClock();
  let stuck = false;
  watch = createEngineWatch(clock, 60_000);
  void watch.stuck.then(() => (stuck = true));
  return { clock, isStuck: () => stuck };
};

it("[E8] calls work stuck after the whole limit without a sign of life, and not before", async () => {
  const { clock, isStuck } = start();
  await clock.advance(60_000);
  expect(isStuck()).toBe(false);
  await clock.advance(15_000);
  expect(isStuck()).toBe(true);
});

it("[E8] begins anew with every sign of life, and ends when stopped", async () => {
  const { clock, isStuck } = start();
  for (let round = 0; round < 20; round += 1) {
    await clock.advance(50_000);
    watch.alive();
  }
  expect(isStuck()).toBe(false);
  watch.stop();
  await clock.advance(500_000);
  expect(isStuck()).toBe(false);
});

it("gives a large file the time a slow disk needs", () => {
  watch = createEngineWatch(createFakeClock(), 1000);
  expect(stillLimitMs(60_000, 0)).toBe(60_000);
  expect(stillLimitMs(60_000, 8e9)).toBe(220_000);
});
