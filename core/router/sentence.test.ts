import { expect, it } from "vitest";
import { dollars } from "./sentence.ts";

it.each([
  [0, "$0"],
  [1, "$0.00001"],
  [123, "$0.00013"],
  [9000, "$0.009"],
  [12_345, "$0.013"],
  [1_234_567, "$1.24"],
  [25_000_000, "$25.00"],
])("[R13] %d micro-USD is at most %s", (microUsd, words) => {
  expect(dollars(microUsd)).toBe(words);
});
