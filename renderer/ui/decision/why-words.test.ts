import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnsweredBy } from "#core/chat/schema";
import type { RouteDecision } from "#core/router/schema";
import { i18n, type Translate } from "../i18n.ts";
import de from "./de.json";
import en from "./en.json";
import { decisionSentence, whyAnswered } from "./why-words.ts";

const t: Translate = (key, values) => i18n.t(key, { ns: "decision", ...values });

type Step = RouteDecision["chain"][number];
const step = (modelName: string, place: Step["place"], reason: Step["reason"], worstCostMicroUsd: number | null = 0): Step => ({
  modelId: modelName.toLowerCase(),
  modelName,
  place,
  reason,
  worstCostMicroUsd,
});
const decision = (chain: readonly Step[], excluded: readonly Step[] = [], movedFrom: string | null = null): RouteDecision => ({
  features: {
    intent: "code",
    complexity: "complex",
    confidence: 0.9,
    inputTokens: 100,
    toolsNeeded: false,
    imagesNeeded: false,
    jsonNeeded: false,
    language: "de",
  },
  privacy: "open",
  chain: [...chain],
  excluded: [...excluded],
  ruleId: null,
  movedFrom,
  sentence: "The core's own sentence.",
  durationMs: 1,
});
const local = (reason: Step["reason"]) => step("Llama", "local", reason);
const cloud = (reason: Step["reason"], cost: number | null = 20_000) => step("Claude", "cloud", reason, cost);
const quotes = (reason: Step["reason"]) => step("Quotes", "extractive", reason);

beforeAll(async () => {
  i18n.addResourceBundle("en", "decision", en);
  i18n.addResourceBundle("de", "decision", de);
  await i18n.changeLanguage("de");
});
afterAll(async () => void (await i18n.changeLanguage("en")));

describe("who is asked and why", () => {
  it.each([
    [decision([local("chosen-by-person")]), "Llama antwortet auf diesem Rechner, weil es so gewählt ist."],
    [
      decision([local("local-is-enough"), quotes("only-quotes")]),
      "Llama antwortet auf diesem Rechner, denn dafür reicht es (Code, schwer).",
    ],
    [
      decision([cloud("cloud-needed"), local("fallback")]),
      "Claude antwortet aus der Cloud, denn das (Code, schwer) ist für ein Modell hier zu viel, für höchstens 0,02\u00a0$.",
    ],
    [
      decision([cloud("cloud-needed", null)], [local("context-too-small")]),
      "Claude antwortet aus der Cloud, weil kein Modell auf diesem Rechner das übernehmen darf (Code, schwer), zu unbekanntem Preis; Llama fasst einen so langen Text nicht.",
    ],
    [
      decision([cloud("cloud-needed", 0)]),
      "Claude antwortet aus der Cloud, weil dafür kein Modell auf diesem Rechner da ist (Code, schwer), ohne Kosten.",
    ],
    [decision([quotes("only-quotes")]), "Die Dokumente werden zitiert, weil es kein anderes Modell gibt."],
    [
      decision([quotes("only-quotes")], [cloud("private-content")]),
      "Die Dokumente werden zitiert, weil sonst niemand gefragt werden darf; Claude darf Privates nicht sehen.",
    ],
    [
      decision([local("local-is-enough")], [cloud("over-budget")], "claude"),
      "Llama antwortet auf diesem Rechner, denn dafür reicht es (Code, schwer); Claude könnte mehr kosten, als das Budget hergibt.",
    ],
    [decision([], [cloud("no-price")]), "Niemand kann das beantworten; Claude hat keinen bekannten Preis."],
  ])("is worded from the decision's facts (%#)", (made, words) => {
    expect(decisionSentence(made, t)).toBe(words);
  });

  it("has words for every reason there is", () => {
    const asked = Object.keys(en.reason) as Step["reason"][];
    const passedOver = Object.keys(en.passedOver) as Step["reason"][];
    const said = [
      ...asked.map((reason) => decisionSentence(decision([local(reason)]), t)),
      ...passedOver.map((reason) => decisionSentence(decision([], [cloud(reason)]), t)),
    ];
    expect(said.filter((words) => /why\.|passedOver\.|{{/.test(words))).toEqual([]);
  });

  it("in English is the core's own sentence", async () => {
    await i18n.changeLanguage("en");
    expect(decisionSentence(decision([local("order")]), t)).toBe("The core's own sentence.");
    await i18n.changeLanguage("de");
  });
});

describe("why this one answered", () => {
  const answered = (change: Partial<AnsweredBy>, made: RouteDecision | null, cache: "exact" | "similar" | null = null): AnsweredBy => ({
    modelId: "llama",
    modelName: "Llama",
    place: "local",
    why: "as stored",
    tried: [],
    account: {
      decision: made,
      costMicroUsd: 0,
      cache: cache === null ? null : { kind: cache, similarity: 1, storedAtMs: 0, savedTokens: 1, savedMicroUsd: 0, savedMs: 0 },
    } as AnsweredBy["account"],
    ...change,
  });
  it.each([
    [answered({}, decision([local("order")])), "Llama antwortet auf diesem Rechner, als erstes in der Reihenfolge, das kann."],
    [answered({}, decision([cloud("cloud-needed"), local("fallback")])), "Llama antwortet stattdessen, weil die davor nicht konnten."],
    [
      answered({ modelId: "quotes", place: "extractive" }, decision([local("order")])),
      "Die Dokumente werden zitiert, weil kein Modell antworten konnte.",
    ],
    [answered({}, decision([local("order")]), "exact"), "Dasselbe wurde schon gefragt, und die Antwort war aufgehoben."],
    [answered({}, decision([local("order")]), "similar"), "Fast dasselbe wurde schon gefragt, und die Antwort war aufgehoben."],
    [answered({ account: null }, null), "as stored"],
  ])("is said in the language spoken (%#)", (given, words) => {
    expect(whyAnswered(given, t)).toBe(words);
  });
});
