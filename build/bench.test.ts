import { expect, it } from "vitest";
import { flagsOf } from "./bench.ts";

it("reads flags into options: numbers, lists, switches and words", () => {
  expect(flagsOf(["--sizes", "1000,10000", "--peers-up-to", "0", "--quick", "--collection=cranfield", "--one", "5,"])).toEqual({
    sizes: [1000, 10_000],
    peersUpTo: 0,
    quick: true,
    collection: "cranfield",
    one: [5],
  });
  expect(flagsOf([])).toEqual({});
});
