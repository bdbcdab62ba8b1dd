import { err, ok, reasonOf, tryAsync, type Result } from "#core/base";
import type { EmbeddingEngine } from "./embedding-engine.ts";
import { createLsaEncoder, rareDimensions, type EncodedText } from "./lsa-encode.ts";
import { readLsaFolder } from "./lsa-folder.ts";
import { lsaTensors } from "./lsa-graph.ts";
import { openOnnxSession, type OnnxSession } from "./onnx-session.ts";
import type { EmbeddingError } from "./schema.ts";

const learnedRows = async (session: OnnxSession, texts: readonly EncodedText[]): Promise<Float32Array> => {
  const width = Math.max(1, ...texts.map(({ ids }) => ids.length));
  const ids = new BigInt64Array(texts.length * width);
  const weights = new Float32Array(texts.length * width);
  for (const [row, text] of texts.entries())
    for (const [column, id] of text.ids.entries()) {
      ids[row * width + column] = BigInt(id);
      weights[row * width + column] = text.weights[column] ?? 0;
    }
  const dimensions = [texts.length, width];
  return (
    await session.run(
      { [lsaTensors.ids]: { data: ids, dimensions }, [lsaTensors.weights]: { data: weights, dimensions } },
      lsaTensors.output,
    )
  ).data;
};

/** Joins the learned and the rare part of every text to one row of length 1: squared lengths 1 − rareShare and rareShare. */
const joinParts = (texts: readonly EncodedText[], learned: Float32Array, rank: number): Float32Array => {
  const dimensions = rank + rareDimensions;
  const rows = new Float32Array(texts.length * dimensions);
  for (const [row, { ids, rare, rareShare }] of texts.entries()) {
    const share = ids.length === 0 && rare !== null ? 1 : rareShare;
    const learnedScale = Math.sqrt(1 - share);
    const rareScale = Math.sqrt(share);
    for (let column = 0; column < rank; column++) rows[row * dimensions + column] = (learned[row * rank + column] ?? 0) * learnedScale;
    if (rare !== null) for (const [column, value] of rare.entries()) rows[row * dimensions + rank + column] = value * rareScale;
  }
  return rows;
};

/** Apart from the rest so that nothing that lives on holds the file's bytes: the runtime has its own copy. */
const openGraph = (folder: string, graph: Uint8Array): Promise<Result<OnnxSession, EmbeddingError>> =>
  tryAsync(
    () => openOnnxSession(graph),
    (cause) => ({ type: "EmbeddingFolderInvalid", folder, reason: reasonOf(cause) }) as const,
  );

/** Opens a folder written by `learnLsa`. Errors: EmbeddingFolderInvalid. */
export const openLsaEngine = async (folder: string): Promise<Result<EmbeddingEngine, EmbeddingError>> => {
  const contents = await readLsaFolder(folder);
  if (!contents.ok) return contents;
  const { model, rank, vocabulary } = contents.value;
  const opened = await openGraph(folder, contents.value.graph);
  if (!opened.ok) return opened;
  const session = opened.value;
  if (session.outputs[0]?.dimensions[1] !== rank) {
    await session.dispose();
    return err({ type: "EmbeddingFolderInvalid", folder, reason: "the model has another rank than its description" });
  }
  const encode = createLsaEncoder(vocabulary);
  return ok({
    model,
    batchSize: 32,
    embedBatch: async (texts, purpose) => {
      const encoded = texts.map((text) => encode(text, purpose));
      return joinParts(encoded, await learnedRows(session, encoded), rank);
    },
    dispose: () => session.dispose(),
  });
};
