import { expect, it } from "vitest";
import { parameterWords, speedFigure } from "./figures.ts";

const t = (key: string, values?: Record<string, unknown>) => `${String(values?.["count"])} ${key}`;

it.each([
  [70.6, "70.6 fact.billions"],
  [7.62, "7.6 fact.billions"],
  [0.1345, "135 fact.millions"],
  [0.0052, "5.2 fact.millions"],
  [0.0001, null],
  [0, null],
])("says of %d billion parameters: %s", (billions, words) => {
  expect(parameterWords(billions, t)).toBe(words);
});

it.each([
  [0.123, "0.12"],
  [4.56, "4.6"],
  [45.67, "45.7"],
  [616.6, "617"],
])("shortens %d tokens a second to %s", (speed, figure) => {
  expect(speedFigure(speed)).toBe(figure);
});
