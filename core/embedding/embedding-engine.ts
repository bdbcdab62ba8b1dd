import type { EmbeddingPurpose } from "./embedder.ts";
import type { EmbeddingModel } from "./schema.ts";

/** An opened model inside its worker. Rows are as in `Embedder`; failures throw and become EmbeddingFailed at the worker's edge. */
export interface EmbeddingEngine {
  readonly model: EmbeddingModel;
  /** How many texts are worth one run of the model. */
  readonly batchSize: number;
  /** Rows for at most `batchSize` texts. */
  readonly embedBatch: (texts: readonly string[], purpose: EmbeddingPurpose) => Promise<Float32Array>;
  readonly dispose: () => Promise<void>;
}
