import { describe, expect, it } from "vitest";
import { fillIn, placeholdersOf, promptParts } from "./placeholders.ts";

describe("placeholders", () => {
  it("are found once each, in their order, with the words to begin with", () => {
    expect(placeholdersOf("Write to {{ name }} in {{language:German}}. {{name}}, {{language}}!")).toEqual([
      { name: "name", usual: "" },
      { name: "language", usual: "German" },
    ]);
  });

  it("take their words from a later mention when the first has none", () => {
    expect(placeholdersOf("{{tone}} {{tone:friendly}}")).toEqual([{ name: "tone", usual: "friendly" }]);
  });

  it("are filled in everywhere, and with their usual words where nothing is given", () => {
    expect(fillIn("{{a}} and {{b:two}} and {{a}}", { a: "one" })).toBe("one and two and one");
    expect(fillIn("{{b}} {{b:two}}", {})).toBe("two two");
  });

  it("do not read what was filled in", () => {
    expect(fillIn("{{a}} {{b}}", { a: "{{b}}", b: "$& $1" })).toBe("{{b}} $& $1");
  });

  it("leave braces alone that name nothing", () => {
    for (const text of ["{{}}", "{{ }}", "{name}", "{{{a}", "{{a", "{{#each x}}"]) expect(placeholdersOf(text)).toEqual([]);
    expect(promptParts("{{#if}} x")).toEqual([{ type: "text", text: "{{#if}} x" }]);
  });

  it("take a long text without getting slow", () => {
    const startedMs = performance.now();
    expect(placeholdersOf("{{a ".repeat(5000))).toEqual([]);
    expect(performance.now() - startedMs).toBeLessThan(500);
  });
});
