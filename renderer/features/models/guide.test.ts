import { expect, it } from "vitest";
import type { Fit } from "#core/hub/schema";
import { unmeasured, type ModelInfo } from "#core/llm/schema";
import { endGuide, isGuideDone, needsModel, proposalOf } from "./guide.ts";
import type { FittedModel } from "./models-state.ts";

const entry = (name: string, label: Fit["label"], kind: "gguf" | "embedding" = "gguf"): FittedModel => ({
  model: {
    id: name,
    kind,
    name,
    publisher: "",
    description: "",
    licence: "",
    licenceUri: null,
    billionParameters: null,
    contextTokens: null,
    capabilities: [],
    languages: [],
    variants: [{ id: "only", quantisation: "Q4", files: [{ name: "a", uri: "hf:a/b/a", sizeBytes: 1, sha256: null }], aboutBytes: null }],
  },
  fits: [
    {
      variantId: "only",
      fit: {
        label,
        reasons: [],
        isExact: false,
        weightsBytes: 1,
        contextBytes: 1,
        workBytes: 1,
        neededBytes: 3,
        availableBytes: 5,
        contextTokens: 1,
        expectedTokensPerSecond: null,
      },
    },
  ],
  recommended: "only",
});

it.each([
  [[], null],
  [[entry("a", "wont-fit"), entry("b", "unknown")], null],
  [[entry("a", "slow"), entry("b", "fits"), entry("c", "fits")], "b"],
  [[entry("a", "wont-fit"), entry("b", "slow")], "b"],
  [[entry("a", "fits", "embedding"), entry("b", "slow")], "b"],
] as const)("proposes the first language model that runs well here (%#)", (catalogue, name) => {
  expect(proposalOf(catalogue)?.entry.model.name ?? null).toBe(name);
});

it("needs a model while there are only quotes", () => {
  const model = (place: ModelInfo["place"]) => ({ ...unmeasured, place }) as ModelInfo;
  expect([[], [model("extractive")], [model("extractive"), model("local")], [model("cloud")]].map(needsModel)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it("remembers that somebody is content with quotes", () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  expect(isGuideDone(storage)).toBe(false);
  endGuide(storage);
  expect(isGuideDone(storage)).toBe(true);
});
