import { expect, it } from "vitest";
import type { Conversation } from "#core/chat/schema";
import { withConversation } from "./conversations.ts";

const used = (id: string, updatedAtMs: number): Conversation =>
  ({ id, title: id, createdAtMs: 0, updatedAtMs, messageCount: 0 }) as unknown as Conversation;
const idsOf = (conversations: readonly Conversation[]) => conversations.map(({ id }) => id);

it("moves a conversation that was used to the front, once", () => {
  expect(idsOf(withConversation([used("a", 3), used("b", 2)], used("b", 4)))).toEqual(["b", "a"]);
});

it("takes a new one in where its time puts it", () => {
  expect(idsOf(withConversation([used("a", 3), used("c", 1)], used("b", 2)))).toEqual(["a", "b", "c"]);
});
