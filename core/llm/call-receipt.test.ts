import { expect, it } from "vitest";
import { countedUsage, newReceipt, saneUsage, type CallReceipt } from "./call-receipt.ts";

const most = { inputTokens: 500, outputTokens: 100 };
const accepted = (more: Partial<CallReceipt> = {}): CallReceipt => ({ ...newReceipt(), state: "accepted", ...more });
const nothing = { inputTokens: 0, outputTokens: 0 };

it("[G3] a whole answer counts what the provider says", () => {
  const usage = { inputTokens: 7, outputTokens: 3, cachedInputTokens: 2 };
  expect(countedUsage({ receipt: accepted({ ended: true }), usage, delivered: true, most })).toEqual(usage);
});

it("[G3] a refusal, and a call that reached nobody, count nothing", () => {
  for (const state of ["refused", "unsent"] as const)
    expect(countedUsage({ receipt: accepted({ state }), usage: nothing, delivered: false, most })).toEqual(nothing);
});

it("[G3] an answer that was cut, or that nobody counted, counts the most it can have used", () => {
  const whole = { inputTokens: 500, outputTokens: 100 };
  expect(countedUsage({ receipt: accepted(), usage: nothing, delivered: true, most })).toEqual(whole);
  expect(countedUsage({ receipt: accepted(), usage: nothing, delivered: false, most })).toEqual(whole);
  expect(countedUsage({ receipt: accepted({ ended: true }), usage: nothing, delivered: true, most })).toEqual(whole);
  // The input is told before the answer and stands.
  expect(countedUsage({ receipt: accepted(), usage: { inputTokens: 41, outputTokens: 1 }, delivered: true, most })).toEqual({
    inputTokens: 41,
    outputTokens: 100,
  });
});

it("counts that are no counts become none", () => {
  expect(saneUsage({ inputTokens: Number.NaN, outputTokens: -5 })).toEqual(nothing);
  expect(saneUsage({ inputTokens: Infinity, outputTokens: 1.2, cachedInputTokens: Number("x") })).toEqual({
    inputTokens: 0,
    outputTokens: 2,
    cachedInputTokens: 0,
  });
});
