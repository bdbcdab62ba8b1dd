import { describe, expect, it } from "vitest";
import { createTestPdf } from "#core/testing";
import { loadPdfEngine } from "./pdf-engine.ts";
import { linesOf, type PdfRun } from "./pdf-lines.ts";
import { parsePdf } from "./pdf.ts";

const engine = await loadPdfEngine();
type Pages = Parameters<typeof createTestPdf>[0];
const parse = async (pages: Pages) => {
  const result = await parsePdf(engine, createTestPdf(pages), "file name");
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const blocksOf = async (pages: Pages) => {
  const { text, blocks } = await parse(pages);
  return blocks.map((block) => `${block.kind}: ${text.slice(block.start, block.end)}`);
};
const run = (text: string, x: number, y: number, width = text.length * 5): PdfRun => ({ text, x, y, width, fontSize: 10, endsLine: false });

describe("runs become lines", () => {
  it("with missing spaces put back, wide gaps kept apart and overlapping letters left alone", () => {
    expect(
      linesOf([run("Rent", 0, 100), run("due", 23, 100), run("850.00", 200, 100), run("in", 0, 88), run("voice", 10, 88)]).map(
        (line) => line.text,
      ),
    ).toEqual(["Rent due\t850.00", "invoice"]);
  });

  it("with the dots of a table of contents taken for the gap they are", () => {
    expect(linesOf([run("Safety . . . . . . . . . . . 7", 0, 100)]).map((line) => line.text)).toEqual(["Safety\t7"]);
  });
});

describe("lines become blocks", () => {
  it("paragraphs are joined and parted by the gap between them", async () => {
    expect(
      await blocksOf([
        [
          { text: "The rent is due in advance,", y: 700 },
          { text: "on the third working day.", y: 686 },
          { text: "Heating is settled yearly.", y: 650 },
        ],
      ]),
    ).toEqual(["paragraph: The rent is due in advance, on the third working day.", "paragraph: Heating is settled yearly."]);
  });

  it("a hyphen at a line's end goes when the whole word is known, and stays where its halves are words", async () => {
    const text = (await parse([["The machine washes without trou-", "ble. It is a part-", "time job and part of a time of trouble."]]))
      .text;
    expect(text).toBe("The machine washes without trouble. It is a part-time job and part of a time of trouble.");
  });

  it("large short lines are headings, ranked by size; large print that goes on is one heading", async () => {
    const { blocks, title } = await parse([
      [
        { text: "Manual", size: 24, y: 780 },
        { text: "Care and", size: 16, y: 740 },
        { text: "cleaning", size: 16, y: 722 },
        { text: "Clean the filter once a month and rinse it under running water.", y: 690 },
      ],
    ]);
    expect(title).toBe("Manual");
    expect(blocks.map((block) => [block.kind, block.headings.join(" › ")])).toEqual([
      ["heading", "Manual"],
      ["heading", "Manual › Care and cleaning"],
      ["paragraph", "Manual › Care and cleaning"],
    ]);
  });

  it("running lines stay once, whether their page number counts in the middle, at the end or alone; headings of pages stay", async () => {
    const pages = Array.from({ length: 6 }, (_, page) => [
      { text: `Lease contract, page ${page + 1} of 6`, y: 810 },
      { text: `Clause ${page + 1}`, size: 16, y: 780 },
      { text: `Text ${"abcdef"[page]} of this page about the house and its rules for everybody.`, y: 740 },
      { text: `Part ${page < 3 ? "one" : "two"}: the flat ${page + 41}`, y: 40 },
      { text: String(page + 1), y: 20 },
    ]);
    const blocks = await blocksOf(pages);
    expect(blocks.filter((block) => block.includes("Lease contract"))).toEqual(["paragraph: Lease contract, page 1 of 6"]);
    expect(blocks.filter((block) => block.startsWith("heading"))).toHaveLength(6);
    expect(blocks.filter((block) => block.includes("about the house"))).toHaveLength(6);
    expect(blocks.filter((block) => block.includes("Part"))).toEqual([
      "paragraph: Part one: the flat 41",
      "paragraph: Part two: the flat 44",
    ]);
    expect(blocks.filter((block) => /^paragraph: \d$/.test(block))).toEqual([]);
  });

  it("pages without text are counted in a note", async () => {
    expect(await parse([["words here"], [], []])).toMatchObject({ pageCount: 3, notes: ["2 of 3 pages hold no text"] });
  });
});
