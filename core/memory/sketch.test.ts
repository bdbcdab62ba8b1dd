import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { groupSketches } from "./sketch-groups.ts";
import { likeness, nearDuplicateShare, shinglesOf, sketchOf } from "./sketch.ts";

const folder = join(import.meta.dirname, "../testing/files/documents");
const names = [
  "sources/insurance-letter.md",
  "sources/invoice.md",
  "sources/lease-contract.md",
  "sources/product-manual.md",
  "sources/travel-plan.md",
  "meeting-notes.md",
  "recipe.txt",
];
const texts = names.map((name) => readFileSync(join(folder, name), "utf8"));

/** The same numbers on every machine. */
const createRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};

/** Other words in the place of this share of them, one by one. */
const withOtherWords = (text: string, share: number, random: () => number): string =>
  text.replaceAll(/[\p{L}\p{N}]+/gu, (word) => (random() < share ? `other${Math.floor(random() * 1e6)}` : word));
const lines = (text: string): string[] => text.split("\n");
const withoutStretch = (text: string, share: number, random: () => number): string => {
  const words = text.split(/(?<=\s)/);
  const start = Math.floor(random() * words.length * (1 - share));
  return [...words.slice(0, start), ...words.slice(start + Math.ceil(words.length * share))].join("");
};
const withStretch = (text: string, other: string, share: number, random: () => number): string => {
  const words = text.split(/(?<=\s)/);
  const at = Math.floor(random() * words.length);
  return [
    ...words.slice(0, at),
    other
      .split(/(?<=\s)/)
      .slice(0, Math.floor(words.length * share))
      .join(""),
    ...words.slice(at),
  ].join(" ");
};

/** What people do to a document they go on with: a word here and there, a paragraph more or less, another layout. */
const edits = (text: string, other: string, random: () => number): readonly string[] => [
  withOtherWords(text, 0.01, random),
  withOtherWords(text, 0.03, random),
  withoutStretch(text, 0.05, random),
  withoutStretch(text, 0.1, random),
  withStretch(text, other, 0.1, random),
  withOtherWords(withoutStretch(text, 0.05, random), 0.01, random),
  text.toUpperCase().replaceAll(/[ \t]+/g, "  "),
  text.replaceAll(/[*#|_-]+/g, " ").replaceAll("\n", " "),
];
/** What is another document: a form filled in anew, a text rewritten, a half of it with something else, an excerpt. */
const others = (text: string, other: string, random: () => number): readonly string[] => [
  withOtherWords(text, 0.15, random),
  withOtherWords(text, 0.25, random),
  withoutStretch(text, 0.5, random),
  withStretch(withoutStretch(text, 0.4, random), other, 0.4, random),
  lines(text)
    .filter((line) => line.trim() !== "")
    .filter((_, index) => index % 2 === 0)
    .join("\n"),
];

/** How alike each text is to its edits, and to what is another document. */
const measured = () => {
  const [near, far]: [number[], number[]] = [[], []];
  for (const [index, text] of texts.entries())
    for (let seed = 1; seed <= 6; seed += 1) {
      const random = createRandom(seed * 97 + index);
      const other = texts[(index + 1 + (seed % (texts.length - 1))) % texts.length] ?? "";
      const own = sketchOf(text).hashes;
      const like = (changed: string): number => likeness(own, sketchOf(changed).hashes);
      near.push(...edits(text, other, random).map(like));
      far.push(...[...others(text, other, random), other].map(like));
    }
  return (share: number) => {
    const [found, wrong] = [near, far].map((shares) => shares.filter((value) => value >= share).length);
    return { precision: (found ?? 0) / ((found ?? 0) + (wrong ?? 0)), recall: (found ?? 0) / near.length };
  };
};

it("[M26] finds what was edited and leaves alone what is another text, on generated edits of the fixtures", () => {
  const at = measured();
  expect(at(nearDuplicateShare).precision).toBe(1);
  expect(at(nearDuplicateShare).recall).toBeGreaterThan(0.985);
  // Lower takes rewritten forms for copies, higher loses what was merely edited.
  expect(at(0.5).precision).toBeLessThan(0.9);
  expect(at(0.9).recall).toBeLessThan(0.7);
});

it("[M26] the estimate is near the true share", () => {
  const random = createRandom(5);
  for (const text of texts) {
    const edit = withOtherWords(text, 0.05, random);
    const [one, other] = [shinglesOf(text), shinglesOf(edit)];
    const common = [...one].filter((shingle) => other.has(shingle)).length;
    const share = common / (one.size + other.size - common);
    expect(Math.abs(likeness(sketchOf(text).hashes, sketchOf(edit).hashes) - share)).toBeLessThan(0.13);
  }
});

it("[M26] the same text in another layout has the same sum; another sign has not", () => {
  const sum = (text: string) => sketchOf(text).textSha256.toString("hex");
  expect(sum("The boiler \n is serviced.")).toBe(sum(" The  boiler is serviced. "));
  expect(sum("It is -5 degrees.")).not.toBe(sum("It is 5 degrees."));
});

it("[M26] groups copies and edits, and nothing else", () => {
  const random = createRandom(11);
  const all = texts.flatMap((text) => [text, withOtherWords(text, 0.01, random), text]);
  expect(groupSketches(all.map(sketchOf))).toEqual(texts.map((_, index) => [3 * index, 3 * index + 1, 3 * index + 2]));
  expect(groupSketches(texts.map(sketchOf))).toEqual([]);
});

it("[M26] 20,000 documents are grouped in a moment", () => {
  const random = createRandom(3);
  const hashes = () => Uint32Array.from({ length: 120 }, () => Math.floor(random() * 2 ** 32));
  const sketches = Array.from({ length: 20_000 }, (_, index) => ({ textSha256: Buffer.from(String(index)), hashes: hashes() }));
  const copies = sketches.slice(0, 500).map(({ hashes: same }, index) => ({ textSha256: Buffer.from(`copy${index}`), hashes: same }));
  const startedMs = performance.now();
  expect(groupSketches([...sketches, ...copies])).toHaveLength(500);
  expect(performance.now() - startedMs).toBeLessThan(5000);
});
