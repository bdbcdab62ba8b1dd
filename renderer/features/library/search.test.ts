import { expect, it } from "vitest";
import type { DocumentId, SearchHit } from "#core/memory/schema";
import { emptySearch, markWords, scoreBars, searchQuery } from "./search.ts";

const hit = (parts: Partial<SearchHit["parts"]>): SearchHit => ({
  chunkId: 1,
  documentId: "doc_00000000000000000000000001" as DocumentId,
  path: "/a",
  title: "a",
  kind: "text",
  page: null,
  heading: "",
  text: "",
  score: 1,
  isPrivate: false,
  trust: "file",
  parts: { lexical: null, lexicalRank: null, vector: null, vectorRank: null, fused: 1, diversityPenalty: 0, ...parts },
});

it("asks only when there is something to ask, and only for what was narrowed", () => {
  expect(searchQuery({ ...emptySearch, query: "  " }, 0)).toBe(null);
  expect(searchQuery({ ...emptySearch, query: " heat " }, 0)).toEqual({ query: "heat", k: 30 });
  const dayMs = 86_400_000;
  expect(searchQuery({ query: "x", kinds: ["pdf"], path: " /docs ", period: "week" }, 10 * dayMs)).toEqual({
    query: "x",
    k: 30,
    kinds: ["pdf"],
    paths: ["/docs"],
    modifiedFromMs: 3 * dayMs,
  });
});

it("draws each leg relative to the best of the answer, and takes the penalty off the whole", () => {
  const bars = scoreBars([
    hit({ lexical: 8, vector: 0.5 }),
    hit({ lexical: 4, vector: null, fused: 0.5, diversityPenalty: 0.25 }),
    hit({ lexical: null, vector: -0.1 }),
  ]);
  expect(bars).toEqual([
    { words: 0.5, meaning: 0.5, penalty: 0 },
    { words: 0.25, meaning: 0, penalty: 0.125 },
    { words: 0, meaning: 0, penalty: 0 },
  ]);
});

it("marks words by their beginning, and never lets a question be a pattern", () => {
  expect(markWords("Warranties last; warrant officers do not.", "warranty?")).toEqual([
    { text: "Warranties", marked: true },
    { text: " last; ", marked: false },
    { text: "warrant", marked: true },
    { text: " officers do not.", marked: false },
  ]);
  expect(markWords("a (b", "(((")).toEqual([{ text: "a (b", marked: false }]);
});
