import { afterAll, beforeAll, expect, it } from "vitest";
import { threadTimeMs } from "#core/testing";
import { openTestChat } from "./test-chat.ts";

const conversationCount = 1000;
const messagesEach = 10;
const words =
  "rent lease badger invoice museum travel train garden water hardness plum cake recipe kitchen window door paint wall colour tax insurance letter contract month year price euro boiler".split(
    " ",
  );

let test: ReturnType<typeof openTestChat>;
const idOf = (prefix: string, number: number): string => `${prefix}_${String(number).padStart(26, "0")}`;

/** The same words in another order and number each time; a third of the conversations are archived, one in fifty is pinned, a tenth lies in folders. */
const fill = ({ database, transaction }: ReturnType<typeof openTestChat>["store"]) => {
  let at = 1;
  const some = (count: number): string =>
    Array.from({ length: count }, () => words[(at = (at * 48_271) % 2_147_483_647) % words.length]).join(" ");
  const conversation = database.prepare(
    "INSERT INTO conversations (id, title, created_at_ms, updated_at_ms, leaf_id, folder_id, pinned_at_ms, archived_at_ms) VALUES (?, ?, 0, ?, ?, ?, ?, ?)",
  );
  const message = database.prepare(
    "INSERT INTO messages (id, conversation_id, parent_id, depth, role, text, state, detail, created_at_ms) VALUES (?, ?, ?, ?, ?, ?, 'complete', '{}', 0)",
  );
  transaction(() => {
    for (let number = 0; number < conversationCount; number += 1) {
      const id = idOf("chat", number);
      const first = number * messagesEach;
      const isPinned = number % 50 === 0;
      const folderId = number % 10 === 0 ? idOf("folder", number % 7) : null;
      const usedAtMs = (number * 7919) % 100_003;
      conversation.run(
        id,
        some(4),
        usedAtMs,
        idOf("msg", first + messagesEach - 1),
        folderId,
        isPinned ? 1 : null,
        !isPinned && number % 3 === 0 ? 1 : null,
      );
      for (let depth = 0; depth < messagesEach; depth += 1)
        message.run(
          idOf("msg", first + depth),
          id,
          depth === 0 ? null : idOf("msg", first + depth - 1),
          depth,
          depth % 2 === 0 ? "user" : "assistant",
          some(depth % 2 === 0 ? 20 : 150),
        );
    }
  });
};

beforeAll(() => {
  test = openTestChat();
  fill(test.store);
}, 60_000);
afterAll(() => test.store.cleanup());

/** Processor time of one call, over enough of them for the clock's grain of some milliseconds. */
const eachMs = (call: () => unknown, times = 100): number => {
  call();
  return (
    threadTimeMs(() => {
      for (let count = 0; count < times; count += 1) call();
    }) / times
  );
};

it.each(["all", "unfiled", "pinned", "archived"] as const)(
  "[C1] a page of a hundred of a thousand conversations, %s, takes under 5 ms",
  (view) => {
    const page = () => test.chat.list({ view, limit: 100, offset: 0 });
    expect(page().length).toBe(view === "pinned" ? conversationCount / 50 : 100);
    expect(eachMs(page)).toBeLessThan(5);
  },
);

it("[C20] a search in ten thousand messages takes under 50 ms, also for words that are in every one of them", () => {
  for (const query of ["rent", "plum cake recipe kitc", '"rent lease badger"', "rentx", "recipesing"])
    expect([query, eachMs(() => test.chat.search(query, 30), 10) < 50]).toEqual([query, true]);
});
