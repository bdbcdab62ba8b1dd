import { createWorkerClient, err, ok, workerEntry, type Aborted, type Result, type WorkerFailed } from "#core/base";
import type { Embedder } from "./embedder.ts";
import type { EmbeddingSource } from "./embedding-worker.ts";
import type { EmbeddingError, EmbeddingModel } from "./schema.ts";

const failed = (reason: string) => err({ type: "EmbeddingFailed", reason } as const);
const toError = (error: WorkerFailed | Aborted): { readonly ok: false; readonly error: EmbeddingError | Aborted } =>
  error.type === "Aborted" ? err(error) : failed(error.reason);

const openInWorker = async (source: EmbeddingSource): Promise<Result<Embedder, EmbeddingError>> => {
  const worker = createWorkerClient(workerEntry("embedding-worker", import.meta.url));
  const opened = await worker.call<Result<EmbeddingModel, EmbeddingError>>("open", source);
  if (!opened.ok || !opened.value.ok) {
    await worker.close();
    if (opened.ok && !opened.value.ok) return opened.value;
    return failed(!opened.ok && opened.error.type === "WorkerFailed" ? opened.error.reason : "the model could not be opened");
  }
  let disposed = false;
  return ok({
    model: opened.value.value,
    embed: async (texts, purpose, signal) => {
      if (disposed) return failed("the model was closed");
      const rows = await worker.call<Float32Array>("embed", { source, texts, purpose }, { signal });
      return rows.ok ? rows : toError(rows.error);
    },
    dispose: async () => {
      if (disposed) return;
      disposed = true;
      await worker.call("close", {});
      await worker.close();
    },
  });
};

/** Opens a model that `learnLsa` wrote, in a thread of its own. Errors: EmbeddingFolderInvalid (missing, damaged), EmbeddingFailed. */
export const openLsa = (folder: string): Promise<Result<Embedder, EmbeddingError>> => openInWorker({ kind: "lsa", folder });

/**
 * Opens a sentence-embedding folder (model.onnx or onnx/model.onnx, tokenizer.json, and what says how to pool, if any), in a thread of
 * its own. Errors: EmbeddingFolderInvalid (missing, damaged, no embedding model), EmbeddingFailed.
 */
export const openEmbeddingFolder = (folder: string): Promise<Result<Embedder, EmbeddingError>> => openInWorker({ kind: "onnx", folder });
