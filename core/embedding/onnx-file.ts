import { bytes, concat, integer, message, text, type Field } from "./protobuf.ts";

/** Element types by their numbers in TensorProto.DataType. */
const elementTypes = { float: 1, int64: 7 } as const;
type ElementType = keyof typeof elementTypes;

export interface OnnxTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly data: Float32Array | BigInt64Array;
}

export interface OnnxNode {
  /** An operator of the standard set, version 17. */
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Whole numbers. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>> | undefined;
}

/** A model's input or output; a dimension given as text is free, and equal wherever the text is equal. */
export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly dimensions: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  /** In an order in which every node's inputs are already there. */
  readonly nodes: readonly OnnxNode[];
  readonly outputs: readonly OnnxValue[];
}

const attribute = ([name, value]: readonly [string, number | readonly number[]]): Field =>
  typeof value === "number"
    ? message(5, text(1, name), integer(3, value), integer(20, 2))
    : message(5, text(1, name), ...value.map((each) => integer(8, each)), integer(20, 7));

const node = ({ operator, inputs, output, attributes = {} }: OnnxNode): Field =>
  message(1, ...inputs.map((input) => text(1, input)), text(2, output), text(4, operator), ...Object.entries(attributes).map(attribute));

const initializer = ({ name, dimensions, data }: OnnxTensor): Field =>
  message(
    5,
    ...dimensions.map((size) => integer(1, size)),
    integer(2, elementTypes[data instanceof Float32Array ? "float" : "int64"]),
    text(8, name),
    // Raw data is little-endian, as is every machine this runs on.
    bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  );

const value = (field: number, { name, type, dimensions }: OnnxValue): Field => {
  const shape = dimensions.map((size) => message(1, typeof size === "number" ? integer(1, size) : text(2, size)));
  return message(field, text(1, name), message(2, message(1, integer(1, elementTypes[type]), message(2, ...shape))));
};

/**
 * The bytes of a model.onnx with this graph: IR version 8, standard operators 17, which every ONNX Runtime since 1.13 reads.
 * Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto. Limit: 2 GB, as for every protobuf message.
 */
export const encodeOnnxModel = ({ name, initializers, inputs, nodes, outputs }: OnnxGraph): Uint8Array =>
  concat(
    integer(1, 8),
    text(2, "olympus"),
    message(
      7,
      ...nodes.map(node),
      text(2, name),
      ...initializers.map(initializer),
      ...inputs.map((input) => value(11, input)),
      ...outputs.map((output) => value(12, output)),
    ),
    message(8, text(1, ""), integer(2, 17)),
  );
