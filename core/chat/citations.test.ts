import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { documentIdSchema } from "#core/memory/schema";
import { bindCitations, findQuote, type CitableSource } from "./citations.ts";

const documentId = documentIdSchema.parse("doc_00000000000000000000000000");
const lease = "The lease begins on 1 March. The deposit is three months’ rent, payable in\ntwo parts. Pets need the owner's consent.";
const source: CitableSource = {
  number: 1,
  chunkId: 7,
  documentId,
  path: "/home/me/lease.pdf",
  title: "Lease",
  page: 2,
  heading: "Money",
  text: lease,
  documentOffset: 500,
  isPrivate: false,
};

const quoteOf = (answer: string): string | undefined => bindCitations(answer, [source])[0]?.quote;

describe("binding an answer's markers to stored text", () => {
  it("takes the sentence a statement comes from, with its place in the document", () => {
    const start = 500 + lease.indexOf("The deposit");
    expect(bindCitations("You pay a deposit of three months rent in two parts [1].", [source])).toEqual([
      {
        number: 1,
        chunkId: 7,
        documentId,
        path: "/home/me/lease.pdf",
        title: "Lease",
        page: 2,
        heading: "Money",
        quote: "The deposit is three months’ rent, payable in\ntwo parts.",
        start,
        end: start + 56,
      },
    ]);
  });

  it("finds a quote across line ends and typographic marks, and keeps the stored letters", () => {
    expect(quoteOf("It says “deposit is three months' rent, payable in two parts” [1]")).toBe(
      "deposit is three months’ rent, payable in\ntwo parts",
    );
  });

  it("finds a block quote, with the marker in it or below it", () => {
    expect(quoteOf("Your lease says:\n\n> Pets need the owner's consent. [1]")).toBe("Pets need the owner's consent.");
    expect(quoteOf("> Pets need the owner's consent.\n\n[1]")).toBe("Pets need the owner's consent.");
  });

  it("takes the sentence before a marker that follows a full stop", () => {
    expect(quoteOf("Pets need the consent of the owner. [1]")).toBe("Pets need the owner's consent.");
  });

  it.each([
    ["a quote that was made up", "The lease says “the deposit is waived for engineers” [1]."],
    ["a statement the passage does not support", "Bananas are rich in potassium [1]."],
    ["a number that no passage has", "The deposit is three months rent [2]."],
    ["a marker without a statement", "[1]"],
  ])("binds %s to nothing", (_, answer) => {
    expect(bindCitations(answer, [source])).toEqual([]);
  });

  it("never cites anything but the stored text itself", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), (before, text) => {
        const cited = bindCitations(`${before} “${text.slice(0, 40)}” [1] ${before}[1]`, [{ ...source, text }]);
        return cited.every(({ quote, start, end }) => text.slice(start - 500, end - 500) === quote);
      }),
    );
  });

  it("finds a folded quote wherever it stands", () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[a-z]{3,20} [a-z]{3,20}$/), fc.string(), (before, quote, after) => {
        const range = findQuote(`${before} ${quote.toUpperCase()} ${after}`, quote);
        return range !== null;
      }),
    );
  });
});
