import { afterEach, beforeEach, expect, it } from "vitest";
import { createIds, silentLog } from "#core/base";
import { createFakeClock } from "#core/testing";
import type { ExportEvent } from "./schema.ts";
import { chatGptZip, shortConversation } from "./test-chatgpt.ts";
import { openTestTransfer } from "./test-transfer.ts";
import { createTransfer } from "./transfer.ts";

let test: ReturnType<typeof openTestTransfer>;
beforeEach(() => {
  test = openTestTransfer();
});
afterEach(async () => test.close());

/** The events of an export for which a zip holds no more than this. */
const exportedWithin = async (limits: { readonly mostBytes: number; readonly mostEntries: number }): Promise<ExportEvent[]> => {
  const clock = createFakeClock();
  const transfer = createTransfer({
    clock,
    ids: createIds({ clock }),
    library: {} as never,
    limits,
    log: silentLog,
    onAdded: () => {},
    store: test.store,
  });
  const events: ExportEvent[] = [];
  for await (const event of transfer.exportAll()) events.push(event);
  await transfer.close();
  return events;
};
const roomy = { mostBytes: 4_000_000_000, mostEntries: 65_000 };
const tooLarge = (limits: typeof roomy) => ({
  type: "export-error",
  error: { type: "ExportTooLarge", limitBytes: limits.mostBytes, limitFiles: limits.mostEntries },
});

const bring = (titles: readonly string[]) => test.report(test.write("in.zip", chatGptZip(titles.map((title) => shortConversation(title)))));

it.each([
  ["are more bytes than a zip holds", { ...roomy, mostBytes: 1500 }],
  ["are more files than a zip holds, even without the Markdown", { ...roomy, mostEntries: 1 }],
])("[T14] conversations that %s end the export in words of their own, and nothing passes for a whole one", async (_why, limits) => {
  await bring(["one", "two", "three", "four"]);
  const events = await exportedWithin(limits);
  expect(events.at(-1)).toEqual(tooLarge(limits));
  expect(events.some(({ type }) => type === "export-end")).toBe(false);
});

it("[T14] measures an entry before it is packed: what repeats itself is small in the zip and too large for its list", async () => {
  const long = "tomato ".repeat(20_000);
  const message = { id: "m", author: { role: "user" }, create_time: 1, content: { content_type: "text", parts: [long] } };
  const mapping = { m: { id: "m", parent: null, children: [], message } };
  await test.report(test.write("long.json", JSON.stringify([{ id: "long", title: "Long", create_time: 1, mapping, current_node: "m" }])));
  expect((await test.exported()).length).toBeLessThan(20_000);
  const limits = { ...roomy, mostBytes: 100_000 };
  expect((await exportedWithin(limits)).at(-1)).toEqual(tooLarge(limits));
});

it("[T14] leaves the Markdown out where there would be too many files, and the rest comes back whole", async () => {
  await bring(["one", "two", "three", "four"]);
  const events = await exportedWithin({ ...roomy, mostEntries: 5 });
  expect(events.at(-1)).toEqual({ type: "export-end" });
  const bytes = Buffer.concat(events.flatMap((event) => (event.type === "export-piece" ? [Buffer.from(event.base64, "base64")] : [])));
  expect(bytes.includes("conversations/")).toBe(false);
  const other = openTestTransfer();
  expect(await other.report(other.write("all.zip", bytes))).toMatchObject({ added: 4, damagedCount: 0 });
  await other.close();
});
