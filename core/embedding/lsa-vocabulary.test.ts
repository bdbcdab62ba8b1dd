import { expect, it } from "vitest";
import { buildVocabulary } from "./lsa-vocabulary.ts";

const texts = ["Boats and boat", "the boat, the sail", "sails of wine", "wine once: unique"];

it("keeps stems of two chunks or more, those in most chunks first, with their written forms", () => {
  const { vocabulary } = buildVocabulary(texts, () => {});
  expect([vocabulary.stems, vocabulary.forms]).toEqual([
    ["boat", "sail", "wine"],
    [["boats", "boat"], ["sail", "sails"], ["wine"]],
  ]);
});

it("weighs a stem by one minus the entropy of its spread", () => {
  const { vocabulary } = buildVocabulary(texts, () => {});
  // boat: 2 + 1 of 3 occurrences; sail and wine: evenly in two of four chunks, so half of the greatest entropy.
  const boat = 1 + ((2 / 3) * Math.log(2 / 3) + (1 / 3) * Math.log(1 / 3)) / Math.log(4);
  expect(vocabulary.weights).toEqual([Math.round(boat * 1e6) / 1e6, 0.5, 0.5]);
});

it("gives every chunk a row of length 1 in the terms it has", () => {
  const { matrix } = buildVocabulary(texts, () => {});
  expect([[...matrix.rowStarts], [...matrix.columns], matrix.columnCount]).toEqual([[0, 1, 3, 5, 6], [0, 0, 1, 1, 2, 2], 3]);
  const lengths = [0, 1, 2, 3].map((row) => Math.hypot(...matrix.values.subarray(matrix.rowStarts[row], matrix.rowStarts[row + 1])));
  expect(lengths.map((length) => Math.round(length * 1e6) / 1e6)).toEqual([1, 1, 1, 1]);
});
