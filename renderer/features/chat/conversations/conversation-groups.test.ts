import { expect, it } from "vitest";
import type { Conversation } from "#core/chat/schema";
import { groupConversations } from "./conversation-groups.ts";

const at = (title: string, ...[year, month, day, hour = 12]: number[]): Conversation =>
  ({
    id: title,
    title,
    updatedAtMs: new Date(year ?? 0, month ?? 0, day, hour).getTime(),
    createdAtMs: 0,
    messageCount: 0,
  }) as unknown as Conversation;

const now = new Date(2026, 10, 21, 0, 30).getTime();

it("groups by the calendar, not by hours passed", () => {
  const groups = groupConversations(
    [
      at("a", 2026, 10, 21, 0),
      at("b", 2026, 10, 20, 23),
      at("c", 2026, 10, 14, 0),
      at("d", 2026, 10, 13, 23),
      at("e", 2026, 9, 30),
      at("f", 2025, 9, 30),
    ],
    now,
  );
  expect(groups.map(({ label, conversations }) => [label.type, ...conversations.map(({ title }) => title)])).toEqual([
    ["today", "a"],
    ["yesterday", "b"],
    ["previous-days", "c"],
    ["month", "d"],
    ["month", "e"],
    ["month", "f"],
  ]);
});

it("has no group without a conversation", () => {
  expect(groupConversations([], now)).toEqual([]);
});
