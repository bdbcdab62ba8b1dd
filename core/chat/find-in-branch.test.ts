import { afterEach, expect, it } from "vitest";
import { must, openTestChat, wholeTurn } from "./test-chat.ts";

const opened: ReturnType<typeof openTestChat>[] = [];
afterEach(() => opened.splice(0).forEach(({ store }) => store.cleanup()));

const setUp = (answer: string) => {
  const test = openTestChat(() => [{ say: answer }]);
  opened.push(test);
  const { id } = test.chat.create("");
  const ask = (text: string) => wholeTurn(test.chat.send({ conversationId: id, text, modelId: null, attachments: [] }));
  const placesOf = async (query: string, by: "text" | "words" = "text") =>
    must(await test.chat.find(id, query, by)).map(({ position, count }) => [position, count]);
  return { ...test, ask, id, placesOf };
};

it("says at which positions of the branch words stand, and how often", async () => {
  const { ask, placesOf } = setUp("A sett. The sett is a burrow.");
  await ask("What is a sett?");
  await ask("And a fox's den?");
  expect(await placesOf("SETT")).toEqual([
    [0, 1],
    [1, 2],
    [3, 2],
  ]);
  expect(await placesOf("fox den", "words")).toEqual([[2, 2]]);
  expect(await placesOf("fox den")).toEqual([]);
});

it("finds what is read as one text also where marks of writing stand in it", async () => {
  const { ask, placesOf } = setUp("It is **very** dark, `in` there.");
  await ask("How is it?");
  expect(await placesOf("very dark, in there")).toEqual([[1, 1]]);
  expect(await placesOf("**very**")).toEqual([[1, 1]]);
});

it("looks through the branch on show only", async () => {
  const { ask, chat, id, placesOf } = setUp("Yes.");
  await ask("About foxes?");
  const first = must(chat.open(id, 10)).messages[0];
  if (first === undefined) throw new Error("no question");
  await wholeTurn(chat.edit({ messageId: first.id, text: "About badgers?", modelId: null }));
  expect(await placesOf("foxes")).toEqual([]);
  expect(await placesOf("badgers")).toEqual([[0, 1]]);
});

it("reads a long branch in stretches, and stops when it is told to", async () => {
  const { ask, chat, id, placesOf } = setUp("Yes.");
  for (let turn = 0; turn < 60; turn += 1) await ask(`Question ${turn}`);
  expect(await placesOf("question 59")).toEqual([[118, 1]]);
  expect(await placesOf("yes.")).toHaveLength(60);
  expect(await chat.find(id, "yes", "text", AbortSignal.abort())).toEqual({ ok: false, error: { type: "Aborted", by: "user" } });
});

it("fails for a conversation that is not there", async () => {
  const { chat } = setUp("");
  expect(await chat.find("chat_none" as never, "a", "text")).toMatchObject({ ok: false, error: { type: "ConversationNotFound" } });
});
