import { expect, it } from "vitest";
import { createFakeClock } from "#core/testing";
import { nextOrAbandoned } from "./next-event.ts";
import type { ModelEvent } from "./schema.ts";

const delta: ModelEvent = { type: "model-delta", text: "x" };
const graceMs = 2000;

it("[G14] a model that does not react to a stop is left behind after its grace, and one that does is heard", async () => {
  const clock = createFakeClock();
  const stuck: AsyncIterator<ModelEvent> = { next: () => new Promise(() => {}) };
  const controller = new AbortController();
  let told: ModelEvent | null | "waiting" = "waiting";
  const waiting = nextOrAbandoned(stuck, controller.signal, clock, graceMs).then((event) => (told = event));
  await clock.advance(graceMs * 2);
  expect(told).toBe("waiting");
  controller.abort();
  await clock.advance(graceMs - 1);
  expect(told).toBe("waiting");
  await clock.advance(1);
  await waiting;
  expect(told).toBeNull();

  const { promise, resolve } = Promise.withResolvers<IteratorResult<ModelEvent>>();
  const late = nextOrAbandoned({ next: () => promise }, controller.signal, clock, graceMs);
  resolve({ done: false, value: delta });
  expect(await late).toEqual(delta);
});

it("the end of a stream is null", async () => {
  const over: AsyncIterator<ModelEvent> = { next: async () => ({ done: true, value: undefined }) };
  expect(await nextOrAbandoned(over, new AbortController().signal, createFakeClock(), graceMs)).toBeNull();
});
