import { expect, it } from "vitest";
import { barShares, isNearlyUsed } from "./allowance-words.ts";

it.each([
  [
    { amount: 100, spent: 25, reserved: 25 },
    { spent: 0.25, held: 0.25, left: 0.5 },
  ],
  [
    { amount: 100, spent: 0, reserved: 0 },
    { spent: 0, held: 0, left: 1 },
  ],
  [
    { amount: 50, spent: 75, reserved: 25 },
    { spent: 0.75, held: 0.25, left: 0 },
  ],
  [
    { amount: 0, spent: 0, reserved: 0 },
    { spent: 0, held: 0, left: 1 },
  ],
])("the bar of %j is %j", (status, shares) => {
  expect(barShares(status)).toEqual(shares);
});

it("warns below a tenth", () => {
  expect([10, 9, 0].map((left) => isNearlyUsed({ amount: 100, left }))).toEqual([false, true, true]);
});
