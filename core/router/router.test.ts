import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RouteCandidate, RouteDecision, RouteFeatures, RoutePolicyPatch, RouteQuestion, RouteRuleDraft } from "./schema.ts";
import { ask, cloudModel, localModel, openTestRouter, quotes, sure, type TestRouter } from "./test-router.ts";

let test: TestRouter;
beforeAll(() => {
  test = openTestRouter();
});
beforeEach(() => test.clear());
afterAll(() => test.store.cleanup());

const llama = localModel("Llama");
const tiny = localModel("Tiny", { billionParameters: 0.5, order: null });
const gpt = cloudModel("GPT");
const everyone = [llama, gpt, quotes];
const complex = sure({ intent: "reason", complexity: "complex" });

const decide = (candidates: readonly RouteCandidate[], changes: Partial<RouteQuestion> = {}): RouteDecision =>
  test.router.decide(ask(candidates, changes));
const names = ({ chain }: RouteDecision): string[] => chain.map(({ modelName, reason }) => `${modelName}: ${reason}`);
const missing = ({ excluded }: RouteDecision): string[] => excluded.map(({ modelName, reason }) => `${modelName}: ${reason}`);
const rule = (use: RouteRuleDraft["use"], when: RouteRuleDraft["when"] = {}, enabled = true): RouteRuleDraft => ({
  name: "mine",
  enabled,
  when,
  use,
});

const needs = (changes: Partial<RouteFeatures>) => ({ features: sure(changes) });

describe("privacy", () => {
  it.each(["automatic", "order"] as const)("[R1] private content stays here: %s, chosen and ruled for the cloud", (choose) => {
    test.router.setPolicy({ choose, cloud: "always" });
    test.router.addRule(rule({ type: "model", modelId: gpt.modelId }));
    for (const chosenModelId of [null, gpt.modelId]) {
      const decision = decide(everyone, { privacy: "private", features: complex, chosenModelId });
      expect(decision.chain.map(({ place }) => place)).toEqual(["local", "extractive"]);
      expect(missing(decision)).toEqual(["GPT: private-content"]);
      expect(decision.sentence).toContain("GPT may not see private content");
    }
  });

  it("[R1] the policy never holds against choice and rule too", () => {
    test.router.setPolicy({ cloud: "never" });
    expect(missing(decide(everyone, { chosenModelId: gpt.modelId }))).toEqual(["GPT: cloud-not-allowed"]);
    test.router.addRule(rule({ type: "place", place: "cloud" }));
    expect(names(decide(everyone, { features: complex }))).toEqual(["Llama: fallback", "Quotes: only-quotes"]);
  });

  it("[R1] with nobody on this machine, private content is quoted, or nobody answers where quotes cannot", () => {
    const only = [gpt, quotes];
    expect(names(decide(only, { privacy: "private" }))).toEqual(["Quotes: only-quotes"]);
    const stuck = decide(only, { privacy: "private", features: sure({ toolsNeeded: true }) });
    expect(stuck.chain).toEqual([]);
    expect(stuck.sentence).toBe("Nobody can answer this; GPT may not see private content.");
  });
});

describe("a choice", () => {
  it("[R2] is asked first, whatever the need, with the others behind", () => {
    expect(names(decide(everyone, { chosenModelId: gpt.modelId }))).toEqual([
      "GPT: chosen-by-person",
      "Llama: fallback",
      "Quotes: only-quotes",
    ]);
    const chosen = decide([llama, tiny, quotes], { chosenModelId: tiny.modelId, features: complex });
    expect(names(chosen)[0]).toBe("Tiny: chosen-by-person");
  });

  it("[R2] that may not be asked is told with its reason, and the next one answers", () => {
    const broke = decide([llama, { ...gpt, withinBudget: false }, quotes], { chosenModelId: gpt.modelId });
    expect([names(broke)[0], missing(broke)]).toEqual(["Llama: local-is-enough", ["GPT: over-budget"]]);
    expect(broke.sentence).toBe(
      "Llama answers on this machine because it is up to this (simple question); GPT could cost more than the allowance has left.",
    );
  });

  it("[R3] of a model here keeps the request here, also when that model fails", () => {
    expect(missing(decide(everyone, { chosenModelId: llama.modelId }))).toEqual(["GPT: cloud-not-allowed"]);
    const gone = decide([{ ...llama, problem: "ModelFileMissing" }, tiny, gpt, quotes], { chosenModelId: llama.modelId });
    expect(names(gone)).toEqual(["Tiny: local-is-enough", "Quotes: only-quotes"]);
  });

  it("[R3] of quotes is quotes alone", () => {
    expect(names(decide(everyone, { chosenModelId: quotes.modelId, features: complex }))).toEqual(["Quotes: chosen-by-person"]);
  });

  it("[R5] may name a cloud model outside the order; nothing else reaches it", () => {
    const outside = cloudModel("Outside", { order: null, worstCostMicroUsd: 1 });
    expect(missing(decide([outside, gpt, quotes], { features: complex }))).toEqual(["Outside: order"]);
    expect(names(decide([outside, gpt, quotes], { chosenModelId: outside.modelId }))[0]).toBe("Outside: chosen-by-person");
    test.router.addRule(rule({ type: "model", modelId: outside.modelId }));
    expect(names(decide([outside, gpt, quotes]))[0]).toBe("Outside: rule");
  });
});

describe("rules", () => {
  it("[R4] the first enabled one that holds decides, and is named", () => {
    test.router.addRule(rule({ type: "place", place: "extractive" }, {}, false));
    test.router.addRule(rule({ type: "place", place: "extractive" }, { intents: ["code"] }));
    const deciding = test.router.addRule(rule({ type: "model", modelId: gpt.modelId }, { contains: ["tax return"] }));
    test.router.addRule(rule({ type: "place", place: "local" }));
    const decision = decide(everyone, { text: "Where is my Tax Return of 2023?" });
    expect([names(decision)[0], decision.ruleId]).toEqual(["GPT: rule", deciding.id]);
    expect(decision.sentence).toBe('GPT answers from the cloud because of your rule "mine", for at most $0.020.');
  });

  it.each<[string, RouteRuleDraft["when"], Partial<RouteQuestion>, boolean]>([
    ["intent", { intents: ["code", "act"] }, needs({ intent: "act" }), true],
    ["another intent", { intents: ["code"] }, needs({ intent: "act" }), false],
    ["complexity", { complexities: ["complex"] }, needs({ complexity: "complex" }), true],
    ["language", { languages: ["de"] }, needs({ language: "en" }), false],
    ["purpose", { purposes: ["agent"] }, { purpose: "agent" }, true],
    ["size", { minimumTokens: 201 }, needs({ inputTokens: 200 }), false],
    ["size reached", { minimumTokens: 200 }, needs({ inputTokens: 200 }), true],
    ["whole words only", { contains: ["art"] }, { text: "party started" }, false],
    ["any of several", { contains: ["x", "MÜLLER ag"] }, { text: "Angebot (Müller AG), neu" }, true],
    ["signs", { contains: ["c++"] }, { text: "in C++?" }, true],
    ["words and purpose", { contains: ["x"], purposes: ["api"] }, { text: "x", purpose: "chat" }, false],
    ["empty lists are no condition", { contains: [], intents: [] }, {}, true],
  ])("[R4] conditions: %s", (_what, when, question, holds) => {
    test.router.addRule(rule({ type: "model", modelId: gpt.modelId }, when));
    expect(decide(everyone, question).chain[0]?.reason === "rule").toBe(holds);
  });

  it("[R4] never-cloud keeps out a chosen cloud model; other rules yield to a choice", () => {
    const { id } = test.router.addRule(rule({ type: "never-cloud" }, { contains: ["secret"] }));
    const kept = decide(everyone, { text: "a secret", chosenModelId: gpt.modelId });
    expect([names(kept)[0], missing(kept), kept.ruleId]).toEqual(["Llama: local-is-enough", ["GPT: excluded-by-rule"], id]);
    test.router.addRule(rule({ type: "place", place: "extractive" }));
    expect(names(decide(everyone, { chosenModelId: gpt.modelId }))[0]).toBe("GPT: chosen-by-person");
  });

  it("[R3, R4] a place: quotes alone, this machine alone, the cloud first", () => {
    const places = ["extractive", "local", "cloud"] as const;
    const found = places.map((place) => {
      const { id } = test.router.addRule(rule({ type: "place", place }));
      const decision = names(decide(everyone));
      test.router.removeRule(id);
      return decision;
    });
    expect(found).toEqual([
      ["Quotes: rule"],
      ["Llama: rule", "Quotes: only-quotes"],
      ["GPT: rule", "Llama: fallback", "Quotes: only-quotes"],
    ]);
  });
});

describe("who cannot", () => {
  it.each<[string, Partial<RouteCandidate>, Partial<RouteFeatures>, string]>([
    ["not there", { problem: "ProviderKeyMissing" }, {}, "not-available"],
    ["tools", { callsTools: false }, { toolsNeeded: true }, "cannot-use-tools"],
    ["form", { keepsJson: false }, { jsonNeeded: true }, "cannot-keep-json"],
    ["pictures", { seesImages: false }, { imagesNeeded: true }, "cannot-see-images"],
    ["size", { contextTokens: 4096 }, { inputTokens: 3900 }, "context-too-small"],
    ["paused", { paused: true }, {}, "paused-after-failures"],
    ["money", { withinBudget: false }, {}, "over-budget"],
    ["price", { withinBudget: false, worstCostMicroUsd: null }, {}, "no-price"],
  ])("[R6] is excluded: %s", (_what, candidate, features, reason) => {
    const decision = decide([cloudModel("GPT", candidate), llama, quotes], needs(features));
    expect(decision.excluded).toContainEqual(expect.objectContaining({ modelName: "GPT", reason }));
    expect(decision.chain[0]?.modelName).toBe("Llama");
  });

  it("[R6] what was not tried is not held against a model", () => {
    expect(names(decide(everyone, needs({ toolsNeeded: true, jsonNeeded: true })))[0]).toBe("Llama: local-is-enough");
  });
});

describe("by need", () => {
  it("[R13] the cloud for want of a model here says so", () => {
    const ends = (candidates: readonly RouteCandidate[]) => decide(candidates).sentence;
    expect(ends([gpt, quotes])).toBe(
      "GPT answers from the cloud because no model on this machine is there for this (simple question), for at most $0.020.",
    );
    expect(ends([{ ...llama, contextTokens: 300 }, gpt, quotes])).toBe(
      "GPT answers from the cloud because no model on this machine may take this (simple question), for at most $0.020; Llama cannot hold a text this long.",
    );
  });

  it("[R7] what is easy stays here, what is complex goes out, within policy", () => {
    expect(names(decide(everyone))).toEqual(["Llama: local-is-enough", "GPT: fallback", "Quotes: only-quotes"]);
    expect(names(decide(everyone, { features: complex }))).toEqual(["GPT: cloud-needed", "Llama: fallback", "Quotes: only-quotes"]);
  });

  it.each<[RoutePolicyPatch, string[]]>([
    [{ cloud: "always" }, ["GPT: cloud-preferred", "Llama: fallback", "Quotes: only-quotes"]],
    [{ choose: "order" }, ["Llama: order", "GPT: fallback", "Quotes: only-quotes"]],
    [{ cloud: "never" }, ["Llama: local-is-enough", "Quotes: only-quotes"]],
  ])("[R7] policy %j", (policy, expected) => {
    test.router.setPolicy(policy);
    expect(names(decide(everyone))).toEqual(expected);
  });

  it("[R7] easier work takes the cheapest cloud model, complex work the person's order", () => {
    const cheap = cloudModel("Mini", { order: 3, worstCostMicroUsd: 900 });
    const medium = sure({ intent: "code", complexity: "medium" });
    expect(names(decide([llama, gpt, cheap, quotes], { features: medium }))[0]).toBe("Mini: cloud-needed");
    expect(names(decide([llama, gpt, cheap, quotes], { features: complex }))[0]).toBe("GPT: cloud-needed");
  });

  it("[R7] without the cloud the largest model here tries, and it is said why", () => {
    const broke = decide([tiny, llama, { ...gpt, withinBudget: false }, quotes], { features: complex });
    expect(names(broke)).toEqual(["Llama: fallback", "Tiny: fallback", "Quotes: only-quotes"]);
    expect(broke.sentence).toBe(
      "Llama answers on this machine because nobody better suited to this (complex thinking) may be asked; GPT could cost more than the allowance has left.",
    );
  });

  it.each<[Partial<RouteCandidate>, Partial<RouteFeatures>, boolean]>([
    [{ billionParameters: 0.5 }, { intent: "rewrite", complexity: "simple" }, true],
    [{ billionParameters: 0.5 }, { intent: "code", complexity: "simple" }, false],
    [{ billionParameters: 0.5 }, { intent: "rewrite", complexity: "medium" }, false],
    [{ billionParameters: 8 }, { intent: "write", complexity: "medium" }, true],
    [{ billionParameters: 8 }, { intent: "code", complexity: "medium" }, false],
    [{ billionParameters: 14 }, { intent: "code", complexity: "medium" }, true],
    [{ billionParameters: 14 }, { intent: "write", complexity: "complex" }, false],
    [{ billionParameters: 70 }, { intent: "write", complexity: "complex" }, true],
    [{ billionParameters: 70, tokensPerSecond: 3 }, { intent: "write", complexity: "complex" }, false],
    [{ billionParameters: 70, tokensPerSecond: 3 }, { intent: "write", complexity: "simple" }, true],
    [{ billionParameters: null, tokensPerSecond: null }, { intent: "write", complexity: "medium" }, true],
    [{ billionParameters: null, tokensPerSecond: null }, { intent: "act", complexity: "medium" }, false],
  ])("[R8] %j is trusted with %j: %s", (candidate, features, trusted) => {
    const decision = decide([localModel("Here", candidate), gpt, quotes], needs(features));
    expect(decision.chain[0]?.reason).toBe(trusted ? "local-is-enough" : "cloud-needed");
  });

  it("[R9] an unsure guess counts as one step harder", () => {
    const unsure = sure({ intent: "code", confidence: 0.5 });
    expect(names(decide(everyone, { features: unsure }))[0]).toBe("GPT: cloud-needed");
    expect(decide(everyone, { features: unsure }).sentence).toContain("an unsure guess counts as medium");
    test.router.setPolicy({ confidenceFloor: 0.4 });
    expect(names(decide(everyone, { features: unsure }))[0]).toBe("Llama: local-is-enough");
  });
});

describe("a conversation", () => {
  const conversationId = "conversation_1";
  const text = sure({ intent: "write", complexity: "medium" });

  it("[R10] comes back from the cloud with what is surely easy, where the cloud is for need", () => {
    test.router.remember(conversationId, gpt.modelId);
    const back = decide(everyone, { conversationId });
    expect([names(back)[0], back.movedFrom]).toEqual(["Llama: local-is-enough", gpt.modelId]);
    const unsure = decide(everyone, { conversationId, features: sure({ intent: "write", confidence: 0.5 }) });
    expect(names(unsure)[0]).toBe("GPT: same-conversation");
    test.router.setPolicy({ cloud: "always" });
    expect(names(decide(everyone, { conversationId }))[0]).toBe("GPT: cloud-preferred");
  });

  it("[R10] stays with its model, until that one is not up to the work", () => {
    const other = localModel("Other", { order: 0 });
    test.router.remember(conversationId, llama.modelId);
    const stays = decide([other, ...everyone], { conversationId });
    expect([names(stays)[0], stays.movedFrom]).toEqual(["Llama: same-conversation", null]);
    const moves = decide([other, ...everyone], { conversationId, features: complex });
    expect([names(moves)[0], moves.movedFrom]).toEqual(["GPT: cloud-needed", llama.modelId]);
    expect(moves.sentence).toContain("; Llama answered before.");
  });

  it("[R10] leaves a model that may not be asked, and says why", () => {
    test.router.remember(conversationId, gpt.modelId);
    expect(names(decide(everyone, { conversationId, features: text }))[0]).toBe("GPT: same-conversation");
    const moved = decide([llama, { ...gpt, paused: true }, quotes], { conversationId, features: text });
    expect([names(moved)[0], moved.movedFrom]).toEqual(["Llama: local-is-enough", gpt.modelId]);
    expect(moved.sentence).toContain("GPT is paused after failures");
    expect(decide(everyone, { conversationId, privacy: "private" }).sentence).toContain("GPT may not see private content");
  });

  it("[R10] is not held where the person does not want it, nor against a choice, a rule or the order", () => {
    test.router.remember(conversationId, gpt.modelId);
    expect(names(decide(everyone, { conversationId, chosenModelId: llama.modelId }))[0]).toBe("Llama: chosen-by-person");
    test.router.setPolicy({ choose: "order" });
    expect(names(decide(everyone, { conversationId }))[0]).toBe("Llama: order");
    test.router.setPolicy({ choose: "automatic", sticky: false });
    expect(names(decide(everyone, { conversationId, features: text }))[0]).toBe("Llama: local-is-enough");
    test.router.setPolicy({ sticky: true });
    test.router.addRule(rule({ type: "place", place: "local" }));
    expect(names(decide(everyone, { conversationId }))[0]).toBe("Llama: rule");
  });
});

describe("on disk", () => {
  it("[R14] policy, rules with their order, and conversations outlive a restart", () => {
    const first = test.router.addRule(rule({ type: "never-cloud" }));
    const second = test.router.addRule(rule({ type: "place", place: "cloud" }));
    test.router.setPolicy({ cloud: "always", confidenceFloor: 0.3 });
    test.router.orderRules([second.id, "rule_unknown"]);
    const changed = test.router.changeRule(first.id, rule({ type: "never-cloud" }, { contains: ["x"] }, false));
    test.router.remember("conversation_1", gpt.modelId);
    expect(changed).toEqual({ ok: true, value: { ...first, enabled: false, when: { contains: ["x"] } } });

    const again = test.reopen();
    expect(again.rules()).toEqual([second, { ...first, enabled: false, when: { contains: ["x"] } }]);
    expect(again.policy()).toEqual({ choose: "automatic", cloud: "always", confidenceFloor: 0.3, sticky: true });
    expect(again.removeRule(second.id)).toBe(true);
    expect(again.removeRule(second.id)).toBe(false);
    expect(again.decide(ask(everyone, { conversationId: "conversation_1" })).movedFrom).toBe(null);
  });

  it("[R14] an unknown rule is an error, an unreadable cloud policy is never, other fields fall back", () => {
    const draft = rule({ type: "never-cloud" });
    expect(test.router.changeRule("rule_x", draft)).toEqual({ ok: false, error: { type: "RuleNotFound", ruleId: "rule_x" } });
    const insert = test.store.database.prepare("INSERT INTO route_policy VALUES (?, ?)");
    insert.run("cloud", '"sometimes"');
    insert.run("sticky", "nonsense");
    expect(test.reopen().policy()).toEqual({ choose: "automatic", cloud: "never", confidenceFloor: 0.6, sticky: true });
  });
});
