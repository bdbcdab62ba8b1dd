import { afterEach, expect, it } from "vitest";
import type { ChatChange, ConversationId, FolderId } from "./schema.ts";
import { createHeldAnswers, must, openTestChat, until, wholeTurn } from "./test-chat.ts";

const opened: ReturnType<typeof openTestChat>[] = [];
afterEach(async () => {
  for (const { chat, store } of opened.splice(0)) {
    await chat.close();
    store.cleanup();
  }
});

const setUp = (...given: Parameters<typeof openTestChat>) => {
  const test = openTestChat(...given);
  opened.push(test);
  const titles = (query: { view?: "all" | "unfiled" | "pinned" | "archived"; folderId?: FolderId } = {}) =>
    test.chat.list({ limit: 50, offset: 0, ...query }).map(({ title }) => title);
  const create = async (title: string): Promise<ConversationId> => {
    await test.clock.advance(1000);
    return test.chat.create(title).id;
  };
  return { ...test, create, titles };
};

const question = { text: "Why?", modelId: null, attachments: [] };

/** What a watcher got so far; grows as it gets more. */
const watching = async (chat: ReturnType<typeof openTestChat>["chat"]) => {
  const seen: ChatChange[] = [];
  const stop = new AbortController();
  void (async () => {
    for await (const change of chat.watch(stop.signal)) seen.push(change);
  })();
  await until(() => seen.length === 1);
  return { seen, stop };
};

it("[C1] lists what is unfiled, pinned, archived and in a folder, the most recently used first; organising is no use", async () => {
  const { chat, clock, create, titles } = setUp();
  const ids = [await create("plain"), await create("filed"), await create("pinned"), await create("archived"), await create("newest")];
  const [plain, filed, pinned, archived] = ids as [ConversationId, ConversationId, ConversationId, ConversationId];
  const folder = must(chat.folders.create("Household"));
  await clock.advance(1000);
  must(chat.organise(filed, { folderId: folder.id }));
  must(chat.organise(pinned, { folderId: folder.id, pinned: true }));
  must(chat.organise(archived, { folderId: folder.id, archived: true }));
  must(chat.rename(plain, "plainer"));
  expect(titles()).toEqual(["newest", "pinned", "filed", "plainer"]);
  expect(titles({ view: "unfiled" })).toEqual(["newest", "plainer"]);
  expect(titles({ view: "pinned" })).toEqual(["pinned"]);
  expect(titles({ view: "archived" })).toEqual(["archived"]);
  expect(titles({ view: "archived", folderId: folder.id })).toEqual(["pinned", "filed"]);
  await wholeTurn(chat.send({ ...question, conversationId: plain }));
  expect(titles()[0]).toBe("plainer");
  expect(chat.list({ limit: 1, offset: 1 }).map(({ title }) => title)).toEqual(["newest"]);
});

it("[C2] archiving unpins and keeps the folder, pinning brings back, archiving wins over pinning, an unknown folder changes nothing", async () => {
  const { chat, create } = setUp();
  const id = await create("one");
  const folderId = must(chat.folders.create("Household")).id;
  must(chat.organise(id, { folderId, pinned: true }));
  expect(must(chat.organise(id, { archived: true }))).toMatchObject({ archived: true, pinned: false, folderId });
  expect(must(chat.organise(id, { pinned: true }))).toMatchObject({ archived: false, pinned: true, folderId });
  expect(must(chat.organise(id, { pinned: true, archived: true }))).toMatchObject({ archived: true, pinned: false });
  const unknown = `folder_${"0".repeat(26)}` as FolderId;
  expect(chat.organise(id, { folderId: unknown, archived: false })).toEqual({
    ok: false,
    error: { type: "FolderNotFound", folderId: unknown },
  });
  expect(must(chat.organise(id, {}))).toMatchObject({ archived: true, folderId });
  expect(must(chat.organise(id, { folderId: null, archived: false }))).toMatchObject({ archived: false, folderId: null });
  expect(chat.organise(`chat_${"0".repeat(26)}` as ConversationId, { pinned: true })).toMatchObject({
    error: { type: "ConversationNotFound" },
  });
});

it("[C3] asking in an archived conversation brings it back, by every way of asking", async () => {
  const { chat, create } = setUp();
  const id = await create("one");
  const archive = () => must(chat.organise(id, { archived: true }));
  const isArchived = () => must(chat.open(id, 1)).conversation.archived;
  archive();
  const events = await wholeTurn(chat.send({ ...question, conversationId: id }));
  expect(isArchived()).toBe(false);
  const [first, last] = [events[0], events.at(-1)];
  if (first?.type !== "chat-turn-start" || last?.type !== "chat-turn-end") throw new Error("no whole turn");
  archive();
  await wholeTurn(chat.edit({ messageId: first.question.id, text: "How?", modelId: null }));
  expect(isArchived()).toBe(false);
  archive();
  await wholeTurn(chat.regenerate({ messageId: last.answer.id, modelId: null }));
  expect(isArchived()).toBe(false);
  archive();
  must(chat.queue.add({ ...question, conversationId: id }));
  expect(isArchived()).toBe(false);
});

it("[C3] a question that had waited does not bring its conversation back", async () => {
  const { script, underWay } = createHeldAnswers();
  const { chat, create } = setUp(script);
  const id = await create("one");
  must(chat.queue.add({ ...question, conversationId: id }));
  must(chat.queue.add({ ...question, conversationId: id, text: "And then?" }));
  must(chat.organise(id, { archived: true }));
  await until(() => underWay.length === 1);
  underWay[0]?.end("complete");
  await until(() => underWay.length === 2);
  expect(must(chat.open(id, 1)).conversation).toMatchObject({ archived: true, answering: true, queuedCount: 0 });
});

it("[C4, C6] an answer that ended is unread until it is looked at; one the person stopped was seen", async () => {
  const { script, underWay } = createHeldAnswers();
  const { chat, create, open } = setUp(script);
  const id = await create("one");
  const state = () => must(chat.open(id, 1)).conversation;
  const ask = () => must(chat.send({ ...question, conversationId: id }));
  ask();
  expect(state()).toMatchObject({ answering: true, unread: false });
  await until(() => underWay.length === 1);
  underWay[0]?.end("complete");
  await until(() => !state().answering);
  expect(state().unread).toBe(true);
  expect(must(chat.markRead(id)).unread).toBe(false);

  ask();
  await until(() => underWay.length === 2);
  underWay[1]?.end("failed");
  await until(() => !state().answering);
  expect(state().unread).toBe(true);

  ask();
  expect(state().unread).toBe(false);
  await chat.stop(id);
  expect(state()).toMatchObject({ answering: false, unread: false });

  ask();
  // As after a crash: another process finds the answer that this one never ended.
  expect(must(open().open(id, 1)).conversation).toMatchObject({ answering: false, unread: true });
});

it("[C5] folders keep an order without gaps, and leave their conversations when they go", async () => {
  const { chat, create } = setUp();
  const names = () => chat.folders.list().map(({ name, position }) => `${position} ${name}`);
  const [one, two, three] = ["one", "two", "three"].map((name) => must(chat.folders.create(name)).id) as [FolderId, FolderId, FolderId];
  must(chat.folders.move(three, 0));
  must(chat.folders.rename(one, "uno"));
  expect(names()).toEqual(["0 three", "1 uno", "2 two"]);
  expect(must(chat.folders.move(three, 99)).at(-1)?.id).toBe(three);
  const id = await create("inside");
  must(chat.organise(id, { folderId: two }));
  expect(chat.folders.remove(two)).toBe(true);
  expect(chat.folders.remove(two)).toBe(false);
  expect(names()).toEqual(["0 uno", "1 three"]);
  expect(must(chat.open(id, 1)).conversation.folderId).toBeNull();
  expect(chat.folders.rename(two, "x")).toMatchObject({ error: { type: "FolderNotFound" } });
  expect(chat.folders.move(two, 0)).toMatchObject({ error: { type: "FolderNotFound" } });
});

it("[C7] a watcher gets the folders, then each change as the state it led to", async () => {
  const { script, underWay } = createHeldAnswers();
  const { chat } = setUp(script);
  const folder = must(chat.folders.create("Household"));
  const { seen } = await watching(chat);
  expect(seen).toEqual([{ type: "folders-changed", folders: [folder] }]);
  const told = async (act: () => unknown): Promise<readonly ChatChange[]> => {
    const before = seen.length;
    await act();
    await until(() => seen.length > before);
    await new Promise((resolve) => setImmediate(resolve));
    return seen.slice(before);
  };
  let id = "" as ConversationId;
  expect(await told(() => ({ id } = chat.create("")))).toMatchObject([{ type: "conversation-changed", conversation: { title: "" } }]);
  expect(await told(() => chat.rename(id, "Rent"))).toMatchObject([{ conversation: { id, title: "Rent" } }]);
  expect(await told(() => chat.organise(id, { folderId: folder.id }))).toMatchObject([{ conversation: { folderId: folder.id } }]);
  expect(await told(() => chat.queue.add({ ...question, conversationId: id }))).toMatchObject([
    { conversation: { answering: true, messageCount: 2 } },
  ]);
  expect(await told(() => chat.queue.add({ ...question, conversationId: id, text: "And then?" }))).toMatchObject([
    { type: "queue-changed", conversationId: id, queue: { held: false, messages: [{ text: "And then?" }] } },
    { conversation: { queuedCount: 1 } },
  ]);
  await until(() => underWay.length === 1);
  expect(await told(() => underWay[0]?.end("complete"))).toMatchObject([
    { conversation: { answering: false, unread: true, queuedCount: 1 } },
    { conversation: { answering: true, queuedCount: 0, messageCount: 4 } },
    { type: "queue-changed", queue: { messages: [] } },
    { conversation: { answering: true } },
  ]);
  expect(await told(() => chat.markRead(id))).toMatchObject([{ conversation: { unread: false } }]);
  expect(await told(() => chat.folders.remove(folder.id))).toMatchObject([
    { type: "folders-changed", folders: [] },
    { conversation: { id, folderId: null } },
  ]);
  expect((await told(() => chat.remove(id))).at(-1)).toEqual({ type: "conversation-removed", conversationId: id });
});

it("[C7] nothing falls between the folders and the changes, and a watcher that leaves is let go", async () => {
  const { chat } = setUp();
  const stream = chat.watch();
  await stream.next();
  // Nobody asked for the next value yet.
  const created = chat.create("early");
  expect((await stream.next()).value).toMatchObject({ conversation: { id: created.id } });
  const leaving = chat.watch();
  await leaving.next();
  await leaving.return();
  expect(await leaving.next()).toEqual({ done: true, value: undefined });
});

it("[C7] many conversations that lose their folder at once are told as one change", async () => {
  const { chat } = setUp();
  const folder = must(chat.folders.create("Household"));
  for (let count = 0; count < 51; count += 1) must(chat.organise(chat.create(`${count}`).id, { folderId: folder.id }));
  const { seen } = await watching(chat);
  chat.folders.remove(folder.id);
  await until(() => seen.length === 3);
  expect(seen.at(-1)).toEqual({ type: "everything-changed" });
});
