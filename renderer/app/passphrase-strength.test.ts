import { expect, it } from "vitest";
import { passphraseStrength } from "./passphrase-strength.ts";

it("calls what the host would refuse too short", () => {
  expect(passphraseStrength("Ab1!xyz")).toBe(0);
});

it("is not fooled by repetition", () => {
  expect(passphraseStrength("aaaaaaaaaaaaaa")).toBe(1);
});

it("is not fooled by a word said twice", () => {
  expect(passphraseStrength("marble marble marble marble")).toBe(1);
});

it.each([
  ["password12", 1],
  ["marble otter quilt", 2],
  ["marble otter quilt sixteen", 3],
  ["marble otter quilt sixteen fjord", 4],
  ["k7Qz9!vT2x_B4m", 4],
] as const)("judges %j", (passphrase, strength) => {
  expect(passphraseStrength(passphrase)).toBe(strength);
});
