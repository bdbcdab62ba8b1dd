import { ORPCError } from "@orpc/client";
import { expect, it, vi } from "vitest";
import type { Conversation, ConversationId, Folder } from "#core/chat/schema";
import type { Client } from "../../../bridge/index.ts";
import { createConversations } from "./conversations.ts";

const talk = (id: string, change: Partial<Conversation> = {}): Conversation =>
  ({ id, title: id, updatedAtMs: 1, folderId: null, pinned: false, archived: false, unread: false, ...change }) as Conversation;
const home = { id: "folder_1", name: "Home", position: 0 } as Folder;

interface Asked {
  readonly view?: string;
  readonly folderId?: string;
  readonly limit: number;
  readonly offset?: number;
}

/** A host that holds these. What `before` does happens after the host has answered a list and before the answer arrives. */
const setUp = (held: readonly Conversation[], { before = () => {}, refused = false, homes = [home] } = {}) => {
  const list = async ({ view, folderId, limit, offset = 0 }: Asked) => {
    const chosen = held.filter((entry) => {
      if (folderId !== undefined) return entry.folderId === folderId && !entry.archived;
      if (view === "archived") return entry.archived;
      if (view === "pinned") return entry.pinned;
      return !entry.archived && !entry.pinned && entry.folderId === null;
    });
    before();
    return chosen.slice(offset, offset + limit);
  };
  const organise = async ({ conversationId, ...place }: { conversationId: ConversationId }) => {
    if (refused) throw new ORPCError("NOT_FOUND", { data: { type: "FolderNotFound", folderId: "folder_1" } });
    return talk(conversationId, place);
  };
  const client = { chat: { list, organise }, folders: { list: async () => [...homes] } } as unknown as Client;
  const conversations = createConversations(client);
  const idsOf = () => conversations.store.getState().conversations.map(({ id }) => id);
  return { conversations, idsOf };
};

it("reads what is pinned and filed whole, and of the others a page at a time", async () => {
  const many = Array.from({ length: 450 }, (_, index) => talk(`chat_${index}`, { updatedAtMs: 1000 - index }));
  const { conversations, idsOf } = setUp([talk("p", { pinned: true }), talk("f", { folderId: home.id }), ...many]);
  await conversations.load();
  expect(idsOf()).toHaveLength(202);
  expect(idsOf()).toEqual(expect.arrayContaining(["p", "f", "chat_0", "chat_199"]));
  await conversations.loadMore();
  await conversations.loadMore();
  expect(new Set(idsOf()).size).toBe(452);
  expect(conversations.store.getState()).toMatchObject({ more: false, loaded: true, problem: null });
});

it("believes what was heard while the list was read, and forgets what was removed meanwhile", async () => {
  const heard = { done: false };
  const { conversations, idsOf } = setUp([talk("old"), talk("gone")], {
    before: () => {
      if (heard.done) return;
      heard.done = true;
      conversations.hear({ type: "conversation-changed", conversation: talk("old", { title: "Renamed" }) });
      conversations.hear({ type: "conversation-removed", conversationId: "gone" as ConversationId });
    },
  });
  await conversations.load();
  expect(idsOf()).toEqual(["old"]);
  expect(conversations.find("old")?.title).toBe("Renamed");
});

it("shows a change at once and takes it back where the host refuses it", async () => {
  const { conversations } = setUp([talk("a")], { refused: true });
  await conversations.load();
  const outcome = conversations.organise("a" as ConversationId, { folderId: home.id });
  expect(conversations.find("a")?.folderId).toBe(home.id);
  expect(await outcome).toMatchObject({ ok: false, error: { type: "FolderNotFound" } });
  expect(conversations.find("a")?.folderId).toBeNull();
});

it("reads the list anew when everything changed, and what is no longer there goes", async () => {
  const held = [talk("a"), talk("b")];
  const { conversations, idsOf } = setUp(held);
  await conversations.load();
  held.splice(0, 1);
  conversations.hear({ type: "everything-changed" });
  await conversations.load();
  expect(idsOf()).toEqual(["b"]);
});

it("knows the folders that an import brought, and what is in them", async () => {
  const homes: Folder[] = [];
  const held: Conversation[] = [];
  const { conversations, idsOf } = setUp(held, { homes });
  await conversations.load();
  homes.push(home);
  held.push(talk("brought", { folderId: home.id }));
  conversations.hear({ type: "everything-changed" });
  await vi.waitFor(() => expect(idsOf()).toEqual(["brought"]));
  expect(conversations.store.getState().folders).toEqual([home]);
});
