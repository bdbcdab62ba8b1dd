import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { runCli } from "./run.ts";
import { createTestTerminal } from "./test-terminal.ts";

let folder: ReturnType<typeof createTestFolder>;
beforeEach(() => {
  folder = createTestFolder();
});
afterEach(() => folder.cleanup());

const run = async (...args: string[]) => {
  const test = createTestTerminal(join(folder.path, "data"), folder.path);
  const code = await runCli(args, test.terminal);
  return { code, output: test.output(), json: test.json, notes: test.notes.join("\n") };
};

const conversation = (id: string) => ({
  id,
  title: `About ${id}`,
  create_time: 1_700_000_000,
  update_time: 1_700_000_100,
  current_node: "a",
  mapping: {
    q: {
      id: "q",
      parent: null,
      children: ["a"],
      message: { author: { role: "user" }, content: { content_type: "text", parts: ["Why?"] } },
    },
    a: {
      id: "a",
      parent: "q",
      children: [],
      message: { author: { role: "assistant" }, content: { content_type: "text", parts: ["So."] } },
    },
  },
});

it("import shows what is in a file, takes it once, and says what is damaged; export writes a zip that can be imported", async () => {
  writeFileSync(join(folder.path, "conversations.json"), JSON.stringify([conversation("one"), { title: "Broken", mapping: {} }]));
  const looked = await run("import", "conversations.json", "--dry-run", "--json");
  expect([looked.code, looked.json()]).toEqual([
    0,
    {
      format: "chatgpt",
      conversationCount: 1,
      messageCount: 2,
      knownCount: 0,
      damagedCount: 1,
      oldestAtMs: 1_700_000_000_000,
      newestAtMs: 1_700_000_100_000,
      examples: ["About one"],
    },
  ]);
  const taken = await run("import", "conversations.json", "--json");
  expect([taken.code, taken.json(), taken.notes]).toEqual([
    0,
    { added: 1, known: 0, messages: 2, damaged: [{ title: "Broken", reason: "no-id", isKept: false }], damagedCount: 1 },
    "Broken: it has no id",
  ]);
  expect((await run("import", "conversations.json")).output).toBe("0 added with 0 messages, 1 here already, 1 damaged\n");

  const written = await run("export", "--out", "all.zip", "--json");
  expect([written.code, written.json()]).toMatchObject([0, { path: join(folder.path, "all.zip"), conversations: 1 }]);
  expect(readFileSync(join(folder.path, "all.zip")).subarray(0, 2).toString()).toBe("PK");
  expect((await run("import", "all.zip", "--dry-run")).output).toMatch(
    /^olympus-zip: 1 conversations with 2 messages, 2023-11-14 to 2023-11-14\n1 here already/,
  );
});

it("import says what is wrong with a file, and export leaves nothing where it cannot write", async () => {
  writeFileSync(join(folder.path, "letter.json"), '{"dear":"sir"}');
  const unknown = await run("import", "letter.json", "--json");
  expect([unknown.code, unknown.json()]).toEqual([1, { error: { type: "TransferFormatUnknown", path: join(folder.path, "letter.json") } }]);
  expect((await run("import", "nothing.zip")).notes).toContain(`There is no file at ${join(folder.path, "nothing.zip")}.`);
  expect((await run("import")).code).toBe(2);
  expect((await run("export")).code).toBe(2);
  const nowhere = await run("export", "--out", "no/such/folder.zip");
  expect([nowhere.code, existsSync(join(folder.path, "no"))]).toEqual([1, false]);
  expect(nowhere.notes).toContain("cannot be written");
  expect(readdirSync(folder.path).filter((name) => name.endsWith(".part"))).toEqual([]);
});
