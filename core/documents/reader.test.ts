import { cpSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { silentLog } from "#core/base";
import { createTestFolder } from "#core/testing";
import { createDocumentReader, type FileReading } from "./reader.ts";
import type { Chunk } from "./schema.ts";

const files = join(import.meta.dirname, "../testing/files/documents");
const reader = createDocumentReader({ log: silentLog });
const folder = createTestFolder();
afterAll(async () => {
  await reader.dispose();
  folder.cleanup();
});

const limitBytes = 50_000_000;
const read = async (name: string) => {
  const reading = await reader.read(join(files, name), { limitBytes });
  if (!reading.ok || reading.value.parsed === null) throw new Error(`${name}: ${JSON.stringify(reading)}`);
  return { ...reading.value.parsed, facts: reading.value as FileReading };
};
/** The chunk that holds a phrase, wherever its lines were broken. */
const chunkWith = (chunks: readonly Chunk[], phrase: string) => chunks.find((chunk) => chunk.text.replace(/\s+/g, " ").includes(phrase));
const placeOf = (chunks: readonly Chunk[], phrase: string) => {
  const chunk = chunkWith(chunks, phrase);
  return chunk === undefined ? null : [chunk.page, chunk.heading];
};
const tableIn = (parsed: Awaited<ReturnType<typeof read>>) =>
  parsed.document.blocks
    .filter((block) => block.kind === "table")
    .map((block) => parsed.document.text.slice(block.start, block.end).split("\n"));

describe("a PDF made by LibreOffice", () => {
  it("keeps the page and the heading of every passage", async () => {
    const { document, chunks } = await read("product-manual.pdf");
    expect([document.kind, document.title, document.pageCount]).toEqual(["pdf", "Aurora 300 Dishwasher", 6]);
    expect(
      [
        "Remove the blue transport lock",
        "capacitor of the pump stays charged for about four minutes",
        "Level three is right for most towns",
        "About 1.2 kilograms go in",
        "two decibels quieter",
        "vinegar makes it brittle within a year",
        "part number of the door seal is AU-3305-K",
      ].map((phrase) => placeOf(chunks, phrase)),
    ).toEqual([
      [1, "Aurora 300 Dishwasher"],
      [2, "Safety"],
      [3, "Before the first wash › Setting the water hardness"],
      [3, "Before the first wash › Filling in salt"],
      [4, "Programmes"],
      [5, "Care and cleaning"],
      [6, "When something is wrong › The dishes stay wet"],
    ]);
  });

  it("keeps table rows on lines of their own, cells that wrap included", async () => {
    const tables = tableIn(await read("product-manual.pdf"));
    expect(tables[0]).toContain("Glass | 40 degrees | 1 h 20 min | 11 litres");
    expect(tables[1]).toContain("E4 | Leak protection has closed the valve | Close the tap and call the service");
    expect(tableIn(await read("invoice.pdf"))).toEqual([
      [
        "Position | Quantity | Price | Sum",
        "Inspection and cleaning of the burner | 1 | 129.00 | 129.00",
        "Ignition electrode, part KE-22 | 2 | 18.40 | 36.80",
        "Working time, in quarter hours | 5 | 17.50 | 87.50",
        "Travel | 1 | 25.00 | 25.00",
      ],
    ]);
  });

  it("keeps a running footer once", async () => {
    const { document } = await read("product-manual.pdf");
    expect(document.text.match(/Aurora 300 user manual, page \d/g)).toEqual(["Aurora 300 user manual, page 1"]);
  });

  it("that needs a password is said to be encrypted", async () => {
    expect(await reader.read(join(files, "insurance-letter-encrypted.pdf"), { limitBytes })).toEqual({
      ok: false,
      error: { type: "FileEncrypted" },
    });
  });
});

describe("a DOCX", () => {
  it("made by pandoc keeps headings, table and numbered list", async () => {
    const parsed = await read("lease-contract.docx");
    expect([parsed.document.kind, parsed.document.title, parsed.document.pageCount]).toEqual(["docx", "Lease Contract", null]);
    expect(placeOf(parsed.chunks, "notice period is three months to the end of a month")).toEqual([
      null,
      "Lease Contract › Beginning and end",
    ]);
    expect(tableIn(parsed)[0]).toContain("Heating and hot water | 95.00 EUR | advance, settled yearly");
    expect(parsed.document.text).toContain("2. Bicycles stand in the rack in the yard");
    expect(
      parsed.document.blocks.find((block) => parsed.document.text.slice(block.start, block.end).includes("repaint"))?.headings,
    ).toEqual(["Lease Contract", "Repairs", "Painting"]);
  });

  it("made by LibreOffice keeps headings and umlauts", async () => {
    const { document, chunks } = await read("insurance-letter.docx");
    expect(document.title).toBe("Hausratversicherung: Änderung Ihres Vertrags");
    expect(placeOf(chunks, "Überschwemmung und Rückstau")?.[1]).toContain("Hausratversicherung: Änderung Ihres Vertrags ›");
  });
});

it("an HTML page made by pandoc keeps its text without navigation and styles", async () => {
  const parsed = await read("travel-plan.html");
  expect([parsed.document.kind, parsed.document.title]).toEqual(["html", "Travel plan Lisbon"]);
  expect(placeOf(parsed.chunks, "booking code is QX7LPA")).toEqual([null, "Four days in Lisbon"]);
  expect(parsed.document.text).toContain("- A day trip to Sintra & the Moorish castle");
  expect(tableIn(parsed)[0]).toContain("Lisbon to Hamburg | 20:10 | 00:25 | 21E, 21F");
  expect(parsed.document.text.match(/Getting there/g)).toHaveLength(1);
  expect(parsed.document.text).not.toContain("font-family");
});

it("Markdown keeps its text letter by letter, with headings of both kinds", async () => {
  const { document, chunks, facts } = await read("meeting-notes.md");
  expect(document.title).toBe("House meeting, spring");
  expect(createHash("sha256").update(document.text).digest("hex")).toBe(facts.sha256);
  expect(placeOf(chunks, "pressure still falls to 0.8 bar")).toEqual([null, "House meeting › Heating › Boiler"]);
  expect(document.blocks.map((block) => [block.kind, block.headings.at(-1)])).toEqual([
    ["code", undefined],
    ["heading", "House meeting"],
    ["heading", "Roof"],
    ["paragraph", "Roof"],
    ["heading", "Broadband"],
    ["paragraph", "Broadband"],
    ["table", "Broadband"],
    ["heading", "Heating"],
    ["heading", "Boiler"],
    ["paragraph", "Boiler"],
    ["code", "Boiler"],
    ["heading", "Radiators"],
    ["list", "Radiators"],
    ["heading", "Next meeting"],
    ["paragraph", "Next meeting"],
  ]);
});

it("plain text keeps underlined headings", async () => {
  const { document, chunks } = await read("recipe.txt");
  expect(document.title).toBe("Grandmother's plum cake");
  expect(placeOf(chunks, "edge is the colour of a hazelnut")).toEqual([null, "Grandmother's plum cake › Method"]);
});

it("CSV names the column of every value, quotes and line breaks in cells resolved", async () => {
  const { document } = await read("household-costs.csv");
  expect(document.text.split("\n")).toHaveLength(6);
  expect(document.text).toContain(
    'Date: 2024-01-22 | Category: Insurance | Payee: Nordstern "Household" | Amount: 131,75 | Note: yearly, contract HR 4471 0093',
  );
  expect(document.text).toContain("Note: February with parking");
});

it("source code is told apart by definition, comments kept with what they describe", async () => {
  const { document } = await read("thermostat.py");
  const block = document.blocks.find((candidate) => candidate.headings.join(".") === "Controller.may_start_pump");
  expect(document.text.slice(block?.start, block?.end)).toMatch(/^ {4}# The pump must not start[^]*return len\(recent\) < 6$/);
});

describe("what is known already", () => {
  it("is not parsed again; a changed file is", async () => {
    const path = join(folder.path, "recipe.txt");
    cpSync(join(files, "recipe.txt"), path);
    const first = await reader.read(path, { limitBytes });
    if (!first.ok) throw new Error("unreadable");
    const { sha256 } = first.value;
    expect(first.value.parsed).not.toBeNull();
    expect(await reader.read(path, { limitBytes, knownSha256: sha256 })).toEqual({ ok: true, value: { ...first.value, parsed: null } });
    writeFileSync(path, "plums only");
    const changed = await reader.read(path, { limitBytes, knownSha256: sha256 });
    expect(changed.ok && changed.value.parsed?.document.text).toBe("plums only");
    expect(changed.ok && changed.value.sha256).toBe(createHash("sha256").update("plums only").digest("hex"));
  });
});

describe("a signal", () => {
  it("that is aborted already stops a read before it starts, and the next read works", async () => {
    expect(await reader.read(join(files, "recipe.txt"), { limitBytes, signal: AbortSignal.abort() })).toEqual({
      ok: false,
      error: { type: "Aborted", by: "user" },
    });
    expect((await reader.read(join(files, "recipe.txt"), { limitBytes })).ok).toBe(true);
  });
});
