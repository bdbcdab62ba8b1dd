import { describe, expect, it } from "vitest";
import { threadTimeMs } from "#core/testing";
import { createNearestWords, editDistance } from "./nearest-words.ts";

describe("editDistance", () => {
  it.each([
    ["heating", "heting", 1],
    ["boundary", "boudnary", 1],
    ["pressure", "presure", 1],
    ["kitten", "sitting", 3],
    ["", "abc", 3],
    ["same", "same", 0],
  ])("of %j and %j is %i, both ways", (left, right, edits) => {
    expect([editDistance(left, right, 3), editDistance(right, left, 3)]).toEqual([edits, edits]);
  });
  it("says limit + 1 for anything beyond the limit", () => expect(editDistance("kitten", "sitting", 2)).toBe(3));
});

describe("createNearestWords", () => {
  const words = ["heat", "heating", "heaving", "pressure", "temperature", "mach", "match", "2023", "wing"];
  const near = (word: string) => createNearestWords(words)(word, 3).map(({ index, edits }) => `${words[index]} ${edits}`);

  it("finds the words with the fewest edits, and only those", () => {
    expect([near("heting"), near("temprature"), near("tempreture"), near("heaping")]).toEqual([
      ["heating 1"],
      ["temperature 1"],
      ["temperature 2"],
      ["heating 1", "heaving 1"],
    ]);
  });
  it("corrects one letter in short words, none in very short ones and none in numbers", () => {
    expect([near("hezz"), near("wng"), near("2024"), near("wings")]).toEqual([[], [], [], ["wing 1"]]);
  });
  it("looks through 50,000 words in a few milliseconds", () => {
    const many = Array.from(
      { length: 50_000 },
      (_, index) => `${"bcdfghklm"[index % 9]}a${(index * 7919).toString(26).replace(/\d/g, "e")}ing`,
    );
    const find = createNearestWords(many);
    find("warmup", 3);
    const tookMs = threadTimeMs(() => {
      for (let round = 0; round < 20; round++) find("temprature", 3);
    });
    // Ten times what it takes on a busy two-core machine.
    expect(tookMs / 20).toBeLessThan(50);
  });
});
