import { describe, expect, it } from "vitest";
import { systemClock } from "#core/base";
import { threadTimeMs } from "#core/testing";
import { createExtractiveModel, readQuotes } from "./extractive.ts";
import { collect, languageModelConformance, textOf } from "./language-model.conformance.ts";
import { selectQuotes } from "./quote-selection.ts";
import { sentencesOf } from "./quote-sentences.ts";
import type { GenerateRequest, SourcePassage } from "./schema.ts";

const source = (number: number, title: string, heading: string, text: string): SourcePassage => ({
  number,
  chunkId: number,
  title,
  heading,
  page: null,
  text,
});

const handbook = [
  source(
    1,
    "handbook.md",
    "Warranty",
    "Every Falcon bicycle comes with a warranty. The frame is guaranteed for ten years, counted from the day of purchase. " +
      "Wearing parts such as tyres, chains\nand brake pads are excluded. Claims go to the dealer who sold the bicycle.",
  ),
  source(
    2,
    "handbook.md",
    "Returns",
    "You may return a bicycle within 30 days if it has not been ridden in rain. The refund is paid within 14 days of its arrival in our warehouse. " +
      "Dr. Maria Keller approves exceptions.",
  ),
  source(
    3,
    "faq.txt",
    "Frequently asked",
    "How heavy is the Falcon?\n\nThe Falcon Light weighs 8.4 kg, the Falcon Tour 11.2 kg.\n\nCan I park it outside?\n\nYes, but cover the saddle in winter.",
  ),
  source(
    4,
    "notes.md",
    "Service",
    "- Oil the chain every 300 km.\n- Check the brakes before every ride.\n- The first service is free and due after 500 km.\n\n| Part | Price |\n|---|---|\n| Brake pads | 24 € |\n| Chain | 39 € |",
  ),
  source(5, "history.md", "", "The company was founded in 1987 in Winterthur by two brothers. In 2004 it moved its factory to Graz."),
];

const ask = (text: string, sources: readonly SourcePassage[] = handbook): GenerateRequest => ({
  messages: [
    { role: "system", text: "…" },
    { role: "user", text },
  ],
  sources,
  maxOutputTokens: 500,
});
const model = createExtractiveModel({ clock: systemClock });
const answer = async (text: string, sources?: readonly SourcePassage[]) => textOf(await collect(model, ask(text, sources)));

languageModelConformance({
  name: "the extractive answerer",
  open: async () => createExtractiveModel({ clock: systemClock }),
  request: ask("How long is the frame guaranteed, and which parts does the warranty for the bicycle exclude?"),
  dispose: (opened) => opened.dispose(),
});

describe("the extractive answerer", () => {
  it.each([
    ["How long is the frame guaranteed?", 1, "ten years"],
    ["Which parts are excluded from the warranty?", 1, "brake pads are excluded"],
    ["Within how many days can I return a bicycle?", 2, "within 30 days"],
    ["when will the refund be paid", 2, "within 14 days"],
    ["Who approves exceptions?", 2, "Dr. Maria Keller"],
    ["How heavy is the Falcon Tour?", 3, "11.2 kg"],
    ["how much does the falcon weigh", 3, "8.4 kg"],
    ["Can I park outside?", 3, "cover the saddle"],
    ["How often should I oil the chain?", 4, "every 300 km"],
    ["When is the first service due?", 4, "500 km"],
    ["What is the price of brake pads?", 4, "24 €"],
    ["In which year was the company founded?", 5, "1987"],
    ["Where did the factory move?", 5, "Graz"],
  ])("answers “%s” from source %i", (question, number, fact) => {
    const [best] = selectQuotes(question, handbook);
    expect(best?.number).toBe(number);
    expect(best?.text).toContain(fact);
  });

  it.each([
    "What is the capital of France?",
    "How do I cook risotto?",
    "Who won the football world cup in 1998?",
    "Explain quantum entanglement",
    "What is the founder's favourite colour?",
    "How many employees does Microsoft have?",
    "Is there a vegetarian menu on board?",
    "What does the contract say about liability for data loss?",
    "Which vitamins are in broccoli?",
    "How old is the universe?",
    "Translate good morning into Japanese",
    "What is the wifi password?",
  ])("refuses “%s”", async (question) => {
    const text = await answer(question);
    expect(text).toMatch(/^Nothing in your documents answers this/);
    expect(readQuotes(text)).toEqual([]);
  });

  it("quotes letter for letter, each in a blockquote with its number", async () => {
    const text = await answer("Which parts are excluded from the warranty?");
    const quotes = readQuotes(text);
    expect(quotes.length).toBeGreaterThan(0);
    for (const { number, quote } of quotes) expect(handbook[number - 1]?.text).toContain(quote);
    expect(text).toContain("> Wearing parts such as tyres, chains\n> and brake pads are excluded. [1]");
  });

  it("gives ranges that are the quotes", () => {
    for (const { number, start, end, text } of selectQuotes("How long is the frame guaranteed and when is the refund paid?", handbook))
      expect(handbook[number - 1]?.text.slice(start, end)).toBe(text);
  });

  it("takes at most four quotes and none twice", () => {
    const copies = Array.from({ length: 8 }, (_, index) =>
      source(index + 1, "copy", "", "The frame is guaranteed for ten years, counted from purchase."),
    );
    expect(selectQuotes("How long is the frame guaranteed?", copies)).toHaveLength(1);
    const many = Array.from({ length: 8 }, (_, index) =>
      source(
        index + 1,
        "x",
        "",
        `The frame number ${index} of series ${index}${index} is guaranteed in ${"abcdefgh"[index]}land since ${1990 + index}.`,
      ),
    );
    expect(selectQuotes("Where is the frame guaranteed?", many).length).toBeLessThanOrEqual(4);
  });

  it("answers in other scripts and finds inflected words", () => {
    expect(selectQuotes("東京の人口", [source(1, "t", "", "東京の人口は約1400万人です。大阪は大きい。")])[0]?.text).toContain("1400万人");
    expect(
      selectQuotes("cancelling subscriptions", [source(1, "t", "", "A subscription can be cancelled at any time. We like tea.")]),
    ).toHaveLength(1);
  });

  it("answers what something needs from a line that does not repeat the verb", () => {
    const title = "Grandmother's plum cake";
    const text = `${title}\n\nFor one baking tray.\n\nIngredients\n\n- 500 g of flour\n- 1.5 kg of plums, halved and stoned\n- a pinch of cardamom\n`;
    const [best] = selectQuotes("How many plums does the plum cake need?", [source(1, title, title, text)]);
    expect(best?.text).toContain("1.5 kg of plums");
  });

  it("says so when there are no sources or no question", async () => {
    expect(await answer("How long is the frame guaranteed?", [])).toBe(
      "Nothing in your documents answers this: no passage matches the question.",
    );
    expect(await answer("and the?")).toMatch(/^Ask a question/);
  });

  it("does not pretend to fill a form", async () => {
    const events = await collect(model, { ...ask("How heavy?"), jsonSchema: { type: "object" } });
    expect(events).toMatchObject([{ type: "model-error", error: { type: "AnswerInvalid" } }]);
  });

  it("is quick on large and odd sources", () => {
    const large = source(1, "l", "", "word ".repeat(40_000));
    const odd = source(2, "o", "", `${"(".repeat(20_000)}\n${"a|".repeat(20_000)}\n${"\u0000é".repeat(5000)}`);
    expect(threadTimeMs(() => selectQuotes("Which word is it?", [large, odd, ...handbook]))).toBeLessThan(1000);
  });
});

describe("sentencesOf", () => {
  it("keeps abbreviations, wrapped lines and list items whole", () => {
    const text = "Dr. Smith came, e.g. on Monday. He\nleft again.\n\n# Title\n- one item\n- two items";
    expect(sentencesOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      "Dr. Smith came, e.g. on Monday.",
      "He\nleft again.",
      "Title",
      "one item",
      "two items",
    ]);
  });

  it("cuts what has no end into readable pieces, in order, without loss", () => {
    const text = "abc ".repeat(1000).trim();
    const pieces = sentencesOf(text);
    expect(Math.max(...pieces.map(({ start, end }) => end - start))).toBeLessThanOrEqual(430);
    expect(pieces.map(({ start, end }) => text.slice(start, end)).join(" ")).toBe(text);
  });
});
