import { err, ok, reasonOf, tryAsync, type Result } from "#core/base";
import { describeModel, normalizeRow } from "./embedder.ts";
import type { EmbeddingEngine } from "./embedding-engine.ts";
import { openOnnxSession, type Feeds, type OnnxSession } from "./onnx-session.ts";
import { poolTokens } from "./pooling.ts";
import type { EmbeddingError } from "./schema.ts";
import { readSentenceFolder, type SentenceFolder } from "./sentence-folder.ts";
import { createTextTokens } from "./text-tokens.ts";

const knownInputs = ["input_ids", "attention_mask", "token_type_ids", "position_ids"];

/** Feeds of a batch padded at its end. Padding is masked, so the id it has does not matter. */
const feedsOf = (session: OnnxSession, texts: readonly (readonly number[])[], tokenCount: number): Feeds => {
  const dimensions = [texts.length, tokenCount];
  const fill = (valueAt: (ids: readonly number[], column: number) => number) => {
    const data = new BigInt64Array(texts.length * tokenCount);
    for (const [row, ids] of texts.entries())
      for (let column = 0; column < tokenCount; column++) data[row * tokenCount + column] = BigInt(valueAt(ids, column));
    return { data, dimensions };
  };
  const all: Feeds = {
    input_ids: fill((ids, column) => ids[column] ?? 0),
    attention_mask: fill((ids, column) => (column < ids.length ? 1 : 0)),
    token_type_ids: fill(() => 0),
    position_ids: fill((_, column) => column),
  };
  return Object.fromEntries(Object.entries(all).filter(([name]) => session.inputNames.includes(name)));
};

/** Tokens of one run, padding included: memory grows with it, and long texts then go alone. */
const tokensPerRun = 8192;

/** Neighbours together, as many as `tokensPerRun` allows; at least one text each. */
const groupTexts = (texts: readonly (readonly number[])[]): (readonly number[])[][] => {
  const groups: (readonly number[])[][] = [];
  let longest = 0;
  for (const text of texts) {
    const group = groups.at(-1);
    longest = Math.max(longest, text.length);
    if (group !== undefined && (group.length + 1) * longest <= tokensPerRun) group.push(text);
    else {
      groups.push([text]);
      longest = text.length;
    }
  }
  return groups;
};

/** The output to read: one vector per text when the model has it, else one per token. */
const chooseOutput = (session: OnnxSession): string | undefined =>
  (
    session.outputs.find(({ name }) => name === "sentence_embedding") ??
    session.outputs.find(({ name }) => name === "last_hidden_state" || name === "token_embeddings") ??
    session.outputs.find(({ dimensions }) => dimensions.length === 3) ??
    session.outputs[0]
  )?.name;

const createEngine = async (folder: SentenceFolder, session: OnnxSession): Promise<EmbeddingEngine> => {
  const strange = session.inputNames.find((name) => !knownInputs.includes(name));
  if (strange !== undefined || !session.inputNames.includes("input_ids"))
    throw new Error(`the model's input ${strange ?? "input_ids"} is not as expected`);
  const output = chooseOutput(session);
  if (output === undefined) throw new Error("the model has no output");
  const tokensOf = createTextTokens(folder);

  const run = async (texts: readonly (readonly number[])[]): Promise<Float32Array> => {
    const lengths = texts.map((ids) => ids.length);
    const tokenCount = Math.max(...lengths);
    const { data, dimensions } = await session.run(feedsOf(session, texts, tokenCount), output);
    const width = dimensions.at(-1) ?? 0;
    if (dimensions.length === 3 && dimensions[1] === tokenCount) {
      if (folder.extraLayers.length > 0) throw new Error(`the layer ${folder.extraLayers.join(", ")} is not in the model file`);
      return poolTokens({ data, tokenCount, width, lengths }, folder.poolingModes);
    }
    if (dimensions.length !== 2 || dimensions[0] !== texts.length)
      throw new Error(`the output ${output} has the shape ${dimensions.join(" × ")}`);
    for (let start = 0; start < data.length; start += width) normalizeRow(data, start, width);
    return data;
  };

  // A trial shows the dimensions, and that model and tokenizer fit.
  const dimensions = (await run([tokensOf("a"), tokensOf("two words")])).length / 2;
  if (dimensions < 1) throw new Error("the model gives empty vectors");
  return {
    model: describeModel("onnx", folder.name, folder.revision, dimensions),
    batchSize: 16,
    embedBatch: async (texts, purpose) => {
      const rows = new Float32Array(texts.length * dimensions);
      const written = [...texts.entries()].filter(([, text]) => text.trim() !== "");
      const indices = written.map(([index]) => index);
      let row = 0;
      for (const group of groupTexts(written.map(([, text]) => tokensOf(folder.prefixes[purpose] + text)))) {
        const vectors = await run(group);
        for (let start = 0; start < vectors.length; start += dimensions)
          rows.set(vectors.subarray(start, start + dimensions), (indices[row++] ?? 0) * dimensions);
      }
      return rows;
    },
    dispose: () => session.dispose(),
  };
};

/** Opens a sentence-embedding folder and tries it once. Errors: EmbeddingFolderInvalid. */
export const openSentenceEngine = async (folder: string): Promise<Result<EmbeddingEngine, EmbeddingError>> => {
  const invalid = (reason: string) => ({ type: "EmbeddingFolderInvalid", folder, reason }) as const;
  const contents = await readSentenceFolder(folder);
  if (!contents.ok) return contents;
  const session = await tryAsync(
    () => openOnnxSession(contents.value.modelPath),
    (cause) => invalid(reasonOf(cause)),
  );
  if (!session.ok) return session;
  const engine = await tryAsync(
    () => createEngine(contents.value, session.value),
    (cause) => invalid(reasonOf(cause)),
  );
  if (!engine.ok) await session.value.dispose();
  return engine.ok ? ok(engine.value) : err(engine.error);
};
