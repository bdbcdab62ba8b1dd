import fc from "fast-check";
import { expect, it } from "vitest";
import { decide } from "./decide.ts";
import { complexitySchema, intentSchema, type RouteCandidate, type RouteQuestion } from "./schema.ts";

/** Whole decisions over everything a person can set and every state a model can be in. */
const places = ["local", "cloud", "extractive"] as const;
const modelIds = ["extractive", "a", "b", "c", "d", "e"] as const;

const mostly = <T>(usual: T, ...others: T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const candidate = (modelId: string): fc.Arbitrary<RouteCandidate> =>
  fc.record({
    modelId: fc.constant(modelId),
    modelName: fc.constant(`Model ${modelId}`),
    place: modelId === "extractive" ? fc.constant("extractive" as const) : fc.constantFrom("local" as const, "cloud" as const),
    problem: mostly<string | null>(null, "gone"),
    order: fc.option(fc.nat(3)),
    contextTokens: mostly(200_000, 2000, 8000),
    keepsJson: mostly<boolean | null>(null, true, false),
    callsTools: mostly<boolean | null>(null, true, false),
    seesImages: fc.boolean(),
    tokensPerSecond: fc.constantFrom(null, 1, 10, 100),
    billionParameters: fc.constantFrom(null, 0.5, 8, 70),
    worstCostMicroUsd: fc.constantFrom(null, 0, 5, 90_000),
    withinBudget: mostly(true, false),
    paused: mostly(false, true),
  });

const candidates = fc.subarray([...modelIds], { minLength: 1 }).chain((ids) => fc.tuple(...ids.map(candidate)));

const question: fc.Arbitrary<RouteQuestion> = fc.record({
  features: fc.record({
    intent: fc.constantFrom(...intentSchema.options),
    complexity: fc.constantFrom(...complexitySchema.options),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    inputTokens: fc.constantFrom(10, 5000, 100_000),
    toolsNeeded: mostly(false, true),
    imagesNeeded: mostly(false, true),
    jsonNeeded: mostly(false, true),
    language: fc.constantFrom("en", "de", "und"),
  }),
  privacy: fc.constantFrom("open" as const, "private" as const),
  purpose: fc.constantFrom("chat", "agent"),
  text: fc.constantFrom("", "a secret", "some code"),
  chosenModelId: fc.option(fc.constantFrom(...modelIds, "unknown")),
  conversationId: fc.constant(null),
  candidates,
});

const rule = fc.record({
  id: fc.integer({ min: 0, max: 9 }).map((digit) => `rule_${"0".repeat(25)}${digit}` as never),
  name: fc.constant("A rule"),
  enabled: fc.boolean(),
  when: fc.record(
    {
      intents: fc.subarray([...intentSchema.options]),
      complexities: fc.subarray([...complexitySchema.options]),
      languages: fc.subarray(["en", "de", "und"]),
      contains: fc.subarray(["secret", "code"]),
      purposes: fc.subarray(["chat", "agent"]),
      minimumTokens: fc.constantFrom(0, 1000),
    },
    { requiredKeys: [] },
  ),
  use: fc.oneof(
    fc.record({ type: fc.constant("model" as const), modelId: fc.constantFrom(...modelIds) }),
    fc.record({ type: fc.constant("place" as const), place: fc.constantFrom(...places) }),
    fc.constant({ type: "never-cloud" as const }),
  ),
});

const standing = fc.record({
  policy: fc.record({
    choose: fc.constantFrom("automatic" as const, "order" as const),
    cloud: fc.constantFrom("never" as const, "when-needed" as const, "always" as const),
    confidenceFloor: fc.double({ min: 0, max: 1, noNaN: true }),
    sticky: fc.boolean(),
  }),
  rules: fc.array(rule, { maxLength: 4 }),
  earlierModelId: fc.option(fc.constantFrom(...modelIds)),
});

const run = { numRuns: 1000, seed: 20_261_121 };

it("[R1] 1,000 generated policies with rules and choices: private content never meets a cloud model, and never means never", () => {
  let cloudSeen = 0;
  fc.assert(
    fc.property(question, standing, (asked, at) => {
      const { chain } = decide({ ...asked, privacy: "private" }, at);
      expect(chain.filter(({ place }) => place === "cloud")).toEqual([]);
      const open = decide({ ...asked, privacy: "open" }, at).chain.some(({ place }) => place === "cloud");
      if (open) cloudSeen += 1;
      expect(open && at.policy.cloud === "never").toBe(false);
    }),
    run,
  );
  // The same questions do reach the cloud when they are open; otherwise this would prove nothing.
  expect(cloudSeen).toBeGreaterThan(200);
});

it("[R11] every candidate stands once, in the chain or among the excluded; quotes last and never for tools or a form", () => {
  fc.assert(
    fc.property(question, standing, (asked, at) => {
      const { chain, excluded } = decide(asked, at);
      const ids = chain.map(({ modelId }) => modelId);
      const onlyQuotes = chain[0]?.place === "extractive";
      if (!onlyQuotes)
        expect([...ids, ...excluded.map(({ modelId }) => modelId)].toSorted()).toEqual(
          asked.candidates.map(({ modelId }) => modelId).toSorted(),
        );
      expect(new Set(ids).size).toBe(ids.length);
      const quotesAt = ids.indexOf("extractive");
      if (quotesAt !== -1) expect(quotesAt).toBe(ids.length - 1);
      if (asked.features.toolsNeeded || asked.features.jsonNeeded) expect(quotesAt).toBe(-1);
    }),
    run,
  );
});

it("[R12] the order of the candidates changes nothing", () => {
  const shuffled = question.chain((asked) =>
    fc.record({
      asked: fc.constant(asked),
      mixed: fc.shuffledSubarray([...asked.candidates], { minLength: asked.candidates.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, standing, ({ asked, mixed }, at) => {
      expect(decide({ ...asked, candidates: mixed }, at)).toEqual(decide(asked, at));
    }),
    run,
  );
});

it("[R6] whoever is asked is there, able, within every allowance and not paused", () => {
  fc.assert(
    fc.property(question, standing, (asked, at) => {
      for (const { modelId, place } of decide(asked, at).chain) {
        const found = asked.candidates.find((candidate) => candidate.modelId === modelId);
        expect(found).toMatchObject({ problem: null });
        if (place === "extractive") continue;
        expect(found).toMatchObject({ withinBudget: true, paused: false });
        expect(asked.features.toolsNeeded && found?.callsTools === false).toBe(false);
        expect(asked.features.inputTokens).toBeLessThan(found?.contextTokens ?? 0);
      }
    }),
    run,
  );
});

it("[R13] one sentence, which names the first of the chain and the most it can cost in the cloud", () => {
  fc.assert(
    fc.property(question, standing, (asked, at) => {
      const { chain, sentence } = decide(asked, at);
      const first = chain[0];
      expect(sentence).toMatch(/^[A-Z][^\n]*\.$/);
      expect(sentence).not.toMatch(/undefined|NaN|null/);
      if (first?.place === "local" || first?.place === "cloud") expect(sentence).toContain(first.modelName);
      expect(/at most \$\d|at no cost/.test(sentence)).toBe(first?.place === "cloud" && first.worstCostMicroUsd !== null);
    }),
    run,
  );
});
