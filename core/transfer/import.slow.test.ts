import { afterEach, expect, it } from "vitest";
import { chatGptConversation, chatGptZip, shortConversation } from "./test-chatgpt.ts";
import { openTestTransfer } from "./test-transfer.ts";

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close();
});
const setUp = () => {
  const test = openTestTransfer();
  opened.push(test);
  return test;
};

it("[T1] previews and imports a ChatGPT zip; a second import leaves everything as it is", async () => {
  const { bring, chat, report, told, transfer, trees, write } = setUp();
  const path = write("export.zip", chatGptZip([shortConversation("one"), shortConversation("two")]));
  expect(await transfer.preview(path)).toEqual({
    ok: true,
    value: {
      format: "chatgpt",
      conversationCount: 2,
      messageCount: 4,
      knownCount: 0,
      damagedCount: 0,
      oldestAtMs: 1_700_000_000_250,
      newestAtMs: 1_700_000_900_500,
      examples: ["About one", "About two"],
    },
  });
  expect(trees()).toEqual([]);

  const events = await bring(path);
  expect(events[0]).toEqual({ type: "transfer-progress", doneCount: 0, totalCount: 2, title: "" });
  expect(events.at(-1)).toEqual({
    type: "transfer-end",
    report: { added: 2, known: 0, damaged: [], damagedCount: 0, messages: 4 },
  });
  expect(told()).toBe(1);
  expect(trees()[0]).toEqual({
    title: "About one",
    archived: false,
    pinned: false,
    createdAtMs: 1_700_000_000_250,
    updatedAtMs: 1_700_000_900_500,
    shown: [0, 1],
    messages: [
      {
        parent: null,
        role: "user",
        state: "complete",
        text: "What is one?",
        atMs: 1_700_000_001_000,
        isPrivate: false,
        model: null,
        images: [],
      },
      {
        parent: 0,
        role: "assistant",
        state: "complete",
        text: "one is a name.",
        atMs: 1_700_000_001_000,
        isPrivate: false,
        model: "gpt-4o-mini",
        images: [],
      },
    ],
  });
  expect(chat.search("name", 10)).toHaveLength(2);

  expect(await transfer.preview(path)).toMatchObject({ ok: true, value: { knownCount: 2 } });
  expect(await report(path)).toEqual({ added: 0, known: 2, damaged: [], damagedCount: 0, messages: 0 });
  expect(trees()).toHaveLength(2);
  expect(told()).toBe(1);
});

it("[T2] brings an export of everything into an empty store as the same trees", async () => {
  const one = setUp();
  await one.report(
    one.write(
      "conversations.json",
      JSON.stringify([
        shortConversation("one"),
        chatGptConversation(
          "two",
          [
            { id: "q", role: "user", text: "Ask" },
            { id: "a", parent: "q", role: "assistant", text: "First" },
            { id: "b", parent: "q", role: "assistant", text: "Second" },
          ],
          { current_node: "a", is_archived: true, is_starred: true },
        ),
      ]),
    ),
  );
  const two = setUp();
  const path = two.write("all.zip", await one.exported());
  expect(await two.transfer.preview(path)).toMatchObject({
    ok: true,
    value: { format: "olympus-zip", conversationCount: 2, damagedCount: 0 },
  });
  expect(await two.report(path)).toMatchObject({ added: 2, messages: 5 });
  expect(two.trees()).toEqual(one.trees());
  expect(two.trees()[1]).toMatchObject({ archived: true, pinned: true, shown: [0, 1] });
  // It carries where it came from: neither store takes it again from the other.
  expect(await one.report(one.write("back.zip", await two.exported()))).toMatchObject({ added: 0, known: 2 });
});
