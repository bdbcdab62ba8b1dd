import { expect, it } from "vitest";
import { snippetParts } from "./snippet.ts";

it("tells matches from the text around them", () => {
  expect(snippetParts("of \u{E000}moss\u{E001} and \u{E000}lichen\u{E001}")).toEqual([
    { text: "of ", matched: false },
    { text: "moss", matched: true },
    { text: " and ", matched: false },
    { text: "lichen", matched: true },
  ]);
});

it("leaves a snippet without marks whole", () => {
  expect(snippetParts("plain")).toEqual([{ text: "plain", matched: false }]);
});

it("marks up to the end when the closing mark was cut off", () => {
  expect(snippetParts("a \u{E000}mo")).toEqual([
    { text: "a ", matched: false },
    { text: "mo", matched: true },
  ]);
});
