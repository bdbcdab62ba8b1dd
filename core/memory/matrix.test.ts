import fc from "fast-check";
import { expect, it } from "vitest";
import { createMatrix } from "./matrix.ts";

const dimensions = 8;

const unit = (seed: number): Float32Array => {
  const row = Float32Array.from({ length: dimensions }, (_, index) => Math.sin((seed + 1) * (index + 1) * 12.9898));
  const length = Math.hypot(...row);
  return row.map((value) => value / length);
};

const rowsOf = (chunkIds: readonly number[]): Float32Array => {
  const rows = new Float32Array(chunkIds.length * dimensions);
  for (const [index, chunkId] of chunkIds.entries()) rows.set(unit(chunkId), index * dimensions);
  return rows;
};

const dot = (left: Float32Array, right: Float32Array): number => left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);

it("[M12] finds the closest rows first", () => {
  const matrix = createMatrix(dimensions, { first: 2, last: 4 });
  const chunkIds = Array.from({ length: 30 }, (_, index) => index + 1);
  matrix.put(1, chunkIds, rowsOf(chunkIds));
  const query = unit(7);
  const exact = chunkIds.toSorted((left, right) => dot(unit(right), query) - dot(unit(left), query));
  expect(matrix.search(query, 30, null)[0]?.chunkId).toBe(7);
  const found = matrix.search(query, 15, null).map(({ chunkId }) => chunkId);
  expect(exact.slice(0, 5).every((chunkId) => found.includes(chunkId))).toBe(true);
});

it("[M12] an empty matrix and a zero query answer", () => {
  const matrix = createMatrix(dimensions, { first: 2, last: 4 });
  expect(matrix.search(unit(1), 5, null)).toEqual([]);
  matrix.put(1, [1, 2], rowsOf([1, 2]));
  expect(matrix.search(new Float32Array(dimensions), 5, null).map(({ chunkId }) => chunkId)).toEqual([1, 2]);
});

it("[M12, M13] holds exactly the rows put and not removed, and answers `want` allowed ones when there are as many", () => {
  const step = fc.oneof(
    fc.record({ put: fc.integer({ min: 1, max: 6 }), count: fc.integer({ min: 0, max: 9 }) }),
    fc.record({ remove: fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 3 }) }),
  );
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 25 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 6 })),
      fc.integer({ min: 1, max: 20 }),
      (steps, allowed, want) => {
        const matrix = createMatrix(dimensions, { first: 2, last: 4 });
        const expected = new Map<number, number[]>();
        let lastId = 0;
        for (const action of steps) {
          if ("put" in action) {
            const chunkIds = Array.from({ length: action.count }, () => (lastId += 1));
            matrix.put(action.put, chunkIds, rowsOf(chunkIds));
            expected.set(action.put, chunkIds);
          } else {
            matrix.remove(new Set(action.remove));
            for (const version of action.remove) expected.delete(version);
          }
        }
        const all = [...expected.values()].flat().toSorted((one, other) => one - other);
        expect(matrix.rowCount()).toBe(all.length);
        expect(
          matrix
            .search(unit(3), 1000, null)
            .map(({ chunkId }) => chunkId)
            .toSorted((one, other) => one - other),
        ).toEqual(all);
        const permitted = allowed.flatMap((version) => expected.get(version) ?? []);
        const found = matrix.search(unit(3), want, new Set(allowed));
        expect(found.length).toBe(Math.min(want, permitted.length));
        expect(found.every(({ chunkId }) => permitted.includes(chunkId))).toBe(true);
        expect(found.map(({ closeness }) => closeness)).toEqual(found.map(({ closeness }) => closeness).toSorted((a, b) => b - a));
      },
    ),
  );
});
