import { expect, it } from "vitest";
import type { FoundMessage } from "#core/chat/schema";
import { firstPlace, numberOf, stepped, totalOf, withSeen, type FindState } from "./find-state.ts";

const match = (position: number, count: number): FoundMessage => ({ messageId: `msg_${position}`, position, count }) as FoundMessage;
const matches = [match(2, 2), match(5, 1), match(9, 3)];
const state = (change: Partial<FindState> = {}): FindState => ({
  conversationId: "chat_1" as FindState["conversationId"],
  query: "rent",
  by: "text",
  matches,
  problem: null,
  at: { position: 5, occurrence: 0 },
  moves: 1,
  ...change,
});

it("counts from one over all messages", () => {
  expect(totalOf(matches)).toBe(6);
  expect(numberOf(matches, { position: 2, occurrence: 1 })).toBe(2);
  expect(numberOf(matches, { position: 9, occurrence: 0 })).toBe(4);
  expect(numberOf([], null)).toBe(0);
});

it("begins at the message somebody came for, or else where the reader is", () => {
  expect(firstPlace(matches, 0, match(9, 1).messageId)).toEqual({ position: 9, occurrence: 0 });
  expect(firstPlace(matches, 3, null)).toEqual({ position: 5, occurrence: 0 });
  expect(firstPlace(matches, 10, null)).toEqual({ position: 2, occurrence: 0 });
  expect(firstPlace([], 0, null)).toBeNull();
});

it("walks through every place and around both ends", () => {
  const walked: (number | undefined)[] = [];
  let at = firstPlace(matches, 0, null);
  for (let count = 0; count < 7; count += 1) {
    walked.push(numberOf(matches, at));
    at = stepped(matches, at, 1);
  }
  expect(walked).toEqual([1, 2, 3, 4, 5, 6, 1]);
  expect(stepped(matches, { position: 2, occurrence: 0 }, -1)).toEqual({ position: 9, occurrence: 2 });
  expect(stepped(matches, { position: 9, occurrence: 0 }, -1)).toEqual({ position: 5, occurrence: 0 });
  expect(stepped([], null, 1)).toBeNull();
});

it("believes what is shown more than what was written", () => {
  expect(withSeen(state(), 9, 1).matches).toEqual([match(2, 2), match(5, 1), match(9, 1)]);
  expect(withSeen(state({ at: { position: 9, occurrence: 2 } }), 9, 1).at).toEqual({ position: 9, occurrence: 0 });
  const same = state();
  expect(withSeen(same, 9, 3)).toBe(same);
  expect(withSeen(same, 7, 1)).toBe(same);
});

it("goes on to the next place where a message shows nothing of it", () => {
  const after = withSeen(state(), 5, 0);
  expect(after.matches).toEqual([match(2, 2), match(9, 3)]);
  expect(after.at).toEqual({ position: 9, occurrence: 0 });
  expect(after.moves).toBe(2);
});
