import fc from "fast-check";
import { expect, it } from "vitest";
import { diversify } from "./mmr.ts";

const items = fc.array(
  fc.record({ relevance: fc.double({ min: 0, max: 1, noNaN: true }), angle: fc.double({ min: 0, max: 6, noNaN: true }) }),
  { maxLength: 30 },
);
type Item = { relevance: number; angle: number };
const options = {
  relevance: ({ relevance }: Item) => relevance,
  likeness: (left: Item, right: Item) => Math.max(0, Math.cos(left.angle - right.angle)),
};

it("[M15] gives each item at most once, the most relevant first, and worth that never rises", () => {
  fc.assert(
    fc.property(items, fc.double({ min: 0.1, max: 1, noNaN: true }), fc.integer({ min: 0, max: 40 }), (given, lambda, count) => {
      const chosen = diversify(given, { ...options, lambda, count });
      expect(chosen.length).toBe(Math.min(count, given.length));
      expect(new Set(chosen.map(({ item }) => item)).size).toBe(chosen.length);
      if (chosen.length > 0) expect(chosen[0]).toEqual({ item: chosen[0]?.item, penalty: 0 });
      expect(chosen[0]?.item.relevance ?? 0).toBe(count === 0 ? 0 : Math.max(0, ...given.map(({ relevance }) => relevance)));
      const worth = chosen.map(({ item, penalty }) => item.relevance - penalty);
      for (const [index, value] of worth.entries())
        expect(value).toBeLessThanOrEqual((worth[index - 1] ?? Number.POSITIVE_INFINITY) + 1e-12);
    }),
  );
});

it("[M15] with lambda 1 keeps the order of relevance", () => {
  fc.assert(
    fc.property(items, (given) => {
      const sorted = given.toSorted((left, right) => right.relevance - left.relevance);
      expect(diversify(given, { ...options, lambda: 1, count: 40 }).map(({ item }) => item)).toEqual(sorted);
    }),
  );
});

it("[M15] puts something new before a copy of what is already there", () => {
  const [best, copy, other] = [
    { relevance: 0.9, angle: 0 },
    { relevance: 0.89, angle: 0 },
    { relevance: 0.85, angle: 3 },
  ];
  const chosen = diversify([best, copy, other], { ...options, lambda: 0.9, count: 3 });
  expect(chosen.map(({ item }) => item)).toEqual([best, other, copy]);
  expect(chosen[2]?.penalty).toBeCloseTo(1 / 9);
});
