import { expect, it } from "vitest";
import { moreLimits } from "./more-limits.ts";

it("a task that stopped at a limit is offered twice of it, up to what may be set at all", () => {
  expect(moreLimits({ type: "TaskLimitReached", limit: "rounds", allowed: 16 })).toEqual({ rounds: 32 });
  expect(moreLimits({ type: "TaskLimitReached", limit: "tokens", allowed: 400_000 })).toEqual({ tokens: 800_000 });
  expect(moreLimits({ type: "TaskLimitReached", limit: "time", allowed: 600_000 })).toEqual({ durationMs: 1_200_000 });
  expect(moreLimits({ type: "TaskLimitReached", limit: "rounds", allowed: 64 })).toEqual({ rounds: 100 });
  expect(moreLimits({ type: "TaskLimitReached", limit: "rounds", allowed: 100 })).toBeNull();
});
