import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { createClassifier, type PackedClassifier } from "./classifier.ts";
import { decide } from "./decide.ts";
import { routePolicySchema, type Complexity, type Intent } from "./schema.ts";
import { ask, cloudModel, localModel, quotes, sure } from "./test-router.ts";

interface Prompt {
  readonly text: string;
  readonly intent: Intent;
  readonly complexity: Complexity;
  readonly language: string;
}
const folder = join(import.meta.dirname, "../../resources/router");
const heldOut = readFileSync(join(folder, "prompts.held-out.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as Prompt);
const classify = createClassifier();
const judged = heldOut.map((prompt) => ({ prompt, found: classify(prompt.text) }));
const share = (holds: (item: (typeof judged)[number]) => boolean): number => judged.filter(holds).length / judged.length;

it("[R16] intent and complexity are right in 9 of 10 prompts that no training saw, and complex work hardly ever looks simple", () => {
  expect(heldOut.length).toBeGreaterThanOrEqual(300);
  const complexity = share(({ found, prompt }) => found.complexity === prompt.complexity);
  expect(share(({ found, prompt }) => found.intent === prompt.intent)).toBeGreaterThanOrEqual(0.9);
  expect(complexity).toBeGreaterThanOrEqual(0.9);
  expect(share(({ found, prompt }) => prompt.complexity === "complex" && found.complexity === "simple")).toBeLessThan(0.01);
  const confidence = judged.reduce((sum, { found }) => sum + found.confidence, 0) / judged.length;
  expect(Math.abs(confidence - complexity)).toBeLessThan(0.05);
});

it.each([
  ["en", "Where did I leave the keys of the cellar?"],
  ["de", "Wo habe ich die Schlüssel vom Keller hingelegt?"],
  ["fr", "Où est-ce que j'ai laissé les clés de la cave ?"],
  ["es", "¿Dónde he dejado las llaves del sótano?"],
  ["it", "Dove ho lasciato le chiavi della cantina?"],
  ["pt", "Onde é que eu deixei as chaves da cave?"],
  ["nl", "Waar heb ik de sleutels van de kelder gelaten?"],
  ["und", "Gdzie zostawiłem klucze od piwnicy?"],
  ["und", "Где ключи от подвала?"],
  ["und", "地下室の鍵はどこですか"],
  ["und", "42"],
  ["und", ""],
])("[R15] language %s: %s", (language, text) => {
  expect(classify(text).language).toBe(language);
});

it("[R15] the same text gives the same features, also when it is very long", () => {
  const long = `Summarise this. ${"The harbour was quiet and the boats lay dry. ".repeat(20_000)}`;
  expect(createClassifier()(long)).toEqual(classify(long));
  expect(classify(long).complexity).not.toBe("simple");
});

it("[R15] more than a short sentence in an unknown language is unsure, a short one is not", () => {
  const proof = "Udowodnij twierdzenie Bolzano-Weierstrassa i omów, co się psuje w przestrzeniach nieskończenie wymiarowych.";
  const design = "请设计一个分布式键值存储系统,包括复制、故障检测、一致性协议以及正确性证明。";
  for (const text of [proof, design]) expect(classify(text).confidence).toBeLessThanOrEqual(0.5);
  for (const text of ["Jaka jest stolica Peru?", "Cześć!", "秘鲁的首都?"]) expect(classify(text).confidence).toBeGreaterThan(0.7);
});

const weights = JSON.parse(readFileSync(join(folder, "classifier.json"), "utf8")) as PackedClassifier;
it.each<[string, unknown]>([
  ["nothing", null],
  ["of another version", { ...weights, featuresVersion: 99 }],
  ["cut short", { ...weights, intent: { ...weights.intent, weights: weights.intent.weights.slice(8) } }],
  ["for other questions", { ...weights, complexity: weights.language }],
])("[R15] with weights that are %s every request is an unsure one", (_what, damaged) => {
  expect(createClassifier(damaged)("Hello!")).toMatchObject({ complexity: "medium", confidence: 0 });
});

const simple = [
  "Hi Olympus, how is it going?",
  "What's the capital of Slovenia?",
  "Fix the typos: teh cat sat on teh matt",
  "Übersetze 'guten Abend' ins Französische",
  "Remind me to call Mum at six",
  "How many cups are in a litre?",
  "Gracias, eso es todo",
  "a short thank-you note for the plumber",
  "what is 14 * 12",
  "When does my lease end?",
];
const medium = [
  "Write an email to the school asking for two days off for our son, with the reason and a promise to catch up on homework.",
  "Compare a folding bike and a scooter for a commute of 8 km with regard to price, safety and weather.",
  "Write a Python script that merges all CSV files of a folder, removes duplicate rows and logs what it did, with tests.",
  "Fasse das Protokoll in sechs Stichpunkten zusammen und nenne die offenen Aufgaben: Die Sitzung begann um neun...",
  "Sort the scans in my inbox folder by sender, rename them by date and tell me which ones you could not read.",
  "Explain how vaccines train the immune system, with an example for teenagers.",
  "Rédige une annonce pour vendre notre caravane, avec les caractéristiques, l'état et le prix.",
  "Write a story of one page about a cat that guards a bakery, for children.",
  "Create a React component for a date picker with keyboard support and two tests.",
  "What do my travel notes say about the hotels in Lisbon, and which one did we like best and why?",
];
const complex = [
  "Prove that every continuous function on a compact set is uniformly continuous, then show by counterexample why compactness is needed.",
  "Design a multi-region ledger service with exactly-once processing, schema migrations without downtime, and a test plan for network partitions.",
  "Develop a five-year strategy for our regional bakery chain: market analysis, financing scenarios, risks, staffing, and criteria for stopping.",
  "Entwirf eine ausfallsichere Architektur für ein Krankenhausinformationssystem mit Mandantentrennung, Migration der Altdaten und Lasttests.",
  "Write a grant proposal for coral restoration with hypotheses, methods, statistics, budget, ethics, risks and a dissemination plan.",
  "Analyse all contracts in the archive clause by clause, reconstruct how the liability cap changed, cite every passage and flag contradictions.",
  "Implement a lock-free ring buffer in C++ with several producers, argue its memory ordering and stress test it on ARM.",
  "Évalue les conséquences fiscales et juridiques d'un transfert de siège, compare les options avec scénarios et recommande un ordre d'étapes.",
  "Plan and book a research trip of four people through five cities with visas, budgets, fallback options, and re-plan when a partner cancels.",
  "Deduce la política óptima de inventario con demanda estocástica y analiza su sensibilidad con hipótesis y escenarios distintos.",
];

const llama = localModel("Llama", { billionParameters: 8 });
const gpt = cloudModel("GPT");
const route = (text: string) =>
  decide(ask([llama, gpt, quotes], { text, features: sure({ ...classify(text), inputTokens: Math.ceil(text.length / 4) }) }), {
    policy: routePolicySchema.parse({}),
    rules: [],
    earlierModelId: null,
  });

it("[R7] ten simple prompts all stay on this machine, ten complex ones all go to the cloud when it is allowed", () => {
  expect(simple.filter((text) => route(text).chain[0]?.place !== "local")).toEqual([]);
  expect(complex.filter((text) => route(text).chain[0]?.place !== "cloud")).toEqual([]);
});

it("[R7, R13] ten medium prompts are divided, and each sentence says why", () => {
  const decisions = medium.map(route);
  const local = decisions.filter(({ chain }) => chain[0]?.place === "local");
  expect([local.length >= 3, local.length <= 7]).toEqual([true, true]);
  for (const { chain, features, sentence } of decisions) {
    expect(features.complexity).toBe("medium");
    expect(sentence).toMatch(
      chain[0]?.place === "local"
        ? /^Llama answers on this machine because it is up to this \(medium /
        : /^GPT answers from the cloud because this \(medium .* is more than a model here is trusted with, for at most \$0\.020\.$/,
    );
  }
});
