import { expect, it } from "vitest";
import { findWords, type FindBy } from "./schema.ts";

const found = (query: string, text: string, by: FindBy = "text"): string[] =>
  findWords(query, by)(text).map(({ start, end }) => text.slice(start, end));

it("finds a text anywhere, whatever its case and accents", () => {
  expect(found("cafe", "Café, CAFE\u0301 and cafeteria")).toEqual(["Café".slice(0, 4), "CAFE\u0301", "cafe"]);
  expect(found("über", "UBER allem")).toEqual(["UBER"]);
});

it("takes any run of spaces for a space", () => {
  expect(found("basic rent", "the basic\n  rent and Basic rent")).toEqual(["basic\n  rent", "Basic rent"]);
});

it("answers places of the text as it is, also behind letters that fold to more or to fewer", () => {
  expect(findWords("rent", "text")("ﬁne 👍🏽 é rent")).toEqual([{ start: 11, end: 15 }]);
  expect(found("f", "ﬁne")).toEqual(["ﬁ"]);
});

it("finds any of several words, at the beginning of a word only", () => {
  expect(found("rent base", "The current rent, rented at the base", "words")).toEqual(["rent", "rent", "base"]);
  expect(found("ren rental", "rental", "words")).toEqual(["rental"]);
});

it("takes nothing in a query for a command", () => {
  expect(found("a.b", "aXb a.b")).toEqual(["a.b"]);
  expect(found("(c++)", "say (C++)")).toEqual(["(C++)"]);
  expect(found("-1/2", "is -1/2")).toEqual(["-1/2"]);
});

it("finds nothing for a query without anything to look for", () => {
  expect(found("   ", "a b")).toEqual([]);
  expect(found("\u0301", "é")).toEqual([]);
  expect(found("…?", "what…?", "words")).toEqual([]);
});
