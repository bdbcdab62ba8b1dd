import { describe, expect, it } from "vitest";
import { encodeOnnxModel } from "./onnx-file.ts";
import { openOnnxSession } from "./onnx-session.ts";
import { bytes, concat, integer, message, text } from "./protobuf.ts";

describe("protobuf fields", () => {
  it("are written as the wire format says", () => {
    expect([...concat(integer(1, 150), text(2, "testing"), message(3, integer(1, 150)))]).toEqual([
      0x08, 0x96, 0x01, 0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67, 0x1a, 0x03, 0x08, 0x96, 0x01,
    ]);
  });
  it("hold numbers beyond 32 bits, and field numbers beyond 15", () => {
    expect([...concat(integer(20, 2 ** 35 + 1))]).toEqual([0xa0, 0x01, 0x81, 0x80, 0x80, 0x80, 0x80, 0x01]);
    expect([...concat(bytes(1, new Uint8Array(200))).subarray(0, 3)]).toEqual([0x0a, 0xc8, 0x01]);
  });
});

describe("encodeOnnxModel", () => {
  it("writes a model that the runtime reads: names, free dimensions, weights, attributes", async () => {
    const model = encodeOnnxModel({
      name: "sum-of-rows",
      initializers: [{ name: "rows", dimensions: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6.5) }],
      inputs: [{ name: "ids", type: "int64", dimensions: ["batch", "count"] }],
      nodes: [
        { operator: "Gather", inputs: ["rows", "ids"], output: "picked", attributes: { axis: 0 } },
        { operator: "ReduceMax", inputs: ["picked"], output: "largest", attributes: { axes: [1], keepdims: 0 } },
      ],
      outputs: [{ name: "largest", type: "float", dimensions: ["batch", 2] }],
    });
    const session = await openOnnxSession(model);
    expect([session.inputNames, session.outputs]).toEqual([["ids"], [{ name: "largest", dimensions: ["batch", 2] }]]);
    const { data, dimensions } = await session.run({ ids: { data: BigInt64Array.of(0n, 1n, 2n, 2n), dimensions: [2, 2] } }, "largest");
    expect([[...data], dimensions]).toEqual([
      [3, 4, 5, 6.5],
      [2, 2],
    ]);
    await session.dispose();
  });
});
