import { expect, it } from "vitest";
import type { Conversation, Message, MessagePage } from "#core/chat/schema";
import { branchOf, missingStretch, threadOf, withAnswer, withNewest, withPage, withTurn } from "./thread.ts";

const conversation = { id: "chat_1", title: "Moss", createdAtMs: 1, updatedAtMs: 1, messageCount: 0 } as unknown as Conversation;

const message = (id: string, parentId: string | null, extra: Partial<Message> = {}): Message =>
  ({ id, parentId, role: "user", text: id, state: "complete", siblingIds: [id], ...extra }) as unknown as Message;

const chain = (count: number): Message[] =>
  Array.from({ length: count }, (_, index) => message(`m${index}`, index === 0 ? null : `m${index - 1}`));

const page = (total: number, start: number, messages: readonly Message[]): MessagePage => ({
  conversation,
  total,
  start,
  messages: [...messages],
});

const idsOf = (messages: readonly (Message | undefined)[]) => messages.map((entry) => entry?.id);

it("knows the newest page and leaves the rest open", () => {
  const thread = threadOf(page(4, 2, chain(4).slice(2)));
  expect(idsOf(thread.messages)).toEqual([undefined, undefined, "m2", "m3"]);
});

it("fills earlier pages in their place", () => {
  const all = chain(4);
  const thread = withPage(threadOf(page(4, 2, all.slice(2))), page(4, 0, all.slice(0, 2)));
  expect(idsOf(thread.messages)).toEqual(["m0", "m1", "m2", "m3"]);
});

it("drops what it read when the branch has another length now", () => {
  const thread = withPage(threadOf(page(4, 0, chain(4))), page(2, 1, chain(2).slice(1)));
  expect(idsOf(thread.messages)).toEqual([undefined, "m1"]);
});

it("puts a new turn at the end", () => {
  const thread = withTurn(threadOf(page(2, 0, chain(2))), message("q", "m1"), message("a", "q", { role: "assistant" }));
  expect(idsOf(thread.messages)).toEqual(["m0", "m1", "q", "a"]);
});

it("replaces everything behind an edited question's parent", () => {
  const thread = withTurn(threadOf(page(6, 0, chain(6))), message("q", "m1"), message("a", "q"));
  expect(idsOf(thread.messages)).toEqual(["m0", "m1", "q", "a"]);
});

it("replaces the first question when it is edited", () => {
  const thread = withTurn(threadOf(page(2, 0, chain(2))), message("q", null), message("a", "q"));
  expect(idsOf(thread.messages)).toEqual(["q", "a"]);
});

it("keeps the question and drops the rest when an answer is regenerated", () => {
  const all = chain(6);
  const question = all[2];
  if (question === undefined) throw new Error("no question");
  const thread = withTurn(threadOf(page(6, 0, all)), question, message("a", "m2"));
  expect(idsOf(thread.messages)).toEqual(["m0", "m1", "m2", "a"]);
});

it("takes the stored answer at the end of a turn without touching the rest", () => {
  const all = chain(3);
  const title = { ...conversation, title: "A title" };
  const thread = withAnswer(threadOf(page(3, 0, all)), message("m2", "m1", { text: "whole" }), title);
  expect(thread.messages[2]?.text).toBe("whole");
  expect(thread.conversation.title).toBe("A title");
});

it("appends behind an unknown parent", () => {
  const thread = withTurn(threadOf(page(3, 2, chain(3).slice(2))), message("q", "m2"), message("a", "q"));
  expect(idsOf(thread.messages)).toEqual([undefined, undefined, "m2", "q", "a"]);
});

it("asks for nothing when all that is visible is there", () => {
  expect(missingStretch(threadOf(page(100, 40, chain(100).slice(40))), 50, 99)).toBeNull();
});

it("reads the page that ends where known messages begin", () => {
  expect(missingStretch(threadOf(page(100, 80, chain(100).slice(80))), 70, 90, 20)).toEqual({ start: 60, limit: 20 });
});

it("reads from the first visible hole after a jump", () => {
  expect(missingStretch(threadOf(page(1000, 980, chain(1000).slice(980))), 100, 110, 60)).toEqual({ start: 100, limit: 60 });
});

it("tells where a message stands among its branches", () => {
  expect(branchOf(message("b", null, { siblingIds: ["a", "b", "c"] as never }))).toEqual({
    position: 2,
    count: 3,
    previous: "a",
    next: "c",
  });
  expect(branchOf(message("b", null))).toBeNull();
});

it("keeps what was read before the newest messages where they still follow on it", () => {
  const all = chain(6);
  const thread = threadOf(page(4, 0, all.slice(0, 4)));
  expect(idsOf(withNewest(thread, page(6, 3, all.slice(3))).messages)).toEqual(["m0", "m1", "m2", "m3", "m4", "m5"]);
  const elsewhere = [message("n3", "another"), message("n4", "n3")];
  expect(idsOf(withNewest(thread, page(5, 3, elsewhere)).messages)).toEqual([undefined, undefined, undefined, "n3", "n4"]);
  expect(idsOf(withNewest(null, page(2, 0, all.slice(0, 2))).messages)).toEqual(["m0", "m1"]);
});
