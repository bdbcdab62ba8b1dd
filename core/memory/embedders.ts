import type { Aborted, Result } from "#core/base";
import { err } from "#core/base/schema";
import type { Embedder } from "#core/embedding";
import type { EmbeddingError } from "#core/embedding/schema";
import type { StoredModel } from "./model-store.ts";

/** The ways to come by an embedder; `#core/embedding` has them all. */
export interface Embedders {
  readonly createHashedEmbedder: () => Embedder;
  /** Opens a sentence-embedding folder. Errors: EmbeddingFolderInvalid. */
  readonly openEmbeddingFolder: (folder: string) => Promise<Result<Embedder, EmbeddingError>>;
  /** Learns from texts in a thread and writes a model folder, whole or not at all. */
  readonly learnLsa: (options: {
    readonly texts: readonly string[];
    readonly folder: string;
    readonly signal: AbortSignal;
  }) => Promise<Result<void, EmbeddingError | Aborted>>;
  readonly openLsa: (folder: string) => Promise<Result<Embedder, EmbeddingError>>;
}

export interface EmbeddersDep {
  readonly embedders: Embedders;
}

/** A stored model that is opened when it is first needed, so that a start does not wait for it. Fails like the folder it comes from. */
export const lazyEmbedder = (embedders: Embedders, { model, folder }: StoredModel): Embedder => {
  let opening: Promise<Result<Embedder, EmbeddingError>> | undefined;

  const open = async (): Promise<Result<Embedder, EmbeddingError>> => {
    if (folder === null) return err({ type: "EmbeddingFailed", reason: `this version does not have the model ${model.id}` });
    const opened = await (model.kind === "lsa" ? embedders.openLsa(folder) : embedders.openEmbeddingFolder(folder));
    if (!opened.ok || opened.value.model.id === model.id) return opened;
    await opened.value.dispose();
    return err({ type: "EmbeddingFolderInvalid", folder, reason: "it holds another model than the one the library was embedded with" });
  };

  return {
    model,
    embed: async (texts, purpose, signal) => {
      const opened = await (opening ??= open());
      return opened.ok ? opened.value.embed(texts, purpose, signal) : opened;
    },
    dispose: async () => {
      const opened = await opening;
      if (opened?.ok) await opened.value.dispose();
    },
  };
};
