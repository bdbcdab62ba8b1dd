import { expect, it } from "vitest";
import { createHashedEmbedder } from "#core/embedding";
import { sameQuestionAs } from "./same-question.ts";
import { foundNearMisses, heldOutNearMisses, heldOutParaphrases, nearMisses, paraphrases } from "./test-question-pairs.ts";

const allNearMisses = [...nearMisses, ...heldOutNearMisses, ...foundNearMisses];
const isSameQuestion = (left: string, right: string): boolean => sameQuestionAs(left)(right);
const isSame = ([left, right]: readonly [string, string]): boolean => isSameQuestion(left, right) || isSameQuestion(right, left);

it("[C3] of 197 near misses none is taken for the same question", () => {
  expect(allNearMisses).toHaveLength(197);
  expect(allNearMisses.filter(isSame)).toEqual([]);
});

it("[C3] about two of three paraphrases are, also of those written after the rules", () => {
  expect(paraphrases.filter(isSame).length / paraphrases.length).toBeGreaterThan(0.65);
  expect(heldOutParaphrases.filter(isSame).length / heldOutParaphrases.length).toBeGreaterThan(0.65);
});

it("[C3] it does not matter which was asked first, and a question is the same as itself", () => {
  for (const [left, right] of [...paraphrases, ...nearMisses]) {
    expect(isSameQuestion(left, right), `${left} | ${right}`).toBe(isSameQuestion(right, left));
    expect(isSameQuestion(left, left), left).toBe(true);
  }
});

it("[C3] what vectors alone would do: they cannot tell a near miss from a paraphrase", async () => {
  const embedder = createHashedEmbedder();
  const { dimensions } = embedder.model;
  const isNear = async ([left, right]: readonly [string, string]): Promise<boolean> => {
    const rows = await embedder.embed([left, right], "query");
    if (!rows.ok) throw new Error(rows.error.type);
    let product = 0;
    for (let index = 0; index < dimensions; index += 1) product += (rows.value[index] ?? 0) * (rows.value[dimensions + index] ?? 0);
    return product > 0.999;
  };
  const near = await Promise.all(nearMisses.map(isNear));
  // The reason for `sameQuestionAs`: should this ever be 0, the vectors could be trusted alone.
  expect(near.filter(Boolean).length).toBeGreaterThan(40);
});

it.each([
  "",
  "   ",
  "???",
  "the",
  "\u0000",
  "`",
  '"',
  "'s",
  "a's b's c's d's",
  "🙂",
  "x".repeat(2000),
  "'s ".repeat(600),
  `${"?!".repeat(1000)}a`,
])("[C3] any text is a question (%#)", (text) => expect(typeof isSameQuestion(text, `${text} and more`)).toBe("boolean"));
