import type { EmbeddingModel } from "#core/embedding/schema";
import { embeddingModelSchema } from "#core/embedding/schema";
import type { StoreDep } from "#core/store";
import { floatsToBlob } from "./blob.ts";
import { vectorKey, vectorKeys } from "./vector-key.ts";

export interface StoredModel {
  readonly number: number;
  readonly model: EmbeddingModel;
  /** Where its files are; null for the model that needs none. */
  readonly folder: string | null;
  readonly state: "active" | "preparing" | "retired";
  /** Chunks in the library when the model was learned; 0 for models that were not. */
  readonly learnedFrom: number;
  /** Something it was learned from has been forgotten. */
  readonly isOutdated: boolean;
}

export interface ChunkText {
  readonly id: number;
  readonly heading: string;
  readonly text: string;
}

/** Models and their vectors. Every writing function is one short transaction. */
export interface ModelStore {
  readonly all: () => StoredModel[];
  readonly add: (model: EmbeddingModel, state: "active" | "preparing", folder: string | null, learnedFrom: number) => StoredModel;
  readonly retire: (number: number) => void;
  /** Models learned from the library are outdated from now on. */
  readonly outdateLearned: () => void;
  /** It would be learned the same today. */
  readonly confirm: (number: number) => void;
  /** The prepared model becomes the active one, the active one retires. */
  readonly activate: (number: number) => void;
  /** Chunks without a vector of this model, oldest first, from where the last batch ended. */
  readonly waiting: (number: number, limit: number) => ChunkText[];
  /** Stores vectors (row-major) of chunks that are still there, and remembers how far the model has come. */
  readonly addVectors: (number: number, chunks: readonly ChunkText[], rows: Float32Array, dimensions: number) => void;
  /** Removes up to `limit` vectors of a retired model, and the model with the last; true when nothing is left. */
  readonly sweep: (number: number, limit: number) => boolean;
  /** Every `step`th chunk after `after`, oldest first. */
  readonly sample: (step: number, after: number, limit: number) => ChunkText[];
}

interface ModelRow {
  readonly number: number;
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly revision: string;
  readonly dimensions: number;
  readonly folder: string | null;
  readonly state: StoredModel["state"];
  readonly learned_from: number;
  readonly is_outdated: number;
}

const modelOfRow = ({ number, folder, state, learned_from, is_outdated: isOutdated, ...model }: ModelRow): StoredModel => ({
  number,
  folder,
  state,
  learnedFrom: learned_from,
  isOutdated: isOutdated === 1,
  model: embeddingModelSchema.parse(model),
});

export const createModelStore = ({ store }: StoreDep): ModelStore => {
  const { database } = store;
  const selectAll = database.prepare<[], ModelRow>("SELECT * FROM embedding_models ORDER BY number");
  const insert = database.prepare(
    "INSERT INTO embedding_models (id, kind, name, revision, dimensions, folder, state, learned_from, embedded_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
  );
  const setState = database.prepare("UPDATE embedding_models SET state = ? WHERE number = ?");
  const outdate = database.prepare("UPDATE embedding_models SET is_outdated = 1 WHERE kind = 'lsa' AND state <> 'retired'");
  const confirm = database.prepare("UPDATE embedding_models SET is_outdated = 0 WHERE number = ?");
  const retireActive = database.prepare("UPDATE embedding_models SET state = 'retired' WHERE state = 'active'");
  const renameRetired = database.prepare("UPDATE embedding_models SET id = id || '#' || number WHERE state = 'retired' AND id = ?");
  const selectWaiting = database.prepare<[number, number, number], ChunkText>(
    `SELECT id, heading, text FROM chunks WHERE id > (SELECT embedded_to FROM embedding_models WHERE number = ?)
       AND NOT EXISTS (SELECT 1 FROM vectors WHERE key = CAST(? AS INTEGER) + chunks.id) ORDER BY id LIMIT ?`,
  );
  const insertVector = database.prepare(
    "INSERT OR REPLACE INTO vectors (key, vector) SELECT CAST(? AS INTEGER), ? WHERE EXISTS (SELECT 1 FROM chunks WHERE id = ?)",
  );
  const setProgress = database.prepare("UPDATE embedding_models SET embedded_to = ? WHERE number = ?");
  const deleteVectors = database.prepare("DELETE FROM vectors WHERE key IN (SELECT key FROM vectors WHERE key >= ? AND key < ? LIMIT ?)");
  const deleteModel = database.prepare("DELETE FROM embedding_models WHERE number = ? AND state = 'retired'");
  const selectSample = database.prepare<[number, number, number], ChunkText>(
    "SELECT id, heading, text FROM chunks WHERE id > ? AND id % CAST(? AS INTEGER) = 0 ORDER BY id LIMIT ?",
  );

  return {
    all: () => selectAll.all().map(modelOfRow),
    add: (model, state, folder, learnedFrom) =>
      store.transaction(() => {
        // The same model may come back before the last of its old vectors is gone.
        renameRetired.run(model.id);
        const added = insert.run(model.id, model.kind, model.name, model.revision, model.dimensions, folder, state, learnedFrom);
        return { number: Number(added.lastInsertRowid), model, folder, state, learnedFrom, isOutdated: false };
      }),
    retire: (number) => store.transaction(() => void setState.run("retired", number)),
    confirm: (number) => void confirm.run(number),
    outdateLearned: () => void outdate.run(),
    activate: (number) =>
      store.transaction(() => {
        retireActive.run();
        setState.run("active", number);
      }),
    waiting: (number, limit) => selectWaiting.all(number, vectorKey(number, 0), limit),
    addVectors: (number, chunks, rows, dimensions) =>
      store.transaction(() => {
        for (const [index, { id }] of chunks.entries()) {
          insertVector.run(vectorKey(number, id), floatsToBlob(rows.subarray(index * dimensions, (index + 1) * dimensions)), id);
        }
        setProgress.run(chunks.at(-1)?.id ?? 0, number);
      }),
    sweep: (number, limit) =>
      store.transaction(() => {
        const { first, end } = vectorKeys(number);
        if (deleteVectors.run(first, end, limit).changes === limit) return false;
        deleteModel.run(number);
        return true;
      }),
    sample: (step, after, limit) => selectSample.all(after, step, limit),
  };
};
