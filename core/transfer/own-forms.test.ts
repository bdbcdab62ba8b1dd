import { describe, expect, it } from "vitest";
import { readMarkdown } from "./markdown.ts";
import { readOlympusJson } from "./olympus-json.ts";

const id = (prefix: string, number: number) => `${prefix}_${String(number).padStart(26, "0")}`;
const message = (number: number, parent: number | null, more: Readonly<Record<string, unknown>> = {}) => ({
  id: id("msg", number),
  conversationId: id("chat", 1),
  parentId: parent === null ? null : id("msg", parent),
  role: number % 2 === 0 ? "assistant" : "user",
  text: `text ${number}`,
  state: "complete",
  error: null,
  citations: [],
  answeredBy: null,
  usage: null,
  durationMs: null,
  createdAtMs: number,
  siblingIds: [],
  attachments: [],
  ...more,
});
const file = (messages: readonly unknown[], more: Readonly<Record<string, unknown>> = {}) => ({
  format: "olympus-chat",
  version: 1,
  conversation: { id: id("chat", 1), title: "Trees", createdAtMs: 1, updatedAtMs: 9, messageCount: 2 },
  messages,
  ...more,
});
const read = async (value: unknown) => {
  const reading = await readOlympusJson(value, async () => null);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.value;
};

describe("our own JSON", () => {
  it("[T2] is read in version 1, which had no folder, no pin and no pictures", async () => {
    const { conversation, flaws } = await read(file([message(1, null), message(2, 1)]));
    expect(flaws).toEqual([]);
    expect(conversation).toMatchObject({ origins: [`olympus:${id("chat", 1)}`], title: "Trees", folder: null, pinned: false, leaf: 1 });
  });

  it("[T4] loses a damaged message and nothing else; what hung below it begins a branch", async () => {
    const { conversation, flaws } = await read(
      file([
        message(1, null),
        message(2, 1, { text: 5 }),
        message(3, 2),
        message(3, 1),
        message(4, 3, { citations: "no", usage: 7, state: "odd" }),
      ]),
    );
    expect(flaws).toEqual(["messages", "same-id"]);
    expect(conversation.messages.map(({ parent, text }) => [parent, text])).toEqual([
      [null, "text 1"],
      [null, "text 3"],
      [1, "text 4"],
    ]);
    expect(conversation.messages[2]).toMatchObject({ citations: [], usage: null, state: "complete" });
  });

  it("[T4] cuts circles open and puts parents first", async () => {
    const circle = await read(file([message(1, 2), message(2, 1), message(4, 3), message(3, null)]));
    expect(circle.flaws).toEqual(["circle"]);
    expect(circle.conversation.messages.map(({ parent, text }) => [parent, text])).toEqual([
      [null, "text 3"],
      [0, "text 4"],
      [null, "text 1"],
      [2, "text 2"],
    ]);
  });

  it("an answer under way reads as stopped, and a message that does not say is private", async () => {
    const { conversation } = await read(file([message(1, null, { isPrivate: "yes" }), message(2, 1, { state: "streaming" })]));
    expect(conversation.messages.map(({ isPrivate, state }) => [isPrivate, state])).toEqual([
      [true, "complete"],
      [false, "stopped"],
    ]);
  });

  it("[T4] other shapes are refused", async () => {
    for (const value of [null, {}, file([]), file([], { version: 3 }), { ...file([]), conversation: { id: 5 } }])
      expect((await readOlympusJson(value, async () => null)).ok).toBe(false);
  });
});

describe("our own Markdown", () => {
  it("[T2] knows its headings by their marks", () => {
    const reading = readMarkdown(
      `# Trees\n\n<!-- olympus-chat 1 ${id("chat", 1)} 2026-01-01T00:00:00.000Z -->\n\n## You <!-- olympus 2026-01-01T00:00:01.000Z -->\n\nWhy?\n\n## You\n\nstill me\n\n## Llama <!-- olympus 2026-01-01T00:00:02.000Z -->\n\n## Reasons\n\nSo.\n\n*(stopped)*\n`,
      0,
    );
    expect(reading).toMatchObject({
      ok: true,
      value: {
        conversation: {
          origins: [`olympus:${id("chat", 1)}`],
          title: "Trees",
          messages: [
            { parent: null, role: "user", text: "Why?\n\n## You\n\nstill me", createdAtMs: Date.UTC(2026, 0, 1, 0, 0, 1) },
            { parent: 0, role: "assistant", text: "## Reasons\n\nSo.", state: "stopped", answeredBy: { modelName: "Llama" } },
          ],
        },
      },
    });
  });

  it("guesses without marks: a question, then its answer with all its headings", () => {
    const reading = readMarkdown("# Old\n\n## You\n\nWhy?\n\n## Scripted\n\nSo.\n\n## Part\n\n```\n## You\n```\n\n## You\n\nAnd?\n", 5);
    expect(reading.ok && reading.value.conversation.messages.map(({ role, text }) => [role, text])).toEqual([
      ["user", "Why?"],
      ["assistant", "So.\n\n## Part\n\n```\n## You\n```"],
      ["user", "And?"],
    ]);
  });

  it("is not seen in other Markdown", () => {
    expect(readMarkdown("# Notes\n\n## Shopping\n\nBread", 0)).toMatchObject({ ok: false, reason: "wrong-shape" });
  });
});
