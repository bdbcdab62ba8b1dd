import { setImmediate } from "node:timers/promises";
import { abortedBy, err, ok } from "#core/base";
import { describeModel, type Embedder } from "./embedder.ts";
import { hashedDimensions, hashedRevision, writeHashedVector } from "./hashed-vector.ts";

/** The event loop gets a turn after this long, so that nothing else in the process stutters. */
const sliceMs = 8;

/**
 * Word and character n-grams hashed into a fixed number of dimensions: needs no model, no thread and no start-up, finds words in spite of
 * typos and inflection, knows nothing of synonyms. The same text gives the same vector on every machine.
 */
export const createHashedEmbedder = (): Embedder => ({
  model: describeModel("hashed", "Word and letter patterns", hashedRevision, hashedDimensions),
  embed: async (texts, _purpose, signal) => {
    const rows = new Float32Array(texts.length * hashedDimensions);
    let sliceStartMs = performance.now();
    for (const [index, text] of texts.entries()) {
      if (performance.now() - sliceStartMs > sliceMs) {
        await setImmediate();
        sliceStartMs = performance.now();
      }
      if (signal?.aborted) return err(abortedBy(signal));
      writeHashedVector(text, rows, index * hashedDimensions);
    }
    return ok(rows);
  },
  dispose: async () => {},
});
