import { setImmediate } from "node:timers/promises";
import { serveWorker, transferred, type Result, type WorkerContext } from "#core/base";
import type { EmbeddingPurpose } from "./embedder.ts";
import type { EmbeddingEngine } from "./embedding-engine.ts";
import { openLsaEngine } from "./lsa-engine.ts";
import type { EmbeddingError, EmbeddingModel } from "./schema.ts";
import { openSentenceEngine } from "./sentence-engine.ts";

/** The folder a worker serves; one worker, one model. Sent with every call, so that a thread started anew opens it again. */
export interface EmbeddingSource {
  readonly kind: "lsa" | "onnx";
  readonly folder: string;
}

const createService = () => {
  let engine: Promise<Result<EmbeddingEngine, EmbeddingError>> | undefined;
  const engineFor = ({ kind, folder }: EmbeddingSource) => (engine ??= (kind === "lsa" ? openLsaEngine : openSentenceEngine)(folder));

  return {
    open: async (source: EmbeddingSource): Promise<Result<EmbeddingModel, EmbeddingError>> => {
      const opened = await engineFor(source);
      return opened.ok ? { ok: true, value: opened.value.model } : opened;
    },
    embed: async ({ source, texts, purpose }: EmbedInput, { signal }: WorkerContext) => {
      const opened = await engineFor(source);
      if (!opened.ok) throw new Error(opened.error.reason);
      const { model, batchSize, embedBatch } = opened.value;
      const rows = new Float32Array(texts.length * model.dimensions);
      // Texts of like length share a batch, so that little is padded.
      const order = texts.map((text, index) => ({ text, index })).sort((a, b) => a.text.length - b.text.length);
      for (let start = 0; start < order.length; start += batchSize) {
        // A turn of the event loop: a question gets in between the batches of a long run, and so does an abort.
        await setImmediate();
        if (signal.aborted) break;
        const batch = order.slice(start, start + batchSize);
        const vectors = await embedBatch(
          batch.map(({ text }) => text),
          purpose,
        );
        for (const [row, { index }] of batch.entries())
          rows.set(vectors.subarray(row * model.dimensions, (row + 1) * model.dimensions), index * model.dimensions);
      }
      return transferred(rows, [rows.buffer]);
    },
    close: async () => {
      const opened = await engine;
      if (opened?.ok) await opened.value.dispose();
    },
  };
};

export interface EmbedInput {
  readonly source: EmbeddingSource;
  readonly texts: readonly string[];
  readonly purpose: EmbeddingPurpose;
}

serveWorker(createService());
