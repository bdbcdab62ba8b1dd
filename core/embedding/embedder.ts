import type { Aborted, Result } from "#core/base";
import type { EmbeddingError, EmbeddingKind, EmbeddingModel } from "./schema.ts";

/** What a text is for: some models put a different prefix before a question than before the text that answers it. */
export type EmbeddingPurpose = "query" | "passage";

/** Turns texts into vectors whose inner product is their likeness (−1 … 1). */
export interface Embedder {
  readonly model: EmbeddingModel;
  /**
   * One row of `model.dimensions` numbers per text, in order, row after row. Rows have length 1; a text without features gives a zero row.
   * Errors: EmbeddingFailed, Aborted (looked at between batches). Never throws.
   */
  readonly embed: (
    texts: readonly string[],
    purpose: EmbeddingPurpose,
    signal?: AbortSignal,
  ) => Promise<Result<Float32Array, EmbeddingError | Aborted>>;
  /** Ends threads and frees the model. An `embed` afterwards answers EmbeddingFailed. */
  readonly dispose: () => Promise<void>;
}

/** The description whose `id` is equal only for vectors that may be compared. */
export const describeModel = (kind: EmbeddingKind, name: string, revision: string, dimensions: number): EmbeddingModel => ({
  id: `${kind}:${revision}:${dimensions}`,
  kind,
  name,
  revision,
  dimensions,
});

/** Scales `vector[start … start + length)` to length 1; leaves zeros (or a row that is not finite, then zeroed) alone. */
export const normalizeRow = (vector: Float32Array, start: number, length: number): void => {
  let sum = 0;
  for (let index = start; index < start + length; index++) sum += (vector[index] ?? 0) ** 2;
  if (!Number.isFinite(sum)) return void vector.fill(0, start, start + length);
  if (sum === 0) return;
  const scale = 1 / Math.sqrt(sum);
  for (let index = start; index < start + length; index++) vector[index] = (vector[index] ?? 0) * scale;
};
