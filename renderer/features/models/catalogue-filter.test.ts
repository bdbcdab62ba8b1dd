import { describe, expect, it } from "vitest";
import type { Fit, HubModel } from "#core/hub/schema";
import { emptyFilter, filteredCatalogue, proposedVariant, sizeOf } from "./catalogue-filter.ts";
import { fitParts } from "./fit-parts.ts";
import type { FittedModel } from "./models-state.ts";

const fit = (label: Fit["label"], change: Partial<Fit> = {}): Fit => ({
  label,
  reasons: [],
  isExact: true,
  weightsBytes: 600,
  contextBytes: 200,
  workBytes: 200,
  neededBytes: 1000,
  availableBytes: 4000,
  contextTokens: 4096,
  expectedTokensPerSecond: null,
  ...change,
});

const file = (sizeBytes: number | null) => ({ name: "a.gguf", uri: "hf:a/b/a.gguf", sizeBytes, sha256: null });

const entry = (name: string, label: Fit["label"], change: Partial<HubModel> = {}): FittedModel => ({
  model: {
    id: name,
    kind: "gguf",
    name,
    publisher: "Somebody",
    description: "Small and quick",
    licence: "apache-2.0",
    licenceUri: null,
    billionParameters: 1,
    contextTokens: 4096,
    capabilities: ["chat"],
    languages: ["en"],
    variants: [
      { id: "q4", quantisation: "Q4_K_M", files: [file(100), file(50)], aboutBytes: null },
      { id: "q8", quantisation: "Q8_0", files: [file(null)], aboutBytes: 70 },
    ],
    ...change,
  },
  fits: [{ variantId: "q4", fit: fit(label) }],
  recommended: null,
});

const catalogue = [
  entry("Alder", "fits"),
  entry("Birch", "wont-fit", { capabilities: ["chat", "code"] }),
  entry("Cedar", "fits", { kind: "embedding", capabilities: ["embedding"] }),
];
const names = (filter: Partial<typeof emptyFilter>) =>
  filteredCatalogue(catalogue, { ...emptyFilter, ...filter }).map(({ model }) => model.name);

describe("the catalogue's filter", () => {
  it("shows all, in the catalogue's order, when nothing is asked", () => {
    expect(names({})).toEqual(["Alder", "Birch", "Cedar"]);
  });

  it.each([
    [{ query: "bir" }, ["Birch"]],
    [{ query: "SOMEBODY q8_0" }, ["Alder", "Birch", "Cedar"]],
    [{ query: "alder oak" }, []],
    [{ ability: "code" as const }, ["Birch"]],
    [{ ability: "embedding" as const }, ["Cedar"]],
    [{ onlyFitting: true }, ["Alder", "Cedar"]],
    [{ onlyFitting: true, query: "birch" }, []],
  ])("%j leaves %j", (filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });

  it("proposes the recommended variant, else the first, and adds up its files, or knows about how large it is", () => {
    const alder = entry("Alder", "fits");
    expect(proposedVariant(alder)?.id).toBe("q4");
    expect(proposedVariant({ ...alder, recommended: "q8" })?.id).toBe("q8");
    expect(alder.model.variants.map(sizeOf)).toEqual([
      { sizeBytes: 150, isExact: true },
      { sizeBytes: 70, isExact: false },
    ]);
  });
});

describe("the bar of a fit", () => {
  it("is as long as the memory there is when all fits", () => {
    const { parts, limit } = fitParts(fit("fits"));
    expect(parts.map(({ share }) => share)).toEqual([0.15, 0.05, 0.05]);
    expect(limit).toBe(1);
  });

  it("is as long as what is needed when it does not, and marks where the memory ends", () => {
    const { parts, limit } = fitParts(fit("wont-fit", { availableBytes: 500 }));
    expect(parts.map(({ share }) => share)).toEqual([0.6, 0.2, 0.2]);
    expect(limit).toBe(0.5);
  });

  it("has no length to divide by when nothing is known", () => {
    const nothing = fit("unknown", { weightsBytes: 0, contextBytes: 0, workBytes: 0, neededBytes: 0, availableBytes: 0 });
    expect(fitParts(nothing)).toEqual({ parts: fitParts(nothing).parts.map((part) => ({ ...part, share: 0 })), limit: 0 });
  });
});
