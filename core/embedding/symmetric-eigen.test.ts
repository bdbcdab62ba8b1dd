import fc from "fast-check";
import { expect, it } from "vitest";
import { symmetricEigen } from "./symmetric-eigen.ts";

it("finds the eigenvalues of a matrix known by hand, largest first", () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  expect([...values].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([3, 1]);
  expect(Math.abs((vectors[0] ?? 0) - (vectors[1] ?? 0))).toBeLessThan(1e-7);
});

it("gives orthonormal rows that rebuild any symmetric matrix", () => {
  const matrices = fc
    .integer({ min: 1, max: 12 })
    .chain((size) =>
      fc.tuple(
        fc.constant(size),
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: size * size, maxLength: size * size }),
      ),
    );
  fc.assert(
    fc.property(matrices, ([size, numbers]) => {
      const at = (row: number, column: number) => (numbers[row * size + column] ?? 0) + (numbers[column * size + row] ?? 0);
      const matrix = Float64Array.from({ length: size * size }, (_, index) => at(Math.floor(index / size), index % size));
      const { values, vectors } = symmetricEigen(matrix, size);
      for (let row = 0; row < size; row++)
        for (let column = 0; column < size; column++) {
          let rebuilt = 0;
          let product = 0;
          for (let k = 0; k < size; k++) {
            rebuilt += (values[k] ?? 0) * (vectors[k * size + row] ?? 0) * (vectors[k * size + column] ?? 0);
            product += (vectors[row * size + k] ?? 0) * (vectors[column * size + k] ?? 0);
          }
          expect(rebuilt).toBeCloseTo(at(row, column), 2);
          expect(product).toBeCloseTo(row === column ? 1 : 0, 9);
        }
    }),
    { seed: 1, numRuns: 60 },
  );
});
