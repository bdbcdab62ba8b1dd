import { expect, it } from "vitest";
import { variantsOf, wantedVariant, type RepositoryFile } from "./variants.ts";

const file = (path: string, sizeBytes = 100): RepositoryFile => ({ path, sizeBytes, sha256: null });
const of = (...files: RepositoryFile[]) => variantsOf({ owner: "o", name: "n", revision: "c0ffee", files });
const ids = (...files: RepositoryFile[]) => of(...files).variants.map(({ id }) => id);

it("knows quantisations by the names packagers give their files", () => {
  const names = {
    "qwen2.5-0.5b-instruct-q4_k_m.gguf": "Q4_K_M",
    "Llama-3.2-1B-Instruct-IQ3_XS.gguf": "IQ3_XS",
    "gemma-3-4b-it-BF16.gguf": "BF16",
    "Phi-3-mini-4k-instruct-q4.gguf": "Q4",
    "model.Q5_K_S.gguf": "Q5_K_S",
    "Qwen3-8B-UD-Q4_K_XL.gguf": "UD-Q4_K_XL",
    "gpt-oss-20b-mxfp4.gguf": "MXFP4",
    "ggml-model-f16.gguf": "F16",
  };
  for (const [name, wanted] of Object.entries(names)) expect(of(file(name)).variants[0]?.quantisation, name).toBe(wanted);
});

it("lists builds from the smallest on, without helpers, half sets and names that do not stay in their folder", () => {
  expect(
    ids(
      file("m-Q8_0.gguf", 300),
      file("m-Q4_K_M.gguf", 100),
      file("mmproj-m-f16.gguf"),
      file("m-imatrix.gguf"),
      file("../m-Q2_K.gguf"),
      file("a/../../m-Q3_K_S.gguf"),
      file("m-Q6_K-00001-of-00002.gguf"),
      file("README.md"),
    ),
  ).toEqual(["Q4_K_M", "Q8_0"]);
});

it("keeps parts together and in order", () => {
  const { variants } = of(file("q/m-Q6_K-00002-of-00002.gguf"), file("q/m-Q6_K-00001-of-00002.gguf"));
  expect(variants.map(({ id, files }) => [id, files.map(({ name }) => name)])).toEqual([
    ["Q6_K", ["q/m-Q6_K-00001-of-00002.gguf", "q/m-Q6_K-00002-of-00002.gguf"]],
  ]);
});

it("tells builds of one quantisation apart by their files", () => {
  expect(ids(file("a-Q4_0.gguf", 1), file("b-Q4_0.gguf", 2), file("c-Q8_0.gguf", 3))).toEqual(["a-Q4_0.gguf", "b-Q4_0.gguf", "Q8_0"]);
});

it("takes an embedding model with what belongs to it, under the names the library reads", () => {
  const { kind, variants } = of(
    file("onnx/model.onnx"),
    file("onnx/model_quantized.onnx"),
    file("tokenizer.json"),
    file("config.json"),
    file("1_Pooling/config.json"),
    file("pytorch_model.bin"),
  );
  expect(kind).toBe("embedding");
  expect(variants.map(({ id, quantisation, files }) => [id, quantisation, files.map(({ name }) => name)])).toEqual([
    ["full", "F32", ["model.onnx", "tokenizer.json", "config.json", "1_Pooling/config.json"]],
    ["quantized", "QUANTIZED", ["model.onnx", "tokenizer.json", "config.json", "1_Pooling/config.json"]],
  ]);
  expect(variants[1]?.files[0]?.uri).toBe("https://huggingface.co/o/n/resolve/c0ffee/onnx/model_quantized.onnx");
  expect(of(file("onnx/model.onnx"), file("config.json")).variants).toEqual([]);
});

it("finds the variant somebody means", () => {
  const { variants } = of(file("x/m-Q4_K_M.gguf", 1), file("x/m-Q8_0.gguf", 2));
  for (const text of ["q4_k_m", "Q4_K_M", "m-Q4_K_M.gguf", "x/m-q4_k_m.gguf"])
    expect(wantedVariant(variants, text)?.id, text).toBe("Q4_K_M");
  expect(wantedVariant(variants, "4_K_M.gguf")).toBe(undefined);
  expect(wantedVariant(variants, null)).toBe(undefined);
});
