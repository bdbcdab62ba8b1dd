import { expect, it } from "vitest";
import type { Conversation } from "#core/chat/schema";
import { emptyState, merged, unfiledOffset, withChanged, withConversation, withRemoved } from "./list-state.ts";

const used = (id: string, updatedAtMs: number, change: Partial<Conversation> = {}): Conversation =>
  ({ id, title: id, updatedAtMs, folderId: null, pinned: false, archived: false, ...change }) as Conversation;
const idsOf = (conversations: readonly Conversation[] | null) => conversations?.map(({ id }) => id) ?? null;

it("moves a conversation that was used to the front, once", () => {
  expect(idsOf(withConversation([used("a", 3), used("b", 2)], used("b", 4)))).toEqual(["b", "a"]);
});

it("takes a new one in where its time puts it, and the later made first where times are the same", () => {
  expect(idsOf(withConversation([used("a", 3), used("c", 1)], used("b", 2)))).toEqual(["a", "b", "c"]);
  expect(idsOf(withConversation([used("a", 3)], used("b", 3)))).toEqual(["b", "a"]);
});

it("merges lists without a conversation twice, the later version counting", () => {
  const lists = merged([used("a", 3, { title: "old" }), used("b", 2)], [used("a", 3, { title: "new" })]);
  expect(lists.map(({ id, title }) => [id, title])).toEqual([
    ["a", "new"],
    ["b", "b"],
  ]);
});

it("moves between the list and the archive, where somebody has looked into that", () => {
  const state = { ...emptyState, conversations: [used("a", 3), used("b", 2)], archived: [used("z", 1)] };
  const put = withChanged(state, used("a", 3, { archived: true }));
  expect([idsOf(put.conversations), idsOf(put.archived)]).toEqual([["b"], ["a", "z"]]);
  const back = withChanged(put, used("a", 3));
  expect([idsOf(back.conversations), idsOf(back.archived)]).toEqual([["a", "b"], ["z"]]);
  expect(withChanged({ ...state, archived: null }, used("a", 3, { archived: true })).archived).toBeNull();
});

it("forgets a removed one wherever it was", () => {
  const state = { ...emptyState, conversations: [used("a", 3)], archived: [used("z", 1)] };
  expect([withRemoved(state, "a").conversations, withRemoved(state, "z").archived]).toEqual([[], []]);
});

it("reads on behind the oldest page, leaving no gap for what came by other ways", () => {
  const known = [
    used("a", 9),
    used("b", 8, { pinned: true }),
    used("c", 7, { folderId: "folder_1" as never }),
    used("d", 6),
    used("late", 2),
  ];
  expect(unfiledOffset(known, 6)).toBe(1);
  expect(unfiledOffset(known, 0)).toBe(3);
});
