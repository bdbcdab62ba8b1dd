import { afterEach, beforeEach, expect, it } from "vitest";
import { createIds, silentLog } from "#core/base";
import { createFakeClock } from "#core/testing";
import type { TransferEvent } from "./schema.ts";
import { openTestTransfer } from "./test-transfer.ts";
import { createTransfer } from "./transfer.ts";

let test: ReturnType<typeof openTestTransfer>;
beforeEach(() => {
  test = openTestTransfer();
});
afterEach(async () => test.close());

/** One line of so many messages, as ChatGPT writes it. */
const longFile = (count: number): string => {
  const node = (index: number) => ({
    id: `m${index}`,
    parent: index === 0 ? null : `m${index - 1}`,
    children: index + 1 < count ? [`m${index + 1}`] : [],
    message: {
      id: `m${index}`,
      author: { role: index % 2 === 0 ? "user" : "assistant" },
      create_time: 1_700_000_000 + index,
      content: { content_type: "text", parts: [`Quince ${index}: what grows in the garden in autumn, and what it needs.`] },
    },
  });
  const mapping = Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, node(index)]));
  return JSON.stringify([{ id: "long", title: "Long", create_time: 1_700_000_000, mapping, current_node: `m${count - 1}` }]);
};

const count = (table: "conversations" | "messages"): number =>
  test.store.database.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? -1;
const listed = (): number => test.chat.list({ view: "all", limit: 10, offset: 0 }).length;
/** Looks once the first part of the long conversation is written and more is to come. */
const whenHalfIn = async <T>(look: () => T | Promise<T>): Promise<T> => {
  while (count("messages") === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(count("messages")).toBeLessThan(6000);
  return look();
};

it("[T13] writes a long conversation piece by piece, hidden until it is whole, with turns for everybody between", async () => {
  const bringing = test.report(test.write("conversations.json", longFile(6000)));
  const found = await whenHalfIn(async () => [listed(), test.chat.search("quince", 5), (await test.exported()).includes("Long")]);
  expect(found).toEqual([0, [], false]);
  expect(await bringing).toMatchObject({ added: 1, messages: 6000 });
  expect([listed(), test.chat.search("quince", 5).length, count("messages")]).toEqual([1, 5, 6000]);
  expect((await test.report(test.write("again.json", longFile(6000)))).known).toBe(1);
});

it("[T13] gives a turn to others all along", async () => {
  const stages = new Set<number>();
  let isDone = false;
  const bringing = test.report(test.write("conversations.json", longFile(6000))).finally(() => (isDone = true));
  while (!isDone) {
    stages.add(count("messages"));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await bringing;
  expect(stages.size).toBeGreaterThan(6);
});

it("[T13] hands a conversation over by pieces that is too long for one, and loses none and no order", async () => {
  expect(await test.report(test.write("conversations.json", longFile(11_001)))).toMatchObject({
    added: 1,
    messages: 11_001,
    damagedCount: 0,
  });
  const [tree] = test.trees();
  expect(tree?.messages.map(({ parent }) => parent)).toEqual(
    Array.from({ length: 11_001 }, (_, index) => (index === 0 ? null : index - 1)),
  );
  expect(tree?.messages.map(({ text }) => Number(/\d+/.exec(text)?.[0]))).toEqual(Array.from({ length: 11_001 }, (_, index) => index));
  expect(tree?.shown?.at(-1)).toBe(11_000);
});

it("[T13] stopped in the middle of a long conversation, nothing of it is left", async () => {
  const path = test.write("conversations.json", longFile(6000));
  const stopping = new AbortController();
  const bringing = test.bring(path, stopping.signal);
  await whenHalfIn(() => stopping.abort({ type: "Aborted", by: "user" }));
  const end: TransferEvent | undefined = (await bringing).at(-1);
  expect(end).toMatchObject({ type: "transfer-error", error: { type: "Aborted" }, report: { added: 0, known: 0, damagedCount: 0 } });
  expect([count("conversations"), count("messages")]).toEqual([0, 0]);
});

it("[T13] what a killed process left of a long conversation is gone after the next start, and the file goes in anew", async () => {
  const path = test.write("conversations.json", longFile(6000));
  const stopping = new AbortController();
  const bringing = test.bring(path, stopping.signal);
  // The rows as they stand in the middle, put back as if the process had ended there.
  const { database } = test.store;
  await whenHalfIn(() => {
    database.exec("CREATE TEMP TABLE kept_c AS SELECT * FROM conversations; CREATE TEMP TABLE kept_m AS SELECT * FROM messages");
    stopping.abort({ type: "Aborted", by: "user" });
  });
  await bringing;
  database.exec("INSERT INTO conversations SELECT * FROM kept_c; INSERT INTO messages SELECT * FROM kept_m");
  expect([count("conversations"), listed()]).toEqual([1, 0]);

  const clock = createFakeClock();
  const library = { search: () => Promise.reject(new Error("not asked")), chunk: () => Promise.reject(), document: () => Promise.reject() };
  const next = createTransfer({
    clock,
    ids: createIds({ clock }),
    log: silentLog,
    store: test.store,
    library: library as never,
    onAdded: () => {},
  });
  await expect.poll(() => [count("conversations"), count("messages")], { timeout: 20_000 }).toEqual([0, 0]);
  await next.close();
  expect(await test.report(path)).toMatchObject({ added: 1, messages: 6000 });
});
