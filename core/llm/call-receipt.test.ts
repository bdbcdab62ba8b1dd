import fc from "fast-check";
import { expect, it } from "vitest";
import { countedUsage, newReceipt, saneUsage, type CallReceipt } from "./call-receipt.ts";

const most = { inputTokens: 500, outputTokens: 100 };
const accepted = (more: Partial<CallReceipt> = {}): CallReceipt => ({ ...newReceipt(), state: "accepted", ...more });
const nothing = { inputTokens: 0, outputTokens: 0 };

it("[G3] a whole answer counts what the provider says", () => {
  const usage = { inputTokens: 7, outputTokens: 3, cachedInputTokens: 2 };
  expect(countedUsage({ receipt: accepted(), usage, ended: true, delivered: "Hello", most })).toEqual(usage);
});

it("[G3] a refusal, and a call that reached nobody, count nothing", () => {
  for (const state of ["refused", "unsent"] as const)
    expect(countedUsage({ receipt: accepted({ state }), usage: nothing, ended: false, delivered: "", most })).toEqual(nothing);
});

it("[G3] an answer that was cut counts every byte sent and received, and the longest answer when thoughts may be unseen", () => {
  const cut = { usage: nothing, ended: false, delivered: "wörld", most };
  expect(countedUsage({ ...cut, receipt: accepted() })).toEqual({ inputTokens: 500, outputTokens: 6 });
  expect(countedUsage({ ...cut, receipt: accepted({ hiddenBytes: 30 }) })).toEqual({ inputTokens: 500, outputTokens: 36 });
  expect(countedUsage({ ...cut, receipt: accepted({ thinksUnseen: true }) })).toEqual({ inputTokens: 500, outputTokens: 100 });
  expect(countedUsage({ ...cut, delivered: "", receipt: accepted() })).toEqual({ inputTokens: 500, outputTokens: 100 });
  expect(countedUsage({ ...cut, usage: { inputTokens: 41, outputTokens: 1 }, receipt: accepted() })).toEqual({
    inputTokens: 41,
    outputTokens: 6,
  });
});

it("[G3] an answer that ended without a count counts as if it had been cut", () => {
  expect(countedUsage({ receipt: accepted(), usage: nothing, ended: true, delivered: "Hello", most })).toEqual({
    inputTokens: 500,
    outputTokens: 5,
  });
});

it("[G3] without the provider's word no call counts more than was held for it, nor less than was received", () => {
  fc.assert(
    fc.property(fc.boolean(), fc.boolean(), fc.string({ maxLength: 80 }), fc.nat(60), (ended, thinksUnseen, delivered, hiddenBytes) => {
      const counted = countedUsage({ receipt: accepted({ thinksUnseen, hiddenBytes }), usage: nothing, ended, delivered, most });
      expect(counted.inputTokens).toBe(most.inputTokens);
      expect(counted.outputTokens).toBeLessThanOrEqual(most.outputTokens);
      if (delivered !== "") expect(counted.outputTokens).toBeGreaterThanOrEqual(Math.min(Buffer.byteLength(delivered), most.outputTokens));
    }),
    { numRuns: 200 },
  );
});

it("counts that are no counts become none", () => {
  expect(saneUsage({ inputTokens: Number.NaN, outputTokens: -5 })).toEqual(nothing);
  expect(saneUsage({ inputTokens: Infinity, outputTokens: 1.2, cachedInputTokens: Number("x") })).toEqual({
    inputTokens: 0,
    outputTokens: 2,
    cachedInputTokens: 0,
  });
});
