import fc from "fast-check";
import { expect, it } from "vitest";
import { fuse, type Candidate } from "./fusion.ts";

const score = fc.option(fc.double({ min: -1, max: 30, noNaN: true }), { nil: null });
const candidates = fc.uniqueArray(fc.record({ chunkId: fc.integer({ min: 1, max: 1000 }), lexical: score, vector: score }), {
  selector: ({ chunkId }) => chunkId,
  maxLength: 40,
});

it("[M14, M16] gives every candidate once, in falling order, with scores between 0 and 1 and ranks from 1", () => {
  fc.assert(
    fc.property(candidates, fc.double({ min: 0, max: 1, noNaN: true }), (given, lexicalShare) => {
      const fused = fuse(given, { lexicalShare });
      const byId = (one: { chunkId: number }, other: { chunkId: number }) => one.chunkId - other.chunkId;
      expect(fused.map(({ chunkId, lexical, vector }): Candidate => ({ chunkId, lexical, vector })).toSorted(byId)).toEqual(
        given.toSorted(byId),
      );
      for (const [index, hit] of fused.entries()) {
        expect(hit.fused).toBeGreaterThanOrEqual(0);
        expect(hit.fused).toBeLessThanOrEqual(1 + 1e-9);
        expect(hit.fused).toBeLessThanOrEqual(fused[index - 1]?.fused ?? 1 + 1e-9);
        expect(hit.lexicalRank === null).toBe(hit.lexical === null);
      }
      const ranks = fused.flatMap(({ vectorRank }) => vectorRank ?? []).toSorted((one, other) => one - other);
      expect(ranks).toEqual(ranks.map((_, index) => index + 1));
    }),
  );
});

it("[M14] does not depend on the order of the candidates", () => {
  fc.assert(
    fc.property(candidates, (given) => {
      expect(fuse(given.toReversed(), { lexicalShare: 0.3 })).toEqual(fuse(given, { lexicalShare: 0.3 }));
    }),
  );
});

it("[M14] weighs the legs as told", () => {
  const given = [
    { chunkId: 1, lexical: 10, vector: 0.1 },
    { chunkId: 2, lexical: null, vector: 0.8 },
    { chunkId: 3, lexical: 5, vector: 0.4 },
  ];
  expect(fuse(given, { lexicalShare: 1 }).map(({ chunkId }) => chunkId)).toEqual([1, 3, 2]);
  expect(fuse(given, { lexicalShare: 0 }).map(({ chunkId }) => chunkId)).toEqual([2, 3, 1]);
  expect(fuse(given, { lexicalShare: 0.5 })[0]).toEqual({ ...given[0], lexicalRank: 1, vectorRank: 3, fused: 0.5625 });
});
