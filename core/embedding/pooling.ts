import { normalizeRow } from "./embedder.ts";

/** How the vectors of a text's tokens become one. Several are joined end to end, in this order (as Sentence Transformers does). */
export const poolingModes = ["cls", "max", "mean", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"] as const;
export type PoolingMode = (typeof poolingModes)[number];

export interface TokenVectors {
  /** [text, token, component], row after row. */
  readonly data: Float32Array;
  /** Tokens per text, padding included. */
  readonly tokenCount: number;
  readonly width: number;
  /** Real tokens of every text; what follows them is padding and never counts. */
  readonly lengths: readonly number[];
}

const poolOne = (tokens: Float32Array, length: number, width: number, mode: PoolingMode): Float32Array => {
  if (length === 0) return new Float32Array(width);
  if (mode === "cls") return tokens.slice(0, width);
  if (mode === "lasttoken") return tokens.slice((length - 1) * width, length * width);
  const pooled = new Float32Array(width).fill(mode === "max" ? Number.NEGATIVE_INFINITY : 0);
  for (let token = 0; token < length; token++)
    for (let column = 0; column < width; column++) {
      const value = tokens[token * width + column] ?? 0;
      const before = pooled[column] ?? 0;
      pooled[column] = mode === "max" ? Math.max(before, value) : before + value * (mode === "weightedmean" ? token + 1 : 1);
    }
  const divisor = { max: 1, mean: length, mean_sqrt_len_tokens: Math.sqrt(length), weightedmean: (length * (length + 1)) / 2 }[mode];
  return pooled.map((value) => value / divisor);
};

/** One row of length 1 and `width × modes` numbers per text. */
export const poolTokens = ({ data, tokenCount, width, lengths }: TokenVectors, modes: readonly PoolingMode[]): Float32Array => {
  const dimensions = width * modes.length;
  const rows = new Float32Array(lengths.length * dimensions);
  for (const [row, length] of lengths.entries()) {
    const tokens = data.subarray(row * tokenCount * width, (row + 1) * tokenCount * width);
    for (const [part, mode] of modes.entries()) rows.set(poolOne(tokens, length, width, mode), row * dimensions + part * width);
    normalizeRow(rows, row * dimensions, dimensions);
  }
  return rows;
};
