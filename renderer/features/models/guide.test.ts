import { expect, it } from "vitest";
import type { Fit } from "#core/hub/schema";
import { unmeasured, type ModelInfo } from "#core/llm/schema";
import { endGuide, isGuideDone, needsModel, proposalOf } from "./guide.ts";
import type { FittedModel } from "./models-state.ts";

interface More {
  readonly kind?: "gguf" | "embedding";
  readonly parameters?: number;
  readonly sizeBytes?: number;
  readonly code?: boolean;
  readonly speed?: number;
}

const entry = (
  name: string,
  label: Fit["label"],
  { kind = "gguf", parameters = 1, sizeBytes = 1e9, code = false, speed }: More = {},
): FittedModel => ({
  model: {
    id: name,
    kind,
    name,
    publisher: "",
    description: "",
    licence: "",
    licenceUri: null,
    billionParameters: parameters,
    contextTokens: null,
    capabilities: code ? ["chat", "code"] : ["chat"],
    languages: [],
    variants: [{ id: "only", quantisation: "Q4", files: [{ name: "a", uri: "hf:a/b/a", sizeBytes, sha256: null }], aboutBytes: null }],
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
        expectedTokensPerSecond: speed ?? null,
      },
    },
  ],
  recommended: "only",
});

it.each([
  [[], null],
  [[entry("a", "wont-fit"), entry("b", "unknown")], null],
  [[entry("a", "slow", { parameters: 9 }), entry("b", "fits", { parameters: 1 }), entry("c", "fits", { parameters: 3 })], "c"],
  [[entry("a", "fits", { parameters: 3 }), entry("b", "fits", { parameters: 30, sizeBytes: 18e9 })], "a"],
  [[entry("a", "fits", { parameters: 30, sizeBytes: 18e9 }), entry("b", "fits", { parameters: 20, sizeBytes: 12e9 })], "b"],
  [[entry("a", "fits", { parameters: 3, speed: 12 }), entry("b", "fits", { parameters: 8, speed: 4 })], "a"],
  [[entry("a", "fits", { parameters: 3, speed: 5 }), entry("b", "fits", { parameters: 8, speed: 4 })], "a"],
  [[entry("a", "wont-fit"), entry("b", "slow", { parameters: 7 }), entry("c", "slow", { parameters: 4 })], "c"],
  [[entry("a", "fits", { kind: "embedding" }), entry("b", "fits", { code: true }), entry("c", "slow")], "c"],
] as const)("proposes the most able general model that runs well here and comes soon (%#)", (catalogue, name) => {
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
