import { describe, expect, it } from "vitest";
import { symmetricEigen } from "./symmetric-eigen.ts";
import { truncatedSvd, type SparseRows } from "./truncated-svd.ts";

const sparse = (rows: readonly (readonly number[])[]): SparseRows => {
  const cells = rows.map((row) => [...row.entries()].filter(([, value]) => value !== 0));
  const rowStarts = new Uint32Array(rows.length + 1);
  for (const [index, row] of cells.entries()) rowStarts[index + 1] = (rowStarts[index] ?? 0) + row.length;
  return {
    rowStarts,
    columns: Uint32Array.from(cells.flat(), ([column]) => column),
    values: Float32Array.from(cells.flat(), ([, value]) => value),
    columnCount: rows[0]?.length ?? 0,
  };
};

/** A made-up matrix with a few strong directions and a little of everything. */
const madeUp = (height: number, width: number, strong: number): number[][] =>
  Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const noise = (((row * 7919 + column * 104_729) % 97) / 97 - 0.5) * 0.2;
      return (row * column) % 3 === 1 ? 0 : (row % strong === column % strong ? 1 + (row % strong) : 0) + noise;
    }),
  );

const exactSingularValues = (rows: readonly (readonly number[])[], count: number): number[] => {
  const width = rows[0]?.length ?? 0;
  const gram = new Float64Array(width * width);
  for (const row of rows)
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) gram[i * width + j] = (gram[i * width + j] ?? 0) + (row[i] ?? 0) * (row[j] ?? 0);
  return [...symmetricEigen(gram, width).values.subarray(0, count)].map((value) => Math.sqrt(Math.max(0, value)));
};

describe("truncatedSvd", () => {
  it("finds the strongest singular values of a matrix, and orthonormal directions", () => {
    const rows = madeUp(200, 80, 7);
    const { singularValues, vectors, rank } = truncatedSvd(sparse(rows), 6, 4, () => {});
    expect(rank).toBe(6);
    for (const [index, value] of exactSingularValues(rows, 6).entries()) expect((singularValues[index] ?? 0) / value).toBeCloseTo(1, 4);
    for (let i = 0; i < rank; i++)
      for (let j = 0; j < rank; j++) {
        let product = 0;
        for (let column = 0; column < 80; column++) product += (vectors[column * rank + i] ?? 0) * (vectors[column * rank + j] ?? 0);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 5);
      }
  });

  it("gives no more directions than a matrix has", () => {
    const rows = Array.from({ length: 50 }, (_, row) => Array.from({ length: 30 }, (_, column) => (row % 3 === column % 3 ? 1 : 0)));
    const { rank, singularValues } = truncatedSvd(sparse(rows), 10, 4, () => {});
    expect(rank).toBe(3);
    expect([...singularValues].every(Number.isFinite)).toBe(true);
  });

  it("reports progress that ends at 1", () => {
    const heard: number[] = [];
    truncatedSvd(sparse(madeUp(40, 20, 3)), 4, 3, (share) => heard.push(share));
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
    expect(heard.at(-1)).toBe(1);
  });
});
