import { afterEach, beforeEach, expect, it } from "vitest";
import { openTestStore } from "#core/testing";
import { createQuotes } from "./quoted-in.ts";
import { chatMigrations } from "./store.ts";

let opened: ReturnType<typeof openTestStore>;
beforeEach(() => void (opened = openTestStore(chatMigrations)));
afterEach(() => opened.cleanup());

let position = 0;
const add = (conversationId: string, quoted: readonly string[], more: { attached?: string[]; state?: string; atMs?: number } = {}) => {
  const { attached = [], atMs = 1000, state = "complete" } = more;
  position += 1;
  const detail = {
    citations: quoted.map((documentId) => ({ documentId })),
    attachments: attached.map((documentId) => ({ documentId, title: "x" })),
  };
  opened.database
    .prepare("INSERT OR IGNORE INTO conversations (id, title, created_at_ms, updated_at_ms) VALUES (?, ?, 1, 1)")
    .run(conversationId, `About ${conversationId}`);
  opened.database
    .prepare(
      "INSERT INTO messages (position, id, conversation_id, parent_id, depth, role, text, state, detail, created_at_ms) VALUES (?, ?, ?, NULL, 0, 'assistant', '', ?, ?, ?)",
    )
    .run(position, `msg_${position}`, conversationId, state, JSON.stringify(detail), atMs);
  return position;
};

it("tells which conversations quote a document, how often and when last; those that were deleted are left out", async () => {
  const quotes = createQuotes({ store: opened });
  add("chat_1", ["doc_1", "doc_1", "doc_2"], { atMs: 1000 });
  add("chat_1", ["doc_1"], { atMs: 3000 });
  add("chat_2", ["doc_1"], { atMs: 2000 });
  add("chat_3", [], { attached: ["doc_3"] });
  expect(await quotes.quotedIn(["doc_1"])).toEqual([
    { conversationId: "chat_1", title: "About chat_1", quotes: 3 },
    { conversationId: "chat_2", title: "About chat_2", quotes: 1 },
  ]);
  expect([...(await quotes.uses())]).toEqual([
    ["doc_1", { lastUsedAtMs: 3000, attached: false }],
    ["doc_2", { lastUsedAtMs: 1000, attached: false }],
    ["doc_3", { lastUsedAtMs: null, attached: true }],
  ]);
  opened.database.prepare("DELETE FROM conversations WHERE id = 'chat_1'").run();
  expect((await quotes.quotedIn(["doc_1"])).map(({ conversationId }) => conversationId)).toEqual(["chat_2"]);
  expect((await quotes.uses()).has("doc_2")).toBe(false);
});

it("an answer under way counts when it has ended, and nothing after it is lost", async () => {
  const quotes = createQuotes({ store: opened });
  const underWay = add("chat_1", [], { state: "streaming" });
  add("chat_2", ["doc_1"]);
  expect(await quotes.quotedIn(["doc_1"])).toEqual([]);
  opened.database
    .prepare("UPDATE messages SET state = 'complete', detail = ? WHERE position = ?")
    .run(JSON.stringify({ citations: [{ documentId: "doc_1" }], attachments: [] }), underWay);
  expect((await quotes.quotedIn(["doc_1"])).map(({ conversationId }) => conversationId).toSorted()).toEqual(["chat_1", "chat_2"]);
});
