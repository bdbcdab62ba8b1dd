import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { threadTimeMs } from "#core/testing";
import { createOutline, createTextBuilder } from "./blocks.ts";
import { chunkDocument, chunkSizes } from "./chunk.ts";
import type { Block, Chunk, ParsedDocument } from "./schema.ts";

type Input = Pick<ParsedDocument, "text" | "blocks">;

const word = fc.oneof(fc.stringMatching(/^[a-zäöü]{1,12}$/), fc.constantFrom("🦊", "漢字。", "e\u0301", "U.S.", "…", "x".repeat(90)));
const prose = fc
  .array(fc.tuple(word, fc.constantFrom(" ", ". ", "\n", "", ", ", "\n\n")), { maxLength: 400 })
  .map((pairs) => pairs.flat().join(""));
const block = fc.record({
  kind: fc.constantFrom<Block["kind"]>("paragraph", "heading", "list", "table", "code"),
  text: prose,
  level: fc.integer({ min: 1, max: 4 }),
  pageStep: fc.integer({ min: 0, max: 1 }),
});
const document: fc.Arbitrary<Input> = fc.array(block, { maxLength: 12 }).map((list) => {
  const builder = createTextBuilder();
  let page = 1;
  for (const { kind, text, level, pageStep } of list) {
    page += pageStep;
    builder.add(kind, text, kind === "heading" ? { page, level } : { page });
  }
  return builder.finish();
});

const splitsPair = (text: string, at: number) => /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[at] ?? "");

describe("chunks of any document", () => {
  it("tile the text in order, stay within the maximum, split no surrogate pair and keep to one page", () => {
    fc.assert(
      fc.property(document, (input) => {
        const chunks = chunkDocument(input);
        expect(chunks.map((chunk) => chunk.text).join("")).toBe(input.text);
        let at = 0;
        for (const [index, chunk] of chunks.entries()) {
          expect(chunk.ordinal).toBe(index);
          expect(chunk.start).toBe(at);
          expect(chunk.end).toBeGreaterThan(chunk.start);
          expect(chunk.end - chunk.start).toBeLessThanOrEqual(chunkSizes.maximum);
          expect(splitsPair(input.text, chunk.end)).toBe(false);
          const pages = new Set(
            input.blocks
              .filter((candidate) => candidate.start < chunk.end && candidate.end > chunk.start)
              .map((candidate) => candidate.page),
          );
          expect(pages.size).toBeLessThanOrEqual(1);
          if (pages.size === 1) expect(pages.has(chunk.page)).toBe(true);
          at = chunk.end;
        }
        expect(at).toBe(input.text.length);
      }),
      { numRuns: 300 },
    );
  });

  it("tile text that has no blocks, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 5000 }), fc.integer({ min: 2, max: 400 }), (text, target) => {
        const chunks = chunkDocument({ text, blocks: [] }, { sectionMinimum: Math.floor(target / 4), target, maximum: target * 2 });
        expect(chunks.map((chunk) => chunk.text).join("")).toBe(text);
        expect(chunks.every((chunk) => !splitsPair(text, chunk.end))).toBe(true);
      }),
    );
  });
});

describe("where chunks end", () => {
  it("is the end of a sentence in a long paragraph", () => {
    const text = Array.from({ length: 80 }, (_, index) => `Sentence number ${index} is about the garden fence.`).join(" ");
    const chunks = chunkDocument({ text, blocks: [{ kind: "paragraph", start: 0, end: text.length, page: null, headings: [] }] });
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.slice(0, -1).filter((chunk) => !chunk.text.endsWith("fence. "))).toEqual([]);
  });

  it("is the end of a line in code and tables, even where a sentence ends inside one", () => {
    const text = Array.from({ length: 200 }, (_, index) => `row ${index} | first. second | 12`).join("\n");
    const chunks = chunkDocument({ text, blocks: [{ kind: "table", start: 0, end: text.length, page: null, headings: [] }] });
    expect(chunks.every((chunk) => chunk.text.startsWith("row "))).toBe(true);
  });

  it("is before a heading once there is enough text, and a heading never stands alone before its text", () => {
    const outline = createOutline();
    const builder = createTextBuilder(outline);
    const body = "The fence is painted every other year. ".repeat(20);
    for (const name of ["Fence", "Gate"]) {
      builder.add("heading", name, { level: 1 });
      builder.add("heading", `${name} paint`, { level: 2 });
      builder.add("paragraph", body);
    }
    const chunks = chunkDocument(builder.finish());
    expect(chunks.map((chunk) => [chunk.text.split("\n")[0], chunk.heading])).toEqual([
      ["Fence", "Fence › Fence paint"],
      ["Gate", "Gate › Gate paint"],
    ]);
  });

  it("is hard in a text without any place to cut, and the whole stays linear", () => {
    const text = "x".repeat(10_000_000);
    let chunks: readonly Chunk[] = [];
    const tookMs = threadTimeMs(() => {
      chunks = chunkDocument({ text, blocks: [{ kind: "paragraph", start: 0, end: text.length, page: null, headings: [] }] });
    });
    expect(tookMs).toBeLessThan(3000);
    expect(chunks.reduce((sum, chunk) => sum + chunk.text.length, 0)).toBe(text.length);
  });

  it("gives nothing for an empty text", () => {
    expect(chunkDocument({ text: "", blocks: [] })).toEqual([]);
  });
});
