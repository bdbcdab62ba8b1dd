import { expect, it } from "vitest";
import { chooseThreads, threadCandidates } from "./llama-threads.ts";

it("tries every count on a small machine, and a few spread over a large one", () => {
  expect(threadCandidates(1)).toEqual([1]);
  expect(threadCandidates(2)).toEqual([1, 2]);
  expect(threadCandidates(6)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(threadCandidates(16)).toEqual([1, 2, 4, 8, 12, 15, 16]);
  expect(threadCandidates(7)).toEqual([1, 2, 3, 5, 6, 7]);
});

it("[E4] takes the fewest threads that are about as fast as the best", () => {
  const runs = new Map([
    [1, [40, 41, 39]],
    [2, [20, 21, 20]],
    [3, [19.8, 20, 20.2]],
    [4, [19.5, 19.5, 19.5]],
  ]);
  expect(chooseThreads(runs).threads).toBe(2);
  expect(chooseThreads(runs).figures.map(({ tokensPerSecond }) => Math.round(tokensPerSecond))).toEqual([25, 50, 50, 51]);
});

it("[E4] is not led astray by busy moments: a few runs that took a hundred times as long change nothing", () => {
  const random = (() => {
    let seed = 5;
    return () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  })();
  for (let machine = 0; machine < 200; machine += 1) {
    const noisy = (ms: number) =>
      Array.from({ length: 7 }, (_, run) => ms * (1 + random() * 0.02) * (run % 3 === 0 && random() < 0.9 ? 100 * random() + 1 : 1));
    const runs = new Map([
      [1, noisy(30)],
      [2, noisy(16)],
      [3, noisy(22)],
    ]);
    expect(chooseThreads(runs).threads).toBe(2);
  }
});

it("[E4] leaves threads alone that spin on a busy machine", () => {
  const runs = new Map([
    [1, [0.3, 0.3, 0.31]],
    [2, [30, 0.2, 28]],
  ]);
  expect(chooseThreads(runs).threads).toBe(1);
});

it("does not choose what was never run, and one when nothing was", () => {
  expect(
    chooseThreads(
      new Map([
        [1, [5]],
        [2, []],
      ]),
    ).threads,
  ).toBe(1);
  expect(chooseThreads(new Map())).toEqual({ threads: 1, figures: [] });
});
