import { expect, it } from "vitest";
import { passphraseStrength } from "./passphrase-strength.ts";

it("calls what the host would refuse too short", () => {
  expect(passphraseStrength("Ab1!xyz")).toBe(0);
});

it("is not fooled by repetition", () => {
  expect(passphraseStrength("aaaaaaaaaaaaaa")).toBe(1);
});

it("grows with every unrelated word", () => {
  const steps = ["marble7x", "marble otter", "marble otter quilt", "marble otter quilt sixteen fjord"].map(passphraseStrength);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps.at(-1)).toBe(4);
});
