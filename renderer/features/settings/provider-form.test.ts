import { expect, it } from "vitest";
import { draftOf, emptyProvider, withKind } from "./provider-form.ts";

it("proposes a name and an address, and never overwrites what was typed", () => {
  const ollama = withKind(emptyProvider, "ollama");
  expect([ollama.name, ollama.baseUrl]).toEqual(["Ollama", "http://127.0.0.1:11434/v1"]);
  expect(withKind({ ...ollama, name: "Cellar" }, "openai")).toMatchObject({ name: "Cellar", baseUrl: "" });
});

it("says which fields stand in the way", () => {
  expect(draftOf(emptyProvider).problems).toEqual(["model", "key"]);
  expect(draftOf({ ...withKind(emptyProvider, "compatible"), baseUrl: "ftp://x" }).problems).toEqual(["name", "model", "baseUrl"]);
});

it("makes a draft with nothing but what was filled in", () => {
  const form = { ...withKind(emptyProvider, "ollama"), model: " llama3 " };
  expect(draftOf(form).draft).toEqual({ kind: "ollama", name: "Ollama", baseUrl: "http://127.0.0.1:11434/v1", model: "llama3", key: null });
});
