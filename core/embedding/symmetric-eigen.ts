export interface Eigen {
  /** Largest first. */
  readonly values: Float64Array;
  /** Row `i` (of `size` numbers) belongs to `values[i]`; rows are orthonormal. */
  readonly vectors: Float64Array;
}

/** Sweeps end when the squares beside the diagonal are this small against those on it: 1e-7 in the vectors, what 32-bit numbers hold. */
const tolerance = 1e-14;
/** Cyclic Jacobi converges quadratically; matrices of a few hundred rows take 6 to 10 sweeps. */
const maximumSweeps = 30;

const rotateRows = (matrix: Float64Array, size: number, first: number, second: number, cosine: number, sine: number): void => {
  const left = first * size;
  const right = second * size;
  for (let column = 0; column < size; column++) {
    const a = matrix[left + column] ?? 0;
    const b = matrix[right + column] ?? 0;
    matrix[left + column] = cosine * a - sine * b;
    matrix[right + column] = sine * a + cosine * b;
  }
};

const rotateColumns = (matrix: Float64Array, size: number, first: number, second: number, cosine: number, sine: number): void => {
  for (let row = 0; row < size * size; row += size) {
    const a = matrix[row + first] ?? 0;
    const b = matrix[row + second] ?? 0;
    matrix[row + first] = cosine * a - sine * b;
    matrix[row + second] = sine * a + cosine * b;
  }
};

/** Eigenvalues and eigenvectors of a symmetric matrix (row after row), by cyclic Jacobi rotations. The argument is left alone. */
export const symmetricEigen = (symmetric: Float64Array, size: number): Eigen => {
  const matrix = symmetric.slice();
  const vectors = new Float64Array(size * size);
  for (let index = 0; index < size; index++) vectors[index * size + index] = 1;
  for (let sweep = 0; sweep < maximumSweeps; sweep++) {
    let beside = 0;
    let diagonal = 0;
    for (let row = 0; row < size; row++) {
      diagonal += (matrix[row * size + row] ?? 0) ** 2;
      for (let column = row + 1; column < size; column++) beside += (matrix[row * size + column] ?? 0) ** 2;
    }
    if (beside <= tolerance * diagonal) break;
    for (let row = 0; row < size; row++)
      for (let column = row + 1; column < size; column++) {
        const value = matrix[row * size + column] ?? 0;
        const here = matrix[row * size + row] ?? 0;
        const there = matrix[column * size + column] ?? 0;
        if (value * value <= 1e-18 * Math.abs(here * there)) continue;
        const theta = (there - here) / (2 * value);
        const tangent = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cosine = 1 / Math.sqrt(tangent * tangent + 1);
        rotateRows(matrix, size, row, column, cosine, tangent * cosine);
        rotateColumns(matrix, size, row, column, cosine, tangent * cosine);
        rotateRows(vectors, size, row, column, cosine, tangent * cosine);
      }
  }
  const order = Array.from({ length: size }, (_, index) => index).sort((a, b) => (matrix[b * size + b] ?? 0) - (matrix[a * size + a] ?? 0));
  const sorted = new Float64Array(size * size);
  for (const [to, from] of order.entries()) sorted.set(vectors.subarray(from * size, (from + 1) * size), to * size);
  return { values: Float64Array.from(order, (index) => matrix[index * size + index] ?? 0), vectors: sorted };
};
