import { expect, it } from "vitest";
import { promptSchema } from "#core/prompts/schema";
import { findPrompts } from "./find-prompts.ts";

const prompt = (index: number, title: string, keyword: string | null, text = "Do it.") =>
  promptSchema.parse({
    id: `prompt_${String(index).padStart(26, "0")}`,
    title,
    keyword,
    text,
    useCount: 0,
    lastUsedAtMs: null,
    createdAtMs: 0,
    updatedAtMs: 0,
  });
const all = [
  prompt(1, "Write a letter", null, "Summarise nothing."),
  prompt(2, "Summarise", "sum"),
  prompt(3, "Sümmary of a meeting", "meeting"),
  prompt(4, "Translate", "tr"),
];

it("shows everything as it comes while nothing is typed", () => {
  expect(findPrompts(all, " ")).toEqual(all);
});

it("puts the keyword first, then titles, then texts, whatever the case and the accents", () => {
  expect(findPrompts(all, "SUM").map(({ title }) => title)).toEqual(["Summarise", "Sümmary of a meeting", "Write a letter"]);
  expect(findPrompts(all, "tr").map(({ title }) => title)).toEqual(["Translate"]);
  expect(findPrompts(all, "nothing at all")).toEqual([]);
});
