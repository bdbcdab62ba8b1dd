import { expect, it } from "vitest";
import { exampleQuestions } from "./example-questions.ts";

it("asks about different documents where there are some", () => {
  expect(exampleQuestions(["Moss", "Lichen", "Fern", "Moss"]).map(({ values }) => values.title)).toEqual(["Moss", "Lichen", "Fern"]);
});

it("asks two things about the only document", () => {
  expect(exampleQuestions(["Moss"]).map(({ key }) => key)).toEqual(["about", "points"]);
});

it("asks nothing about an empty library or titles nobody would read", () => {
  expect(exampleQuestions([])).toEqual([]);
  expect(exampleQuestions([" ", "x".repeat(81)])).toEqual([]);
});
