import { expect, it } from "vitest";
import type { Passage } from "#core/memory/schema";
import { passageParts } from "./passage-parts.ts";

const passage = { text: "Before. Moss keeps water. After.", start: 100, end: 132, chunkStart: 108, chunkEnd: 125 } as unknown as Passage;

it("marks the quote where the citation says it is", () => {
  expect(passageParts(passage, "Moss keeps water.", 108, 125)).toEqual({
    before: "Before. ",
    quote: "Moss keeps water.",
    after: " After.",
    exact: true,
  });
});

it("finds a quote that moved within the passage by its words", () => {
  expect(passageParts(passage, "After.", 0, 6)).toMatchObject({ before: "Before. Moss keeps water. ", quote: "After.", exact: true });
});

it("marks the chunk and says so when the words are gone", () => {
  expect(passageParts(passage, "Lichen.", 108, 115)).toMatchObject({ quote: "Moss keeps water.", exact: false });
});

it("marks the chunk when no quote is wanted", () => {
  expect(passageParts(passage, null, null, null)).toMatchObject({ quote: "Moss keeps water.", exact: true });
});
