import { expect, it } from "vitest";
import type { GgufFacts } from "#core/llm";
import { fitOf, type FitQuestion } from "./fit.ts";
import { recommend } from "./recommend.ts";
import type { Fit, Hardware, HubVariant } from "./schema.ts";

const gibi = 1024 ** 3;
const mebi = 1024 ** 2;
const laptop: Hardware = {
  cores: 8,
  totalMemoryBytes: 16 * gibi,
  freeMemoryBytes: 10 * gibi,
  graphicsMemoryBytes: null,
  freeDiskBytes: 100 * gibi,
  memoryBytesPerSecond: 40e9,
};
const facts = (given: Partial<GgufFacts>): GgufFacts => ({
  architecture: "llama",
  name: null,
  contextTokens: 131_072,
  layers: null,
  width: null,
  heads: null,
  sharedHeads: null,
  keyLength: null,
  valueLength: null,
  vocabulary: 128_256,
  slidingWindow: null,
  chatTemplate: true,
  ...given,
});
const ask = (given: Partial<FitQuestion>): Fit =>
  fitOf({
    weightsBytes: 1e9,
    facts: null,
    hardware: laptop,
    measuredBytesPerSecond: null,
    downloadBytes: 0,
    contextTokens: 8192,
    ...given,
  });

// Sizes from the published config.json of each; sums as llama.cpp prints them ("KV self size") for f16 and 8,192 tokens.
it.each([
  ["Llama 3.2 1B", facts({ layers: 16, width: 2048, heads: 32, sharedHeads: [8] }), 256],
  ["Llama 3.1 8B", facts({ layers: 32, width: 4096, heads: 32, sharedHeads: [8] }), 1024],
  ["Qwen2.5 0.5B", facts({ architecture: "qwen2", layers: 24, width: 896, heads: 14, sharedHeads: [2] }), 96],
  ["Phi-3.5 mini", facts({ architecture: "phi3", layers: 32, width: 3072, heads: 32, sharedHeads: [32] }), 3072],
  [
    "Qwen3 4B, whose heads are wider than its width says",
    facts({ architecture: "qwen3", layers: 36, width: 2560, heads: 32, sharedHeads: [8], keyLength: 128, valueLength: 128 }),
    1152,
  ],
  ["a model with other heads in each layer", facts({ layers: 3, width: 1024, heads: 16, sharedHeads: [0, 8, 4] }), 24],
  // 13 layers see all 8,192 tokens, 13 a window of 4,096 and a batch of 512.
  [
    "Gemma 2 2B",
    facts({
      architecture: "gemma2",
      layers: 26,
      width: 2304,
      heads: 8,
      sharedHeads: [4],
      keyLength: 256,
      valueLength: 256,
      slidingWindow: 4096,
    }),
    416 + 234,
  ],
])("the context of %s takes what llama.cpp takes", (_, given, wantedMebi) => {
  const fit = ask({ facts: given });
  expect(fit.contextBytes / mebi).toBe(wantedMebi);
  expect(fit.isExact).toBe(true);
});

it("the sum is shown: weights, context and work make what is needed", () => {
  const fit = ask({ weightsBytes: 4_920_000_000, facts: facts({ layers: 32, width: 4096, heads: 32, sharedHeads: [8] }) });
  expect(fit).toEqual({
    label: "fits",
    reasons: [],
    isExact: true,
    weightsBytes: 4_920_000_000,
    contextBytes: gibi,
    workBytes: 512 * 8192 * 32 * 4 + 512 * 4096 * 4 * 8 + 64 * mebi,
    neededBytes: 4_920_000_000 + gibi + 512 * 8192 * 32 * 4 + 512 * 4096 * 4 * 8 + 64 * mebi,
    availableBytes: 10 * gibi,
    contextTokens: 8192,
    expectedTokensPerSecond: 5.7,
  });
});

it.each<[string, Partial<FitQuestion>, Fit["label"], Fit["reasons"]]>([
  ["small enough", { weightsBytes: 2 * gibi }, "fits", []],
  ["more than is free now, less than there is", { weightsBytes: 9 * gibi, measuredBytesPerSecond: 100e9 }, "slow", ["memory-tight"]],
  ["more than there is", { weightsBytes: 40 * gibi, measuredBytesPerSecond: 400e9 }, "wont-fit", ["memory"]],
  [
    "too large for the disk",
    { weightsBytes: gibi, downloadBytes: gibi, hardware: { ...laptop, freeDiskBytes: gibi } },
    "wont-fit",
    ["disk"],
  ],
  ["there already, on a full disk", { weightsBytes: gibi, hardware: { ...laptop, freeDiskBytes: 0 } }, "fits", []],
  ["too slow to wait for", { weightsBytes: 2 * gibi, measuredBytesPerSecond: 5e9 }, "slow", ["processor"]],
  ["of unknown size", { weightsBytes: null }, "unknown", ["size-unknown"]],
  ["on a graphics card with room", { weightsBytes: 12 * gibi, hardware: { ...laptop, graphicsMemoryBytes: 24 * gibi } }, "fits", []],
])("a model %s", (_, question, label, reasons) => {
  expect(ask({ ...question })).toMatchObject({ label, reasons });
});

it("from the size alone the guess is near what headers say", () => {
  // [bytes of Q4_K_M, exact context in MiB]
  for (const [bytes, exact] of [
    [807_694_464, 256],
    [4_920_000_000, 1024],
    [2_019_377_696, 896],
    [42_520_000_000, 2560],
  ] as const) {
    const { contextBytes, isExact } = ask({ weightsBytes: bytes });
    expect(isExact).toBe(false);
    expect(contextBytes / mebi / exact).toBeGreaterThan(0.6);
    expect(contextBytes / mebi / exact).toBeLessThan(2.5);
  }
});

it("a measured model on this machine counts more than the memory's own speed; without both nothing is promised", () => {
  expect(ask({ weightsBytes: 1e9, measuredBytesPerSecond: 12e9 }).expectedTokensPerSecond).toBe(12);
  expect(ask({ weightsBytes: 1e9 }).expectedTokensPerSecond).toBe(28);
  expect(ask({ weightsBytes: 1e9, hardware: { ...laptop, memoryBytesPerSecond: null } }).expectedTokensPerSecond).toBe(null);
});

it("the context is what was trained for, at most what the engine grants", () => {
  expect(ask({ contextTokens: undefined, facts: facts({ contextTokens: 2048 }) }).contextTokens).toBe(2048);
  expect(ask({ contextTokens: undefined, facts: facts({ contextTokens: 131_072 }) }).contextTokens).toBe(8192);
  expect(ask({ contextTokens: undefined, trainedContextTokens: 4096 }).contextTokens).toBe(4096);
});

it("recommends the usual build where it fits, a smaller one where it does not, and none where none will do", () => {
  const variant = (quantisation: string): HubVariant => ({
    id: quantisation,
    quantisation,
    aboutBytes: 1,
    files: [{ name: "x", uri: "x", sizeBytes: 1, sha256: null }],
  });
  const variants = ["Q2_K", "Q3_K_M", "Q4_K_M", "Q8_0"].map(variant);
  const fits = (...labels: Fit["label"][]) =>
    variants.map(({ id }, index) => ({ variantId: id, fit: { ...ask({}), label: labels[index] ?? "unknown" } }));
  expect(recommend(variants, fits("fits", "fits", "fits", "fits"))).toBe("Q4_K_M");
  expect(recommend(variants, fits("fits", "fits", "slow", "wont-fit"))).toBe("Q3_K_M");
  expect(recommend(variants, fits("slow", "wont-fit", "wont-fit", "wont-fit"))).toBe("Q2_K");
  expect(recommend(variants, fits("wont-fit", "wont-fit", "wont-fit", "wont-fit"))).toBe(null);
});
