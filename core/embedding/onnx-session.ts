import type { InferenceSession, Tensor } from "onnxruntime-node";

export type Feeds = Readonly<Record<string, { readonly data: Float32Array | BigInt64Array; readonly dimensions: readonly number[] }>>;

/** A loaded ONNX model. `run` blocks the thread it is called on, so a session lives in a worker. */
export interface OnnxSession {
  readonly inputNames: readonly string[];
  /** Name and shape of every output; a free dimension is a text. */
  readonly outputs: readonly { readonly name: string; readonly dimensions: readonly (number | string)[] }[];
  /** The named output. Throws what the runtime throws, and when the output is not float32. */
  readonly run: (feeds: Feeds, output: string) => Promise<{ readonly data: Float32Array; readonly dimensions: readonly number[] }>;
  /** Frees the model once the runs under way have ended. */
  readonly dispose: () => Promise<void>;
}

/** Fatal messages only: what goes wrong comes back as an exception, and stderr is the user's. */
const fatal = 4;

/**
 * Loads a model, from its bytes or (so that weights kept in neighbouring files are found) from its path, on one CPU thread. The native
 * library is loaded by the first call. Throws what the runtime throws.
 */
export const openOnnxSession = async (model: Uint8Array | string): Promise<OnnxSession> => {
  const runtime = await import("onnxruntime-node");
  const options: InferenceSession.SessionOptions = {
    executionProviders: ["cpu"],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: fatal,
    // An arena keeps the largest batch ever seen for ever.
    enableCpuMemArena: false,
  };
  const session =
    typeof model === "string"
      ? await runtime.InferenceSession.create(model, options)
      : await runtime.InferenceSession.create(model, options);
  const underWay = new Set<Promise<unknown>>();
  const settled = async <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  };
  return {
    inputNames: session.inputNames,
    outputs: session.outputMetadata.map((output) => ({ name: output.name, dimensions: output.isTensor ? output.shape : [] })),
    run: async (feeds, output) => {
      const tensors: Record<string, Tensor> = {};
      for (const [name, { data, dimensions }] of Object.entries(feeds))
        tensors[name] =
          data instanceof Float32Array ? new runtime.Tensor("float32", data, dimensions) : new runtime.Tensor("int64", data, dimensions);
      const result = (await settled(session.run(tensors, [output])))[output];
      if (result === undefined || !(result.data instanceof Float32Array)) throw new Error(`the output ${output} is not float32`);
      return { data: result.data, dimensions: result.dims };
    },
    dispose: async () => {
      await Promise.allSettled(underWay);
      await session.release();
    },
  };
};
