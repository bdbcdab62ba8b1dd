import { expect, it } from "vitest";
import { draftOf, emptyProvider, isPaid, withPreset } from "./provider-form.ts";

it("proposes a name and an address, and never overwrites what was typed", () => {
  const ollama = withPreset(emptyProvider, "ollama");
  expect([ollama.name, ollama.baseUrl]).toEqual(["Ollama", "http://127.0.0.1:11434/v1"]);
  expect(withPreset({ ...ollama, name: "Cellar" }, "openai")).toMatchObject({ name: "Cellar", baseUrl: "" });
  expect(withPreset({ ...ollama, baseUrl: "http://10.0.0.2:11434/v1" }, "lmstudio")).toMatchObject({
    name: "LM Studio",
    baseUrl: "http://10.0.0.2:11434/v1",
  });
  expect(withPreset(ollama, "compatible")).toMatchObject({ name: "", baseUrl: "" });
});

it("says which fields stand in the way", () => {
  expect(draftOf(emptyProvider).problems).toEqual(["model", "key"]);
  expect(draftOf({ ...withPreset(emptyProvider, "compatible"), baseUrl: "ftp://x" }).problems).toEqual(["name", "model", "baseUrl"]);
  expect(draftOf({ ...withPreset(emptyProvider, "openrouter"), model: "a", key: "k", inputPrice: "1", monthly: "lots" }).problems).toEqual([
    "price",
    "monthly",
  ]);
});

it("makes a draft with nothing but what was filled in; what runs here gets no allowance", () => {
  const form = { ...withPreset(emptyProvider, "ollama"), model: " llama3 " };
  expect(draftOf(form).draft).toEqual({
    kind: "ollama",
    name: "Ollama",
    baseUrl: "http://127.0.0.1:11434/v1",
    model: "llama3",
    key: null,
    price: null,
    monthlyMicroUsd: null,
  });
});

it("gives price and monthly allowance in micro-USD", () => {
  const form = { ...emptyProvider, model: "gpt", key: "k", inputPrice: "0.25", outputPrice: "2", monthly: "7.50" };
  expect(draftOf(form).draft).toMatchObject({
    price: { inputMicroUsd: 250_000, outputMicroUsd: 2_000_000, cachedInputMicroUsd: null },
    monthlyMicroUsd: 7_500_000,
  });
  expect(draftOf({ ...form, monthly: " " }).draft).toMatchObject({ monthlyMicroUsd: null });
});

it.each([
  ["http://127.0.0.1:1234/v1", false],
  ["http://localhost/v1", false],
  ["http://[::1]:80", false],
  ["https://127.0.0.1.example.org/v1", true],
  ["https://localhost.example.org", true],
  ["https://api.example.org/v1", true],
])("a server at %s may send a bill: %s", (baseUrl, paid) => {
  expect(isPaid({ ...withPreset(emptyProvider, "compatible"), baseUrl })).toBe(paid);
});
