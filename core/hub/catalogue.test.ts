import { expect, it } from "vitest";
import list from "../../resources/models/catalogue.json" with { type: "json" };
import { parseAddress } from "./address.ts";
import { readCatalogue } from "./catalogue.ts";
import { publicHosts } from "./hosts.ts";

const models = readCatalogue();
const variants = models.flatMap((model) => model.variants.map((variant) => ({ model, variant })));

it("has models for every size of machine and for search, each once", () => {
  expect(models.filter(({ kind }) => kind === "gguf").length).toBeGreaterThanOrEqual(15);
  expect(models.filter(({ kind }) => kind === "embedding").length).toBeGreaterThanOrEqual(3);
  expect(new Set(models.map(({ id }) => id)).size).toBe(models.length);
  for (const { model } of variants) expect(new Set(model.variants.map(({ id }) => id)).size, model.id).toBe(model.variants.length);
  expect(list.asOf).toMatch(/^\d{4}-\d{2}$/);
});

it("names files at Hugging Face only, by addresses the hub accepts", () => {
  for (const { variant } of variants)
    for (const { uri } of variant.files) {
      const address = parseAddress(uri, publicHosts);
      expect(address, uri).toMatchObject({ ok: true, value: { type: "repository", revision: "main" } });
      expect(address.ok && address.value.type === "repository" && address.value.wanted, uri).not.toBe(null);
    }
});

it("knows a size for every variant, a licence with its text, and claims no checksum it was not given", () => {
  for (const { model, variant } of variants) {
    expect(variant.aboutBytes, model.id).toBeGreaterThan(10_000_000);
    expect(model.licenceUri, model.id).toMatch(/^https:\/\//);
    expect(model.contextTokens, model.id).toBeGreaterThan(0);
    for (const { sha256, sizeBytes } of variant.files) expect(sha256 === null || sizeBytes !== null, model.id).toBe(true);
  }
});

it("sizes agree with what the quantisation makes of so many numbers", () => {
  // Bits for each number, from llama.cpp's table of quantisations, with room for the vocabulary, which small models keep wider and twice.
  const bits: Record<string, readonly [number, number]> = { Q4_K_M: [4.5, 8.2], Q8_0: [8, 11.5] };
  for (const { model, variant } of variants) {
    const range = bits[variant.quantisation];
    if (range === undefined || model.billionParameters === null) continue;
    const perNumber = ((variant.aboutBytes ?? 0) * 8) / (model.billionParameters * 1e9);
    expect(perNumber, `${model.id} ${variant.id}`).toBeGreaterThan(range[0]);
    expect(perNumber, `${model.id} ${variant.id}`).toBeLessThan(range[1]);
  }
});

it("embedding models bring what our own check of such folders asks for", () => {
  for (const { model, variant } of variants)
    if (model.kind === "embedding")
      expect(
        variant.files.slice(0, 3).map(({ name }) => name),
        model.id,
      ).toEqual(["model.onnx", "tokenizer.json", "config.json"]);
});
