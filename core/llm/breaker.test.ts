import { expect, it } from "vitest";
import { createFakeClock } from "#core/testing";
import { createBreakers, type CallOutcome } from "./breaker.ts";

const setUp = () => {
  const clock = createFakeClock();
  const breakers = createBreakers({ clock });
  const call = (outcome: CallOutcome, keys: readonly string[] = ["model a"]) => {
    const entered = breakers.enter(keys, "a");
    if (!entered.ok) return entered.error;
    entered.value(() => outcome);
    return outcome;
  };
  return { breakers, call, clock };
};

it("[G12] three failures in a row open it for half a minute, then one call goes through to see", async () => {
  const { breakers, call, clock } = setUp();
  expect([call("failed"), call("failed"), call("worked"), call("failed"), call("failed")]).not.toContainEqual(
    expect.objectContaining({ type: "ModelPaused" }),
  );
  expect(breakers.pausedUntilMs("model a")).toBeNull();
  call("failed");
  expect(call("worked")).toEqual({ type: "ModelPaused", modelId: "a", untilMs: clock.nowMs() + 30_000, failures: 3 });
  await clock.advance(30_000);
  const probe = breakers.enter(["model a"], "a");
  expect(probe.ok).toBe(true);
  expect(call("worked")).toMatchObject({ type: "ModelPaused" });
  if (probe.ok) probe.value(() => "worked");
  expect([call("worked"), breakers.pausedUntilMs("model a")]).toEqual(["worked", null]);
});

it("[G12] each probe that fails doubles the pause, up to ten minutes; a stopped one changes nothing", async () => {
  const { breakers, call, clock } = setUp();
  for (let count = 0; count < 3; count += 1) call("failed");
  const pauses: number[] = [];
  for (let count = 0; count < 7; count += 1) {
    const untilMs = breakers.pausedUntilMs("model a") ?? 0;
    pauses.push(untilMs - clock.nowMs());
    await clock.advance(untilMs - clock.nowMs());
    expect(call("neutral")).toBe("neutral");
    expect(call("failed")).toBe("failed");
  }
  expect(pauses).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000]);
});

it("[G12] a closed host stops all its models, and their failures stay their own", () => {
  const { call } = setUp();
  for (let count = 0; count < 3; count += 1) call("failed", ["model a", "host h"]);
  expect(call("worked", ["model b", "host h"])).toMatchObject({ type: "ModelPaused" });
  expect(call("worked", ["model b"])).toBe("worked");
});

it("[G12] calls under way when it opens neither lengthen the pause nor close it by a late failure", () => {
  const { breakers, clock } = setUp();
  const late = Array.from({ length: 6 }, () => breakers.enter(["model a"], "a"));
  late.forEach((entered) => entered.ok && entered.value(() => "failed"));
  expect(breakers.pausedUntilMs("model a")).toBe(clock.nowMs() + 30_000);
});
