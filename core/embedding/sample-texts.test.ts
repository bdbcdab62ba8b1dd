import { expect, it } from "vitest";
import { sampleTexts } from "./sample-texts.ts";

const numbers = async function* (count: number) {
  for (let index = 0; index < count; index++) yield String(index);
};

it("keeps every text of a small library, cut to a bounded length", async () => {
  expect(await sampleTexts(["b", "a", "x".repeat(20_000)])).toEqual(["b", "a", "x".repeat(10_000)]);
});

it("spreads a bounded sample over a large library, in its order, always the same", async () => {
  const sample = (await sampleTexts(numbers(20_000), undefined, 500)).map(Number);
  expect(sample.length).toBe(500);
  expect(sample).toEqual([...new Set(sample)].sort((a, b) => a - b));
  // A quarter of the sample from each quarter of the library, give or take four standard deviations.
  for (let quarter = 0; quarter < 4; quarter++) {
    const share = sample.filter((value) => Math.floor(value / 5000) === quarter).length;
    expect(Math.abs(share - 125)).toBeLessThan(40);
  }
  expect((await sampleTexts(numbers(20_000), undefined, 500)).map(Number)).toEqual(sample);
});

it("stops reading when asked", async () => {
  const controller = new AbortController();
  let read = 0;
  const endless = function* () {
    for (;;) {
      read += 1;
      if (read === 100) controller.abort();
      yield "text";
    }
  };
  await sampleTexts(endless(), controller.signal, 50);
  expect(read).toBe(100);
});
