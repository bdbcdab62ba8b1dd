import { expect, it } from "vitest";
import type { Conversation, Folder } from "#core/chat/schema";
import { listRows, nextStop, type ListRow } from "./list-rows.ts";

const nowMs = new Date(2026, 10, 21, 12).getTime();
const talk = (id: string, change: Partial<Conversation> = {}): Conversation =>
  ({
    id,
    title: id,
    createdAtMs: 0,
    updatedAtMs: nowMs,
    messageCount: 2,
    folderId: null,
    pinned: false,
    archived: false,
    unread: false,
    answering: false,
    queuedCount: 0,
    ...change,
  }) as Conversation;
const folder = (id: string, position: number): Folder => ({ id, name: id, position }) as Folder;
const tax = folder("tax", 0);
const home = folder("home", 1);

const said = (row: ListRow): string => {
  if (row.type === "heading") return `# ${row.label.type}`;
  if (row.type === "folder") return `${row.open ? "v" : ">"} ${row.folder.name} ${row.count}`;
  if (row.type === "empty-folder") return "(empty)";
  return `${row.conversation.id} ${row.place}/${row.of}`;
};
const rows = (conversations: readonly Conversation[], open: readonly string[] = []) =>
  listRows({ conversations, folders: [tax, home], open: new Set(open), nowMs });

it("shows pinned ones, then folders, then by date what is in neither", () => {
  const conversations = [
    talk("a"),
    talk("b", { pinned: true }),
    talk("c", { folderId: tax.id }),
    talk("d", { updatedAtMs: nowMs - 86_400_000 }),
  ];
  expect(rows(conversations, ["tax", "home"]).map(said)).toEqual([
    "# pinned",
    "b 1/1",
    "# folders",
    "v tax 1",
    "c 1/1",
    "v home 0",
    "(empty)",
    "# today",
    "a 1/1",
    "# yesterday",
    "d 1/1",
  ]);
});

it("keeps a pinned conversation in its folder, under a key of its own", () => {
  const shown = rows([talk("a", { pinned: true, folderId: tax.id })], ["tax"]);
  expect(shown.map(said)).toEqual(["# pinned", "a 1/1", "# folders", "v tax 1", "a 1/1", "> home 0"]);
  expect(new Set(shown.map(({ key }) => key)).size).toBe(shown.length);
});

it("tells of a closed folder how many are in it and whether one waits for its reader", () => {
  const [, head] = rows([talk("a", { folderId: tax.id, unread: true }), talk("b", { folderId: tax.id, answering: true })]);
  expect(head).toMatchObject({ type: "folder", open: false, count: 2, marks: { unread: true, answering: true } });
});

it("has no headings without anything under them", () => {
  expect(listRows({ conversations: [talk("a")], folders: [], open: new Set(), nowMs }).map(said)).toEqual(["# today", "a 1/1"]);
  expect(listRows({ conversations: [], folders: [], open: new Set(), nowMs })).toEqual([]);
});

it("leads the arrow keys past headings, and stops at both ends", () => {
  const shown = rows([talk("a"), talk("b", { pinned: true })]);
  expect(nextStop(shown, 1, 1)).toBe(3);
  expect(nextStop(shown, 3, -1)).toBe(1);
  expect(nextStop(shown, 1, -1)).toBe(1);
  expect(nextStop(shown, shown.length - 1, 1)).toBe(shown.length - 1);
});
