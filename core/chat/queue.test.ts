import { afterEach, expect, it } from "vitest";
import { documentIdSchema } from "#core/memory/schema";
import type { ConversationId, MessageQueue, QueuedId } from "./schema.ts";
import { createHeldAnswers, must, openTestChat, until } from "./test-chat.ts";

const opened: { chat: { close: () => Promise<void> }; store: { cleanup: () => void } }[] = [];
afterEach(async () => {
  for (const { chat, store } of opened.splice(0)) {
    await chat.close();
    store.cleanup();
  }
});

const setUp = () => {
  const answers = createHeldAnswers();
  const test = openTestChat(answers.script);
  opened.push(test);
  const { id } = test.chat.create("one");
  const add = (text: string) => test.chat.queue.add({ conversationId: id, text, modelId: null, attachments: [] });
  const end = async (how: "complete" | "failed") => {
    const { length } = answers.underWay;
    answers.underWay.at(-1)?.end(how);
    return length;
  };
  const begun = (count: number) => until(() => answers.underWay.length === count);
  const state = () => must(test.chat.open(id, 500));
  const asked = () => state().messages.flatMap(({ role, text }) => (role === "user" ? [text] : []));
  return { ...test, ...answers, add, asked, begun, end, id, state };
};

const textsOf = ({ messages }: MessageQueue) => messages.map(({ text }) => text);

it("[C8] asks at once when nothing is under way, else keeps the question, whole, in its place in line", () => {
  const { add, asked, chat, id, open, state } = setUp();
  expect(must(add("one"))).toEqual({ held: false, messages: [] });
  expect([asked(), state().conversation.answering]).toEqual([["one"], true]);
  must(add("two"));
  const queue = must(chat.queue.add({ conversationId: id, text: "three", modelId: "m", attachments: [], isPrivate: true }));
  expect(queue).toMatchObject({
    held: false,
    messages: [
      { conversationId: id, text: "two", modelId: null, isPrivate: false, attachments: [], images: [] },
      { text: "three", modelId: "m", isPrivate: true },
    ],
  });
  expect(asked()).toEqual(["one"]);
  // What another process finds after this one was killed.
  expect(must(open().queue.get(id))).toEqual({ held: true, messages: queue.messages });
});

it("[C8] takes twenty, then refuses", () => {
  const { add, chat, id } = setUp();
  for (let count = 0; count <= 20; count += 1) must(add(`${count}`));
  expect(add("too many")).toEqual({ ok: false, error: { type: "QueueFull", conversationId: id, limit: 20 } });
  expect(must(chat.queue.get(id)).messages).toHaveLength(20);
});

it("[C9] goes on by itself as long as answers are whole; what comes next knows the answer before it", async () => {
  const { add, asked, begun, chat, end, id, requests } = setUp();
  ["one", "two", "three"].forEach((text) => must(add(text)));
  for (const count of [1, 2, 3]) {
    await begun(count);
    await end("complete");
  }
  await until(() => !must(chat.open(id, 1)).conversation.answering);
  expect(asked()).toEqual(["one", "two", "three"]);
  expect(requests.at(-1)?.messages.map(({ text }) => text)).toEqual(expect.arrayContaining(["one", "Done.", "two", "three"]));
});

it.each(["failed", "stop"] as const)("[C9, C12] is held after an answer that ended by %s, until the person says so", async (how) => {
  const { add, asked, begun, chat, end, id } = setUp();
  ["one", "two", "three"].forEach((text) => must(add(text)));
  await begun(1);
  if (how === "stop") await chat.stop(id);
  else await end("failed");
  await until(() => must(chat.queue.get(id)).held);
  expect(must(add("four"))).toMatchObject({ held: true, messages: [{ text: "two" }, { text: "three" }, { text: "four" }] });
  // Beside a held line the person may ask; it stays held.
  must(chat.send({ conversationId: id, text: "between", modelId: null, attachments: [] }));
  expect(chat.send({ conversationId: id, text: "busy", modelId: null, attachments: [] })).toMatchObject({
    error: { type: "ConversationBusy" },
  });
  await begun(2);
  await end("complete");
  await until(() => !must(chat.open(id, 1)).conversation.answering);
  expect(asked()).toEqual(["one", "between"]);
  expect(textsOf(must(chat.queue.resume(id)))).toEqual(["three", "four"]);
  await begun(3);
  await end("complete");
  await begun(4);
  expect([asked(), must(chat.queue.get(id)).held]).toEqual([["one", "between", "two", "three"], false]);
});

it("[C9] resumed while an answer is under way, it follows that answer", async () => {
  const { add, asked, begun, chat, end, id } = setUp();
  ["one", "two"].forEach((text) => must(add(text)));
  await begun(1);
  await chat.stop(id);
  must(chat.send({ conversationId: id, text: "between", modelId: null, attachments: [] }));
  expect(must(chat.queue.resume(id))).toMatchObject({ held: false, messages: [{ text: "two" }] });
  await begun(2);
  await end("complete");
  await begun(3);
  expect(asked()).toEqual(["one", "between", "two"]);
});

it("[C9] a stop holds the line also when the answer ends whole at that moment", async () => {
  const { add, asked, begun, chat, end, id } = setUp();
  ["one", "two"].forEach((text) => must(add(text)));
  await begun(1);
  await end("complete");
  await chat.stop(id);
  await until(() => !must(chat.open(id, 1)).conversation.answering);
  expect([asked(), must(chat.queue.get(id)).held]).toEqual([["one"], true]);
});

it("[C9] an empty line is not held: the next question is asked at once", async () => {
  const { add, asked, begun, chat, id } = setUp();
  ["one", "two"].forEach((text) => must(add(text)));
  await begun(1);
  await chat.stop(id);
  const [two] = must(chat.queue.get(id)).messages;
  expect(must(chat.queue.remove(two?.id as QueuedId))).toEqual({ held: false, messages: [] });
  must(add("three"));
  expect(asked()).toEqual(["one", "three"]);
});

it("[C9] a fault in asking the next one leaves the answer whole and the line held, to be gone on with", async () => {
  const { add, asked, begun, chat, documents, end, id, state } = setUp();
  must(add("one"));
  const file = documentIdSchema.parse(`doc_${"1".repeat(26)}`);
  documents.set(file, "Lease");
  must(chat.queue.add({ conversationId: id, text: "two", modelId: null, attachments: [file] }));
  const get = documents.get.bind(documents);
  documents.get = () => {
    throw new Error("the disk is gone");
  };
  await begun(1);
  await end("complete");
  await until(() => !state().conversation.answering);
  expect(state().messages.at(-1)).toMatchObject({ text: "Done.", state: "complete", error: null });
  expect(must(chat.queue.get(id))).toMatchObject({ held: true, messages: [{ text: "two" }] });
  documents.get = get;
  must(chat.queue.resume(id));
  expect(asked()).toEqual(["one", "two"]);
});

it("[C9] closing asks nothing more and holds what waits", async () => {
  const { add, begun, chat, id, open } = setUp();
  ["one", "two"].forEach((text) => must(add(text)));
  await begun(1);
  await chat.close();
  const again = open();
  expect(must(again.open(id, 10)).messages.map(({ text }) => text)).toEqual(["one", ""]);
  expect(must(again.queue.get(id))).toMatchObject({ held: true, messages: [{ text: "two" }] });
});

it("[C10] can be put in another order, said in other words and taken away", () => {
  const { add, chat, id } = setUp();
  ["one", "two", "three", "four"].forEach((text) => must(add(text)));
  const ids = must(chat.queue.get(id)).messages.map((waiting) => waiting.id);
  const [two, three, four] = ids as [QueuedId, QueuedId, QueuedId];
  expect(textsOf(must(chat.queue.move(four, 0)))).toEqual(["four", "two", "three"]);
  expect(textsOf(must(chat.queue.move(four, 99)))).toEqual(["two", "three", "four"]);
  expect(textsOf(must(chat.queue.update(three, "3")))).toEqual(["two", "3", "four"]);
  expect(textsOf(must(chat.queue.remove(two)))).toEqual(["3", "four"]);
  for (const gone of [chat.queue.remove(two), chat.queue.update(two, "x"), chat.queue.move(two, 0)])
    expect(gone).toEqual({ ok: false, error: { type: "QueuedNotFound", queuedId: two } });
  const unknown = `chat_${"0".repeat(26)}` as ConversationId;
  expect(chat.queue.get(unknown)).toMatchObject({ error: { type: "ConversationNotFound" } });
  expect(chat.queue.resume(unknown)).toMatchObject({ error: { type: "ConversationNotFound" } });
});

it("[C11] is asked with those of its files that are still there", async () => {
  const { add, begun, chat, documents, end, id, state } = setUp();
  const [kept, gone] = ["1", "2"].map((digit) => documentIdSchema.parse(`doc_${digit.repeat(26)}`)) as [never, never];
  documents.set(kept, "Lease").set(gone, "Letter");
  must(add("one"));
  must(chat.queue.add({ conversationId: id, text: "two", modelId: null, attachments: [kept, gone] }));
  documents.delete(gone);
  await begun(1);
  await end("complete");
  await begun(2);
  expect(state().messages.find(({ text }) => text === "two")?.attachments).toEqual([{ documentId: kept, title: "Lease" }]);
  expect(chat.queue.add({ conversationId: id, text: "three", modelId: null, attachments: [gone] })).toMatchObject({
    error: { type: "DocumentNotFound" },
  });
});

it("[C13] goes with its conversation, and nothing of it is asked any more", async () => {
  const { add, begun, chat, end, id, requests, store } = setUp();
  ["one", "two"].forEach((text) => must(add(text)));
  await begun(1);
  await end("complete");
  expect(await chat.remove(id)).toBe(true);
  expect(chat.queue.get(id)).toMatchObject({ error: { type: "ConversationNotFound" } });
  expect(store.database.prepare("SELECT count(*) FROM queued_messages").pluck().get()).toBe(0);
  expect(requests).toHaveLength(1);
});
