import { describe, expect, it } from "vitest";
import { readChatGpt } from "./chatgpt.ts";
import { chatGptConversation, type TestNode } from "./test-chatgpt.ts";

const nowMs = 1_800_000_000_000;
const read = async (nodes: readonly TestNode[], more: Readonly<Record<string, unknown>> = {}) => {
  const reading = await readChatGpt(chatGptConversation("one", nodes, more), async () => null, nowMs);
  if (!reading.ok) throw new Error(reading.reason);
  const { conversation, flaws } = reading.value;
  return {
    flaws,
    leaf: conversation.leaf,
    conversation,
    messages: conversation.messages.map(
      ({ parent, role, state, text }) => `${parent ?? "-"} ${role} ${state === "complete" ? "" : `(${state}) `}${text}`,
    ),
  };
};
const user = (id: string, parent: string | null, text = id): TestNode => ({ id, parent, role: "user", text });
const answer = (id: string, parent: string | null, text = id): TestNode => ({ id, parent, role: "assistant", text });

describe("a ChatGPT conversation", () => {
  it("[T5] keeps every branch in its order, and shows the one that was on show", async () => {
    const nodes = [
      { id: "root" },
      user("q1", "root"),
      answer("a1", "q1"),
      answer("a2", "q1"),
      user("q2", "a2"),
      answer("a3", "q2"),
      user("q2b", "a2"),
      answer("a4", "q2b"),
    ];
    const { leaf, messages } = await read(nodes, { current_node: "a3" });
    expect(messages).toEqual([
      "- user q1",
      "0 assistant a1",
      "0 assistant a2",
      "2 user q2",
      "3 assistant a3",
      "2 user q2b",
      "5 assistant a4",
    ]);
    expect(leaf).toBe(4);
    expect((await read(nodes, { current_node: "gone" })).leaf).toBe(6);
  });

  it("[T6] makes one answer of its pieces, and leaves out what nobody saw", async () => {
    const part = (id: string, parent: string, role: string, content: unknown, message = {}): TestNode => ({
      id,
      parent,
      role,
      content,
      message,
    });
    const { messages } = await read([
      { id: "root" },
      part("sys", "root", "system", { content_type: "text", parts: ["You are helpful."] }),
      part("ctx", "sys", "user", { content_type: "user_editable_context", user_profile: "secret" }),
      user("q", "ctx", "Plot it"),
      part("think", "q", "assistant", { content_type: "thoughts", thoughts: [{ content: "hm" }] }),
      part("recap", "think", "assistant", { content_type: "reasoning_recap", content: "Thought for 3 s" }),
      part("code", "recap", "assistant", { content_type: "code", language: "python", text: "print('```')" }, { recipient: "python" }),
      part("out", "code", "tool", { content_type: "execution_output", text: "```" }),
      part("search", "out", "assistant", { content_type: "code", language: "unknown", text: 'search("x")' }, { recipient: "browser" }),
      part("found", "search", "tool", { content_type: "tether_browsing_display", result: "page" }),
      part("quote", "found", "tool", { content_type: "tether_quote", title: "Page", url: "https://example.org", text: "one\ntwo" }),
      part(
        "hidden",
        "quote",
        "assistant",
        { content_type: "text", parts: ["internal"] },
        { metadata: { is_visually_hidden_from_conversation: true } },
      ),
      answer("a", "hidden", "Done.\uE200cite\uE202turn0search1\uE201"),
    ]);
    expect(messages).toEqual([
      "- user Plot it",
      "0 assistant ````python\nprint('```')\n````\n\n````\n```\n````\n\n> one\n> two\n> \n> Page, https://example.org\n\nDone.",
    ]);
  });

  it("[T6] does not join answers where a branch begins between them", async () => {
    const { messages } = await read([user("q", null), answer("a", "q"), answer("b", "a"), answer("c", "a")]);
    expect(messages).toEqual(["- user q", "0 assistant a", "1 assistant b", "1 assistant c"]);
  });

  it("[T7] gives a question that was followed by another question an empty answer that was stopped", async () => {
    const { messages } = await read([user("q1", null), user("q2", "q1"), answer("a", "q2")]);
    expect(messages).toEqual(["- user q1", "0 assistant (stopped) ", "1 user q2", "2 assistant a"]);
  });

  it("[T8] reads times in seconds, milliseconds and ISO form, and takes the next known one where there is none", async () => {
    const { conversation } = await read(
      [
        { ...user("a", null), at: 1_700_000_000.123 },
        { ...answer("b", "a"), at: null },
        { ...user("c", "b"), message: { create_time: "2024-05-01T00:00:00Z" } },
        { ...answer("d", "c"), message: { create_time: -5 } },
      ],
      { create_time: 1_690_000_000_000, update_time: null },
    );
    expect(conversation.messages.map(({ createdAtMs }) => createdAtMs)).toEqual([
      1_700_000_000_123, 1_700_000_000_123, 1_714_521_600_000, 1_714_521_600_000,
    ]);
    expect([conversation.createdAtMs, conversation.updatedAtMs]).toEqual([1_690_000_000_000, 1_690_000_000_000]);
  });

  it("[T9] names pictures and files that are not there, and the model that answered", async () => {
    const { conversation, messages } = await read([
      {
        ...user("q", null),
        content: {
          content_type: "multimodal_text",
          parts: [
            { content_type: "image_asset_pointer", asset_pointer: "file-service://file-Abc123", width: 1, height: 1 },
            "What is it?",
            5,
            null,
          ],
        },
        message: {
          metadata: {
            attachments: [
              { id: "file-Abc123", name: "cat.png" },
              { id: "file-x", name: "notes.pdf" },
            ],
          },
        },
      },
      { ...answer("a", "q", "A cat."), message: { metadata: { model_slug: "gpt-5" } } },
    ]);
    expect(messages).toEqual(["- user What is it?\n\n[file: notes.pdf]\n\n[picture: cat.png]", "0 assistant A cat."]);
    expect(conversation.messages[1]?.answeredBy).toMatchObject({ modelName: "gpt-5", place: "cloud", account: null });
  });

  it("[T4] survives circles, lies about parents and children, wrong types and prototype names", async () => {
    const circle = await read([user("a", "b"), answer("b", "a"), { id: "__proto__", parent: "constructor", role: "user", text: "odd" }]);
    expect(circle.flaws).toEqual(["circle"]);
    expect(circle.messages).toEqual(["- user odd", "- user a", "1 assistant b"]);
    const lies = await read([
      { ...user("a", "missing"), children: ["a", "b", "b", "nobody"] },
      { ...answer("b", null), children: ["a"] },
    ]);
    expect(lies.messages).toHaveLength(2);
    for (const mapping of [{ x: 5, y: null, z: { message: [] }, w: { message: { author: 7, content: "no" } } }, {}])
      expect(await readChatGpt({ id: "x", mapping }, async () => null, nowMs)).toMatchObject({ ok: false, reason: "empty" });
    expect(await readChatGpt({ mapping: {} }, async () => null, nowMs)).toMatchObject({ ok: false, reason: "no-id" });
  });

  it("[T4] takes a chain of 100,000 messages, and cuts a text of two million characters", async () => {
    const nodes = Array.from({ length: 100_000 }, (_, index) => ({
      id: `n${index}`,
      parent: index === 0 ? null : `n${index - 1}`,
      role: index % 2 === 0 ? "user" : "assistant",
      text: "x",
      children: index === 99_999 ? [] : [`n${index + 1}`],
    }));
    const long = await read(nodes);
    expect([long.messages.length, long.leaf]).toEqual([100_000, 99_999]);
    const wide = await read([user("q", null, "\uD83D\uDE00".repeat(1_000_001)), answer("a", "q", "nul\0 bell\u0007 lone \uD800")]);
    expect(wide.flaws).toEqual(["cut"]);
    expect(wide.conversation.messages.map(({ text }) => text.length)).toEqual([1_000_000, 15]);
    expect(wide.messages[1]).toBe("0 assistant nul bell lone \uFFFD");
  });
});
