import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { best, plain, score } from "./palette-match.ts";

const item = (...names: string[]) => ({ names: names.map(plain) });
const found = (items: readonly ReturnType<typeof item>[], query: string) => best(items, plain(query), 10).map(({ names }) => names[0]);

describe("what the palette finds", () => {
  it("starts with what begins like that, then words, then parts of words, then letters in order", () => {
    const items = [item("Cardboard"), item("Boat drain"), item("A new board"), item("Board")];
    expect(found(items, "board")).toEqual(["board", "a new board", "cardboard"]);
    expect(found(items, "bodr")).toEqual(["boat drain"]);
  });

  it("needs every word, in any order", () => {
    const items = [item("Use the dark theme"), item("Use the light theme")];
    expect(found(items, "theme dark")).toEqual(["use the dark theme"]);
    expect(found(items, "dark light")).toEqual([]);
  });

  it("knows a thing by its other names too, after those that are called so", () => {
    const items = [item("Dunkles Aussehen verwenden", "Use the dark theme"), item("Dark matter")];
    expect(found(items, "dark")).toEqual(["dark matter", "dunkles aussehen verwenden"]);
  });

  it("does not mind accents, case and punctuation", () => {
    expect(found([item("Höhere Mathematik – Übung")], "hohere ubung")).toEqual(["hohere mathematik ubung"]);
  });

  it("finds everything by any piece of its name, and nothing by what is not in it", () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.nat(), (words, pick) => {
        const name = words.join(" ");
        expect(score([name], words[pick % words.length] ?? "")).toBeGreaterThan(0);
        expect(score([name], "7")).toBe(0);
      }),
    );
  });

  it("goes through a thousand titles within a frame", () => {
    const items = Array.from({ length: 1000 }, (_value, index) => item(`Conversation ${index} about the harbour lane and its quiet hours`));
    best(items, "quiet harbour", 8);
    const startMs = performance.now();
    expect(best(items, "hours lane qt", 8)).toHaveLength(0);
    expect(best(items, "quiet lane", 8)).toHaveLength(8);
    // Measured: 1.2 to 6.6 ms for both on 2 busy cores; the rest is room for slower machines.
    expect(performance.now() - startMs).toBeLessThan(50);
  });
});
