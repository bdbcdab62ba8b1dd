import Sqlite from "better-sqlite3";
import { expect, it } from "vitest";
import { createLexicalIndex } from "./lexical.ts";
import { memoryMigrations } from "./migrations.ts";

/** An index of texts; chunk ids are positions from 1. */
const indexOf = (texts: readonly string[]) => {
  const database = new Sqlite(":memory:");
  for (const { up } of memoryMigrations) database.exec(up);
  const insert = database.prepare("INSERT INTO chunk_words (rowid, title, heading, text) VALUES (?, '', '', ?)");
  database.transaction(() => texts.forEach((text, index) => insert.run(index + 1, text)))();
  return createLexicalIndex(database);
};
const ids = (hits: readonly { chunkId: number }[]) => hits.map(({ chunkId }) => chunkId);
const all = () => true;

it("[M19] leaves out the words that would read too much of the index, and keeps the rare ones", () => {
  const common = Array.from({ length: 41_000 }, (_, index) => `common plain ${index % 2 === 0 ? "usual" : "normal"}`);
  const index = indexOf([...common, "common rare needle"]);
  expect(index.plan("the common rare needle").match).toBe('"rare" OR "needle"');
  expect(index.plan("normal rare usual").match).toBe('"rare" OR "normal"');
  expect(ids(index.search("common needle", 5, all))).toEqual([41_001]);
  expect(index.plan("common plain").match).toBe('"plain" AND "common"');
  expect(index.search("common plain", 5, all)).toHaveLength(5);
});

it("[M17] matches inflected words by their stem and quotes every word", () => {
  const index = indexOf(["the abilities of running servers", "a cat"]);
  expect(ids(index.search("server ability", 5, all))).toEqual([1]);
  expect(index.plan(`x" OR cat`)).toEqual({ terms: [{ word: "cat", stem: "cat" }], match: '"cat"' });
  expect(index.plan("nothing known").match).toBeNull();
});

it("[M13] goes on down the ranking until enough pass the filter", () => {
  const index = indexOf(Array.from({ length: 500 }, (_, position) => `apple ${"pad ".repeat(position % 7)}`));
  expect(ids(index.search("apple", 10, (chunkId) => chunkId > 490)).toSorted((one, other) => one - other)).toEqual([
    491, 492, 493, 494, 495, 496, 497, 498, 499, 500,
  ]);
});
