import fc from "fast-check";
import { expect, it } from "vitest";
import { createBlockSplitter } from "./blocks.ts";

const raws = (text: string) =>
  createBlockSplitter()
    .update(text, false)
    .blocks.map((block) => block.raw);

const pieces = fc.constantFrom(
  "- a\n",
  "1. b\n",
  "\n",
  "text ",
  "| a | b |\n",
  "|---|---|\n",
  "```js\n",
  "```\n",
  "# h\n",
  "===\n",
  "---\n",
  "> q\n",
  "    x\n",
  "[r]: http://a.b\n",
  "$$\n",
  "<b>",
  "**",
);
const markdown = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(""));

it("splits a text into blocks that joined are the text", () => {
  fc.assert(fc.property(markdown, (text) => raws(text).join("") === text));
});

it("reads a growing text into the same blocks as the whole one", () => {
  fc.assert(
    fc.property(markdown, fc.integer({ min: 1, max: 9 }), (text, step) => {
      const splitter = createBlockSplitter();
      for (let length = step; length < text.length; length += step) splitter.update(text.slice(0, length), true);
      splitter.update(text, true);
      expect(splitter.update(text, false).blocks.map((block) => block.raw)).toEqual(raws(text));
    }),
    { numRuns: 300 },
  );
});

it("keeps finished blocks as they are while the text grows", () => {
  const splitter = createBlockSplitter();
  const before = splitter.update("one\n\ntwo\n\nthree\n\nfou", true).blocks;
  const after = splitter.update("one\n\ntwo\n\nthree\n\nfour\n\nfive", true).blocks;
  expect(after.map((block) => [block.raw, block.open])).toEqual([
    ["one\n\n", false],
    ["two\n\n", false],
    ["three\n\n", false],
    ["four\n\n", false],
    ["five", true],
  ]);
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toBe(before[1]);
});

it("starts anew when the text is another one, and forgets its link definitions", () => {
  const splitter = createBlockSplitter();
  expect(splitter.update("[x] a\n\nb\n\nc\n\n[x]: http://a.b\n\nd\n\ne\n\nf", true).links).toEqual({
    x: { href: "http://a.b", title: undefined },
  });
  const other = splitter.update("other [x]", true);
  expect(other.links).toEqual({});
  expect(other.blocks).toEqual([{ raw: "other [x]", open: true }]);
});

it("reads texts that would exhaust the lexer as plain pieces, in bounded time", () => {
  const hostile = [">".repeat(20_000), "- ".repeat(20_000), "[".repeat(200_000), `${"a\n\n".repeat(200_000)}`];
  const startMs = performance.now();
  for (const text of hostile) expect(raws(text).join("")).toBe(text);
  expect(performance.now() - startMs).toBeLessThan(3000);
});
