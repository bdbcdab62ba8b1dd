import { expect, it } from "vitest";
import { formatMoney } from "./format.ts";

it.each([
  [0, "$0.00"],
  [1, "<$0.0001"],
  [99, "<$0.0001"],
  [100, "$0.0001"],
  [2_658, "$0.0027"],
  [10_000, "$0.01"],
  [5_000_000, "$5.00"],
])("writes %d micro-USD as %s", (microUsd, words) => {
  expect(formatMoney(microUsd)).toBe(words);
});
