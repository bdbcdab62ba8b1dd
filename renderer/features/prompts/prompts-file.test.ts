import { expect, it } from "vitest";
import { promptSchema } from "#core/prompts/schema";
import { newAmong, promptsToText, textToPrompts } from "./prompts-file.ts";

const kept = promptSchema.parse({
  id: `prompt_${"0".repeat(26)}`,
  title: "Translate",
  keyword: "tr",
  text: "Into {{language:German}}: {{text}}",
  useCount: 4,
  lastUsedAtMs: 5,
  createdAtMs: 1,
  updatedAtMs: 2,
});

it("a file brings back what was written", () => {
  expect(textToPrompts(promptsToText([kept]))).toEqual({
    ok: true,
    value: { drafts: [{ title: kept.title, keyword: "tr", text: kept.text }], damagedCount: 0 },
  });
});

it("entries that are no prompts are counted, other files refused", () => {
  const file = {
    format: "olympus-prompts",
    version: 1,
    prompts: [{ title: "", text: "x" }, 5, { title: "A", text: "B", keyword: "a b" }, { title: "C", text: "D" }],
  };
  expect(textToPrompts(JSON.stringify(file))).toEqual({
    ok: true,
    value: { drafts: [{ title: "C", text: "D", keyword: null }], damagedCount: 3 },
  });
  for (const text of ["", "[]", "{}", '{"format":"olympus-chat"}'])
    expect(textToPrompts(text)).toEqual({ ok: false, error: "not-prompts" });
});

it("the same prompt is not brought twice, and a taken keyword is left off", () => {
  const other = { title: "Train", text: "Find a train.", keyword: "TR" };
  expect(newAmong([kept, other, other], [kept])).toEqual([{ ...other, keyword: null }]);
});
