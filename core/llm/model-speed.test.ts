import { expect, it } from "vitest";
import type { SpeedSample } from "./engine-store.ts";
import { summariseSpeed } from "./model-speed.ts";

let atMs = 0;
const samples = (engineVersion: string, threads: number, ...speeds: readonly number[]): SpeedSample[] =>
  speeds.map((tokensPerSecond) => ({
    engineVersion,
    threads,
    tokensPerSecond,
    firstTokenMs: 1000 / tokensPerSecond,
    measuredAtMs: (atMs += 1),
  }));

it("says nothing of a model that was never measured", () => {
  expect(summariseSpeed([], "v1")).toBeNull();
});

it("[E5] is the median of the present version at the threads used last, so that busy moments do not count", () => {
  const all = [...samples("v1", 4, 90, 90), ...samples("v1", 2, 20, 21, 2, 22, 1, 20, 23)];
  expect(summariseSpeed(all, "v1")).toMatchObject({ tokensPerSecond: 20, firstTokenMs: 50, threads: 2, engineVersion: "v1", before: null });
});

it("[E5] names the fastest earlier version when the present one is clearly slower", () => {
  const all = [...samples("v1", 2, 30, 31, 29), ...samples("v2", 2, 40, 41, 39), ...samples("v3", 2, 30, 31, 29)];
  expect(summariseSpeed(all, "v3")?.before).toEqual({ engineVersion: "v2", tokensPerSecond: 40 });
});

it("[E5] does not cry over a tenth, nor over one or two answers", () => {
  expect(summariseSpeed([...samples("v1", 2, 40, 40, 40), ...samples("v2", 2, 36, 36, 36)], "v2")?.before).toBeNull();
  expect(summariseSpeed([...samples("v1", 2, 40, 40, 40), ...samples("v2", 2, 3, 4)], "v2")?.before).toBeNull();
  expect(summariseSpeed([...samples("v1", 2, 40, 40), ...samples("v2", 2, 3, 4, 5)], "v2")?.before).toBeNull();
});

it("shows the newest version measured until the present one is", () => {
  expect(summariseSpeed(samples("v1", 2, 40, 42, 44), "v2")).toMatchObject({ engineVersion: "v1", tokensPerSecond: 42 });
});
