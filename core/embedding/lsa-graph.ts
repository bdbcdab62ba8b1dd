import { encodeOnnxModel } from "./onnx-file.ts";
import type { LsaModel } from "./lsa-model.ts";

/** Input and output names of the model file. Row 0 of the projection is zero and pads short texts; stem `i` has row `i + 1`. */
export const lsaTensors = { ids: "term_ids", weights: "term_weights", output: "embedding" } as const;

/**
 * The model as ONNX: rows of the projection are gathered by term, weighted and summed (one matrix product), scaled to length 1.
 * Inputs [batch, terms] int64 and float32, output [batch, rank] float32. A text without known terms gives zeros.
 */
export const encodeLsaGraph = ({ projection, rank, vocabulary }: LsaModel): Uint8Array => {
  const rows = vocabulary.stems.length + 1;
  const padded = new Float32Array(rows * rank);
  padded.set(projection, rank);
  return encodeOnnxModel({
    name: "latent-semantic-analysis",
    initializers: [
      { name: "projection", dimensions: [rows, rank], data: padded },
      { name: "middle", dimensions: [1], data: BigInt64Array.of(1n) },
      { name: "tiny", dimensions: [1], data: Float32Array.of(1e-20) },
    ],
    inputs: [
      { name: lsaTensors.ids, type: "int64", dimensions: ["batch", "terms"] },
      { name: lsaTensors.weights, type: "float", dimensions: ["batch", "terms"] },
    ],
    nodes: [
      { operator: "Gather", inputs: ["projection", lsaTensors.ids], output: "rows", attributes: { axis: 0 } },
      { operator: "Unsqueeze", inputs: [lsaTensors.weights, "middle"], output: "weight_rows" },
      { operator: "MatMul", inputs: ["weight_rows", "rows"], output: "summed_rows" },
      { operator: "Squeeze", inputs: ["summed_rows", "middle"], output: "summed" },
      { operator: "Mul", inputs: ["summed", "summed"], output: "squares" },
      { operator: "ReduceSum", inputs: ["squares", "middle"], output: "length_squared", attributes: { keepdims: 1 } },
      { operator: "Max", inputs: ["length_squared", "tiny"], output: "safe_length_squared" },
      { operator: "Sqrt", inputs: ["safe_length_squared"], output: "length" },
      { operator: "Div", inputs: ["summed", "length"], output: lsaTensors.output },
    ],
    outputs: [{ name: lsaTensors.output, type: "float", dimensions: ["batch", rank] }],
  });
};
