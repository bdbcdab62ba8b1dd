import { expect, it } from "vitest";
import { globMatcher } from "./glob.ts";

it.each([
  ["*.txt", ["a.txt", ".txt"], ["a/b.txt", "a.txtx", ""]],
  ["**/*.txt", ["a.txt", "a/b.txt", "a/b/c.txt"], ["a.md"]],
  ["a/**", ["a/b", "a/b/c", "a/.x"], ["a", "b/a/c", "ab/c"]],
  ["a/**/z", ["a/z", "a/b/z", "a/b/c/z"], ["a/bz", "az"]],
  ["**", ["a", "a/b", ""], []],
  ["a?c", ["abc", "a€c", "a😀c"], ["a/c", "ac"]],
  ["[a-c]x", ["ax", "cx"], ["dx", "/x"]],
  ["[!a]x", ["bx"], ["ax", "/x"]],
  ["[]]x", ["]x"], ["x"]],
  ["{a,b/{c,d}}/*.x", ["a/1.x", "b/c/1.x", "b/d/1.x"], ["b/1.x", "c/1.x"]],
  ["\\*", ["*"], ["a"]],
  ["{a", [], ["a", "{a"]],
  ["[a", ["[a"], ["a"]],
  ["a**b", ["ab", "axb"], ["a/b"]],
  ["../**", ["../x"], ["x", "a/../x"]],
])("%s", (glob, yes, no) => {
  const matches = globMatcher(glob);
  expect([yes.filter((path) => !matches(path)), no.filter((path) => matches(path))]).toEqual([[], []]);
});

it("no pattern makes it slow", () => {
  const startedMs = performance.now();
  expect(globMatcher("*a".repeat(400) + "b")("a".repeat(1000))).toBe(false);
  expect(globMatcher("**/".repeat(300) + "b")("a/".repeat(500) + "c")).toBe(false);
  expect(globMatcher("{a,b}".repeat(60))("a".repeat(60))).toBe(false);
  expect(performance.now() - startedMs).toBeLessThan(2000);
});
