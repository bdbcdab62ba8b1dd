import { afterEach, expect, it } from "vitest";
import { silentLog } from "#core/base";
import { err, ok } from "#core/base/schema";
import { createSettings, settingsMigrations } from "#core/settings";
import { createFakeClock, createScriptedAnswerer, createSeededIds, openTestStore, threadTimeMs } from "#core/testing";
import { documentIdSchema, type SearchHit } from "#core/memory/schema";
import { createChat, type ChatDeps } from "./chat.ts";
import type { Library } from "./ports.ts";
import type { ChatEvent, Message } from "./schema.ts";
import { chatMigrations } from "./store.ts";

const documentId = documentIdSchema.parse("doc_00000000000000000000000000");
const text = "The rent is 900 euros. It is due on the third day of the month.";
const hit: SearchHit = {
  chunkId: 5,
  documentId,
  path: "/lease.pdf",
  title: "Lease",
  kind: "pdf",
  page: 2,
  heading: "Rent",
  text,
  score: 1,
  isPrivate: false,
  trust: "file",
  parts: { lexical: 1, lexicalRank: 1, vector: null, vectorRank: null, fused: 1, diversityPenalty: 0 },
};
const oneDocument: Library = {
  search: async () => ok({ hits: [hit], embedding: { id: "none", kind: "hashed", name: "", revision: "", dimensions: 1 }, tookMs: 0 }),
  chunk: () => ok({ start: 100, text }),
  document: (id) => err({ type: "DocumentNotFound", documentId: id }),
};

const stores: { cleanup: () => void }[] = [];
afterEach(() => stores.splice(0).forEach(({ cleanup }) => cleanup()));

const setUp = (script: Parameters<typeof createScriptedAnswerer>[0]) => {
  const store = openTestStore([...settingsMigrations, ...chatMigrations]);
  stores.push(store);
  const clock = createFakeClock();
  const { answerer, requests } = createScriptedAnswerer(script);
  const deps: ChatDeps = {
    answerer,
    clock,
    ids: createSeededIds({ clock }),
    library: oneDocument,
    log: silentLog,
    settings: createSettings({ store }),
    store,
  };
  return { chat: createChat(deps), deps, requests };
};

const must = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const all = async (events: AsyncIterable<ChatEvent>): Promise<readonly ChatEvent[]> => {
  const seen: ChatEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
};

const answerIn = (events: readonly ChatEvent[]): Message => {
  const last = events.at(-1);
  if (last?.type !== "chat-turn-end") throw new Error("no end");
  return last.answer;
};

it("streams an answer, binds its citation to stored text, names the chat and says who answered", async () => {
  const { chat } = setUp(() => [{ say: "The rent is " }, { say: "900 euros a month [1]." }]);
  const { id } = chat.create("");
  const events = await all(must(chat.send({ conversationId: id, text: "How much is the rent?", modelId: null, attachments: [] })));
  expect(events.map(({ type }) => type)).toEqual(["chat-turn-start", "chat-sources", "chat-delta", "chat-delta", "chat-turn-end"]);
  const answer = answerIn(events);
  expect(answer).toMatchObject({
    text: "The rent is 900 euros a month [1].",
    state: "complete",
    citations: [{ number: 1, quote: "The rent is 900 euros.", start: 100, end: 122, page: 2 }],
    answeredBy: { modelId: "scripted", why: "it is the only one" },
  });
  expect(must(chat.open(id, 10)).messages.at(-1)).toEqual(answer);
  expect(chat.list({ limit: 10, offset: 0 })[0]).toMatchObject({ title: "How much is the rent?", messageCount: 2 });
});

it("keeps the text of an answer that is stopped", async () => {
  const { chat } = setUp(() => [{ say: "Half of " }, { wait: new Promise(() => {}) }, { say: "never" }]);
  const { id } = chat.create("");
  const events = must(chat.send({ conversationId: id, text: "Go on", modelId: null, attachments: [] }));
  for await (const event of events) if (event.type === "chat-delta") await chat.stop(id);
  expect(must(chat.open(id, 10)).messages.at(-1)).toMatchObject({
    text: "Half of ",
    state: "stopped",
    error: { type: "Aborted", by: "user" },
  });
});

it("goes on when the listener leaves, and can be followed from where it stands", async () => {
  let release = () => {};
  const { chat } = setUp(() => [{ say: "one " }, { wait: new Promise<void>((resolve) => (release = resolve)) }, { say: "two" }]);
  const { id } = chat.create("");
  const first = must(chat.send({ conversationId: id, text: "Count", modelId: null, attachments: [] }));
  for await (const event of first) if (event.type === "chat-delta") break;
  const following = chat.follow(id);
  expect((await following.next()).value).toMatchObject({ type: "chat-turn-start", answer: { text: "one ", state: "streaming" } });
  release();
  expect(answerIn(await all(following)).text).toBe("one two");
  expect(await all(chat.follow(id))).toEqual([]);
});

it("answers one question at a time in a conversation", async () => {
  const { chat } = setUp(() => [{ wait: new Promise(() => {}) }]);
  const { id } = chat.create("");
  chat.send({ conversationId: id, text: "One", modelId: null, attachments: [] });
  expect(chat.send({ conversationId: id, text: "Two", modelId: null, attachments: [] })).toEqual({
    ok: false,
    error: { type: "ConversationBusy", conversationId: id },
  });
  await chat.close();
});

it("keeps what was streamed before a model failed, with the reason", async () => {
  const { chat } = setUp(() => [{ say: "So far" }, { fail: { type: "ProviderBroken", provider: "p", reason: "cut" } }]);
  const { id } = chat.create("");
  const answer = answerIn(await all(must(chat.send({ conversationId: id, text: "Q", modelId: null, attachments: [] }))));
  expect(answer).toMatchObject({ text: "So far", state: "failed", error: { type: "ProviderBroken" } });
});

it("branches on edit and regenerate, and switches between branches", async () => {
  let count = 0;
  const { chat, requests } = setUp(() => [{ say: `answer ${(count += 1)}` }]);
  const { id } = chat.create("");
  const first = answerIn(await all(must(chat.send({ conversationId: id, text: "First", modelId: null, attachments: [] }))));
  const second = answerIn(await all(must(chat.regenerate({ messageId: first.id, modelId: null }))));
  expect([second.text, second.siblingIds]).toEqual(["answer 2", [first.id, second.id]]);
  await all(must(chat.send({ conversationId: id, text: "Follow-up", modelId: null, attachments: [] })));
  expect(requests.at(-1)?.messages.map((message) => message.text)).toContain("answer 2");

  const question = must(chat.open(id, 10)).messages[0];
  if (question === undefined) throw new Error("no question");
  const edited = answerIn(await all(must(chat.edit({ messageId: question.id, text: "First, differently", modelId: null }))));
  expect(must(chat.open(id, 10)).messages.map((message) => message.text)).toEqual(["First, differently", "answer 4"]);
  const page = must(chat.select(second.id));
  expect(page.messages.map((message) => message.text)).toEqual(["First", "answer 2", "Follow-up", "answer 3"]);
  expect(must(chat.select(edited.id)).total).toBe(2);
  expect(chat.edit({ messageId: first.id, text: "x", modelId: null })).toMatchObject({ error: { type: "MessageNotEditable" } });
});

it("reads an answer that a crash cut off as stopped", () => {
  const { chat, deps } = setUp(() => [{ wait: new Promise(() => {}) }]);
  const { id } = chat.create("");
  chat.send({ conversationId: id, text: "Q", modelId: null, attachments: [] });
  expect(must(createChat(deps).open(id, 10)).messages.at(-1)?.state).toBe("stopped");
});

it("finds words in all chats, whatever characters the query has, and forgets removed chats", async () => {
  const { chat } = setUp(() => [{ say: "The badger's burrow is called a sett." }]);
  const { id } = chat.create("");
  await all(must(chat.send({ conversationId: id, text: "Where do badgers live?", modelId: null, attachments: [] })));
  expect(chat.search("burrow", 10)[0]?.snippet).toBe("The badger's \u{e000}burrow\u{e001} is called a sett.");
  expect(chat.search('badger" OR * NEAR( -x', 10)).toEqual([]);
  expect(chat.search('"bad', 10)).toHaveLength(2);
  expect(chat.search("!!!", 10)).toEqual([]);
  await chat.remove(id);
  expect(chat.search("burrow", 10)).toEqual([]);
});

it("exports the branch on show as Markdown and everything as JSON", async () => {
  const { chat } = setUp(() => [{ say: "The rent is 900 euros [1]." }]);
  const { id } = chat.create("");
  await all(must(chat.send({ conversationId: id, text: "How much is the rent?", modelId: null, attachments: [] })));
  const file = must(chat.export(id, "markdown"));
  expect(file.fileName).toBe("How-much-is-the-rent.md");
  expect(file.content.replace(/<!-- olympus-chat 1 chat_\w+ \S+ -->\n\n| <!-- olympus \S+ -->/g, "")).toBe(
    "# How much is the rent?\n\n## You\n\nHow much is the rent?\n\n## Scripted\n\nThe rent is 900 euros [1].\n\n[1] Lease, page 2, Rent: “The rent is 900 euros.” (/lease.pdf)\n",
  );
  expect(JSON.parse(must(chat.export(id, "json")).content)).toMatchObject({
    format: "olympus-chat",
    messages: [{ role: "user" }, { role: "assistant" }],
  });
});

it("opens the end of a chat of 10,000 messages in well under a tenth of a second", () => {
  const { chat, deps } = setUp(() => []);
  const { id } = chat.create("Long");
  const insert = deps.store.database.prepare(
    "INSERT INTO messages (id, conversation_id, parent_id, depth, role, text, state, detail, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, 'complete', '{}', 0)",
  );
  deps.store.transaction(() => {
    for (let depth = 0; depth < 10_000; depth += 1)
      insert.run(
        `msg_${String(depth).padStart(26, "0")}`,
        id,
        depth === 0 ? null : `msg_${String(depth - 1).padStart(26, "0")}`,
        depth,
        depth % 2 ? "assistant" : "user",
        `Message ${depth}`,
      );
    deps.store.database.prepare("UPDATE conversations SET leaf_id = ? WHERE id = ?").run(`msg_${"9999".padStart(26, "0")}`, id);
  });
  const tookMs = threadTimeMs(() => {
    const page = must(chat.open(id, 60));
    expect([page.total, page.start, page.messages.at(-1)?.text]).toEqual([10_000, 9940, "Message 9999"]);
  });
  expect(must(chat.page(id, 5000, 2)).messages.map((message) => message.text)).toEqual(["Message 5000", "Message 5001"]);
  expect(tookMs).toBeLessThan(100);
});
