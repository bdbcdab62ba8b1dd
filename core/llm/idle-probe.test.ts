import { afterEach, beforeEach, expect, it } from "vitest";
import { ok } from "#core/base";
import { createFakeClock, type FakeClock } from "#core/testing";
import { createIdleProbe, type IdleProbe } from "./idle-probe.ts";

const quietMs = 30_000;
let clock: FakeClock;
let probe: IdleProbe;
let idle: boolean;
let ask: () => void;
let tried: string[];
let hold: Promise<void> | undefined;
const listeners = new Set<() => void>();

beforeEach(() => {
  clock = createFakeClock();
  idle = true;
  tried = [];
  hold = undefined;
  ask = () => listeners.forEach((call) => call());
  probe = createIdleProbe({
    clock,
    quietMs,
    isIdle: () => idle,
    onWanted: (call) => {
      listeners.add(call);
      return () => listeners.delete(call);
    },
    probe: async (modelId, signal) => {
      await hold;
      tried.push(signal.aborted ? `${modelId} stopped` : modelId);
      return ok(null);
    },
  });
});
afterEach(() => {
  probe.close();
  expect(listeners.size).toBeLessThanOrEqual(1);
  listeners.clear();
});

it("[E6] tries models one after the other once nobody has asked for a while", async () => {
  probe.later("a");
  probe.later("b");
  await clock.advance(quietMs - 1);
  expect(tried).toEqual([]);
  await clock.advance(1);
  expect(tried).toEqual(["a"]);
  await clock.advance(quietMs);
  expect(tried).toEqual(["a", "b"]);
  await clock.advance(quietMs * 5);
  expect(tried).toEqual(["a", "b"]);
});

it("[E6] waits on while somebody asks or is answered", async () => {
  probe.later("a");
  await clock.advance(quietMs - 1);
  ask();
  await clock.advance(1);
  expect(tried).toEqual([]);
  idle = false;
  await clock.advance(quietMs);
  expect(tried).toEqual([]);
  idle = true;
  await clock.advance(quietMs);
  expect(tried).toEqual(["a"]);
});

it("[E6] steps back when somebody asks in the middle, and tries again later", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  hold = promise;
  probe.later("a");
  await clock.advance(quietMs);
  ask();
  resolve();
  await clock.advance(0);
  await expect.poll(() => tried).toEqual(["a stopped"]);
  await clock.advance(quietMs);
  expect(tried).toEqual(["a stopped", "a"]);
});

it("forgets a model that was removed, and does nothing after closing", async () => {
  probe.later("a");
  probe.forget("a");
  await clock.advance(quietMs);
  probe.later("b");
  probe.close();
  await clock.advance(quietMs);
  expect(tried).toEqual([]);
});
