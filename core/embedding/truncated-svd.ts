import { symmetricEigen } from "./symmetric-eigen.ts";

/** Rows of a sparse matrix: row `r` has `values[i]` in column `columns[i]` for i from `rowStarts[r]` to `rowStarts[r + 1]`. */
export interface SparseRows {
  readonly rowStarts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
  readonly columnCount: number;
}

export interface RightSingular {
  /** Largest first. */
  readonly singularValues: Float64Array;
  /** `columnCount` rows of `rank` numbers: a column of the matrix in the space of the strongest directions. */
  readonly vectors: Float32Array;
  readonly rank: number;
}

/** Extra directions carried along, then dropped: they make the last kept ones accurate (Halko, Martinsson and Tropp, 2011, section 4.2). */
const oversampling = 20;

/** A small generator with a fixed seed (mulberry32, public domain): the same texts always give the same model. */
const createRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
};

/**
 * target[to …] += a·source[from …] + b·source[fromB …] + c·source[fromC …] + d·source[fromD …], for `count` numbers: the inner loop of
 * everything here. Four sources at a time read and write the target a quarter as often.
 */
const addFour = (
  target: Float32Array | Float64Array,
  to: number,
  source: Float32Array,
  from: readonly [number, number, number, number],
  scales: readonly [number, number, number, number],
  count: number,
): void => {
  const [first, second, third, fourth] = from;
  const [a, b, c, d] = scales;
  for (let j = 0; j < count; j++)
    target[to + j] =
      (target[to + j] ?? 0) +
      a * (source[first + j] ?? 0) +
      b * (source[second + j] ?? 0) +
      c * (source[third + j] ?? 0) +
      d * (source[fourth + j] ?? 0);
};

/** left' · right, where both have `rows` rows of `width` numbers and the product is known to be symmetric. */
const symmetricProduct = (left: Float32Array, right: Float32Array, rows: number, width: number): Float64Array => {
  const products = new Float64Array(width * width);
  const end = rows * width;
  for (let row = 0; row < end; row += 4 * width)
    for (let i = 0; i < width; i++) {
      // Rows beyond the end are the first row with weight 0.
      const at = (offset: number) => (row + offset * width < end ? row + offset * width + i : i);
      const weight = (offset: number) => (row + offset * width < end ? (left[row + offset * width + i] ?? 0) : 0);
      addFour(products, i * width + i, right, [at(0), at(1), at(2), at(3)], [weight(0), weight(1), weight(2), weight(3)], width - i);
    }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) products[i * width + j] = products[j * width + i] ?? 0;
  return products;
};

/** Makes the columns of `block` orthonormal in place (Cholesky QR); a column that depends on earlier ones becomes zero. */
const orthonormalize = (block: Float32Array, rows: number, width: number): void => {
  const lower = symmetricProduct(block, block, rows, width);
  const inverseDiagonal = new Float64Array(width);
  for (let column = 0; column < width; column++) {
    const own = column * width;
    const before = lower[own + column] ?? 0;
    let pivot = before;
    for (let i = 0; i < column; i++) pivot -= (lower[own + i] ?? 0) ** 2;
    const inverse = pivot > before * 1e-9 ? 1 / Math.sqrt(pivot) : 0;
    inverseDiagonal[column] = inverse;
    for (let row = column + 1; row < width; row++) {
      let sum = lower[row * width + column] ?? 0;
      for (let i = 0; i < column; i++) sum -= (lower[row * width + i] ?? 0) * (lower[own + i] ?? 0);
      lower[row * width + column] = sum * inverse;
    }
  }
  const solved = new Float64Array(width);
  for (let start = 0; start < rows * width; start += width) {
    for (let column = 0; column < width; column++) {
      let sum = block[start + column] ?? 0;
      for (let i = 0; i < column; i++) sum -= (solved[i] ?? 0) * (lower[column * width + i] ?? 0);
      solved[column] = sum * (inverseDiagonal[column] ?? 0);
    }
    block.set(solved, start);
  }
};

/** matrix' · matrix · block, one row of the matrix at a time, so that no dense block as tall as the matrix is ever held. */
const applyGram = (matrix: SparseRows, block: Float32Array, width: number): Float32Array => {
  const { rowStarts, columns, values } = matrix;
  const result = new Float32Array(block.length);
  const projected = new Float32Array(width);
  for (let row = 0; row + 1 < rowStarts.length; row++) {
    const begin = rowStarts[row] ?? 0;
    const end = rowStarts[row + 1] ?? 0;
    projected.fill(0);
    for (let index = begin; index < end; index += 4) {
      // Cells beyond the row's end are column 0 with value 0.
      const at = (offset: number) => (index + offset < end ? (columns[index + offset] ?? 0) * width : 0);
      const value = (offset: number) => (index + offset < end ? (values[index + offset] ?? 0) : 0);
      addFour(projected, 0, block, [at(0), at(1), at(2), at(3)], [value(0), value(1), value(2), value(3)], width);
    }
    for (let index = begin; index < end; index++) {
      const target = (columns[index] ?? 0) * width;
      const value = values[index] ?? 0;
      for (let j = 0; j < width; j++) result[target + j] = (result[target + j] ?? 0) + value * (projected[j] ?? 0);
    }
  }
  return result;
};

/** The first `rank` combinations of the block's columns, each combination given by a row of `weights`. */
const combine = (block: Float32Array, rows: number, width: number, weights: Float64Array, rank: number): Float32Array => {
  const combined = new Float32Array(rows * rank);
  for (let row = 0; row < rows; row++)
    for (let k = 0; k < rank; k++) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += (block[row * width + i] ?? 0) * (weights[k * width + i] ?? 0);
      combined[row * rank + k] = sum;
    }
  return combined;
};

/**
 * The strongest `rank` right singular vectors of a sparse matrix, by block power iteration from a seeded random start and one
 * Rayleigh–Ritz step. `rank` comes back smaller when the matrix has fewer directions. Blocks the thread; `onProgress` hears 0 … 1.
 */
export const truncatedSvd = (
  matrix: SparseRows,
  wantedRank: number,
  iterations: number,
  onProgress: (share: number) => void,
): RightSingular => {
  const rows = matrix.columnCount;
  const width = Math.min(wantedRank + oversampling, rows);
  const random = createRandom(1);
  let block: Float32Array = Float32Array.from({ length: rows * width }, () => random() + random() + random() - 1.5);
  orthonormalize(block, rows, width);
  for (let iteration = 0; iteration < iterations; iteration++) {
    block = applyGram(matrix, block, width);
    orthonormalize(block, rows, width);
    onProgress((iteration + 1) / (iterations + 1));
  }
  // Once more: a single pass leaves the columns orthogonal only to the square root of its precision.
  orthonormalize(block, rows, width);
  const { values, vectors } = symmetricEigen(symmetricProduct(block, applyGram(matrix, block, width), rows, width), width);
  const strong = values.findIndex((value) => value <= (values[0] ?? 0) * 1e-8);
  const rank = Math.min(wantedRank, strong === -1 ? width : strong);
  const singularValues = values.subarray(0, rank).map(Math.sqrt);
  onProgress(1);
  return { singularValues, vectors: combine(block, rows, width, vectors, rank), rank };
};
