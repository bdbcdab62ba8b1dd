import { expect, it } from "vitest";
import { amountOf, typedAmount } from "./money.ts";

it.each([
  ["money", "5", 5_000_000],
  ["money", "$2.50", 2_500_000],
  ["money", " 2,5 ", 2_500_000],
  ["money", "0.000001", 1],
  ["money", ".5", 500_000],
  ["tokens", "1.5", 1500],
  ["time", "90", 5_400_000],
  ["money", "", null],
  ["money", "-1", null],
  ["money", "1.2.3", null],
  ["money", "1e3", null],
  ["money", "many", null],
  ["money", "99999999999999999", null],
] as const)("reads an amount of %s typed as %j", (measure, typed, amount) => {
  expect(amountOf(measure, typed)).toBe(amount);
});

it.each([
  ["money", 5_000_000, "5"],
  ["money", 2_500_000, "2.5"],
  ["tokens", 1500, "1.5"],
  ["time", 90_000, "1.5"],
] as const)("writes an amount of %s as it is typed", (measure, amount, typed) => {
  expect(typedAmount(measure, amount)).toBe(typed);
  expect(amountOf(measure, typed)).toBe(amount);
});
