import { describe, expect, it } from "vitest";
import { draftOf, emptyRule, formOf, type RuleDraft } from "./rule-form.ts";

const rule: RuleDraft = {
  name: "Code stays here",
  enabled: false,
  when: {
    intents: ["code"],
    complexities: ["complex"],
    contains: ["pull request", "stack trace"],
    languages: ["de", "fr"],
    minimumTokens: 200,
    purposes: ["api"],
  },
  use: { type: "model", modelId: "gguf:12" },
};

describe("the form of a rule", () => {
  it.each<RuleDraft["use"]>([
    { type: "model", modelId: "provider_1" },
    { type: "place", place: "local" },
    { type: "place", place: "cloud" },
    { type: "place", place: "extractive" },
    { type: "never-cloud" },
  ])("gives back the rule it was filled from, with %j", (use) => {
    expect(draftOf(formOf({ ...rule, use }), rule).rule).toEqual({ ...rule, use });
  });

  it("keeps what it does not show: whether the rule is on, and its purposes", () => {
    expect(draftOf({ ...formOf(rule), name: "Other", minimumTokens: "" }, rule).rule).toMatchObject({
      name: "Other",
      enabled: false,
      when: { purposes: ["api"] },
    });
  });

  it("reads lists with blanks, empty parts and capitals", () => {
    const { rule: read } = draftOf({ ...emptyRule, name: " A ", contains: " tax ,, my  salary\nbonus", languages: "DE, en" });
    expect(read).toEqual({
      name: "A",
      enabled: true,
      when: { contains: ["tax", "my  salary", "bonus"], languages: ["de", "en"] },
      use: { type: "place", place: "local" },
    });
  });

  it.each([
    [{}, ["name", "when"]],
    [{ name: "A" }, ["when"]],
    [{ name: "A", contains: " , " }, ["when"]],
    [{ name: "A", minimumTokens: "many" }, ["minimumTokens"]],
    [{ contains: "tax" }, ["name"]],
  ] as const)("says of %j that %j is missing or wrong", (change, problems) => {
    expect(draftOf({ ...emptyRule, ...change }).problems).toEqual(problems);
  });
});
