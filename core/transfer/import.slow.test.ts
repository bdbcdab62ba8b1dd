import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { err, ok } from "#core/base/schema";
import type { Library } from "#core/chat";
import { createTestZip } from "#core/testing";
import { createPassingFiles } from "./passing-files.ts";
import { chatGptConversation, chatGptZip, shortConversation } from "./test-chatgpt.ts";
import { openTestTransfer } from "./test-transfer.ts";

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const { close } of opened.splice(0)) await close();
});
const setUp = (library?: Library) => {
  const test = openTestTransfer(library);
  opened.push(test);
  return test;
};

it("[T1] previews and imports a ChatGPT zip; a second import leaves everything as it is", async () => {
  const { bring, chat, report, told, transfer, trees, write } = setUp();
  const path = write("export.zip", chatGptZip([shortConversation("one"), shortConversation("two")]));
  expect(await transfer.preview(path)).toEqual({
    ok: true,
    value: {
      format: "chatgpt",
      conversationCount: 2,
      messageCount: 4,
      knownCount: 0,
      damagedCount: 0,
      oldestAtMs: 1_700_000_000_250,
      newestAtMs: 1_700_000_900_500,
      examples: ["About one", "About two"],
    },
  });
  expect(trees()).toEqual([]);

  const events = await bring(path);
  expect(events[0]).toEqual({ type: "transfer-progress", doneCount: 0, totalCount: 2, title: "" });
  expect(events.at(-1)).toEqual({
    type: "transfer-end",
    report: { added: 2, known: 0, damaged: [], damagedCount: 0, messages: 4 },
  });
  expect(told()).toBe(1);
  expect(trees()[0]).toEqual({
    title: "About one",
    archived: false,
    pinned: false,
    createdAtMs: 1_700_000_000_250,
    updatedAtMs: 1_700_000_900_500,
    shown: [0, 1],
    messages: [
      {
        parent: null,
        role: "user",
        state: "complete",
        text: "What is one?",
        atMs: 1_700_000_001_000,
        isPrivate: false,
        model: null,
        images: [],
      },
      {
        parent: 0,
        role: "assistant",
        state: "complete",
        text: "one is a name.",
        atMs: 1_700_000_001_000,
        isPrivate: false,
        model: "gpt-4o-mini",
        images: [],
      },
    ],
  });
  expect(chat.search("name", 10)).toHaveLength(2);

  expect(await transfer.preview(path)).toMatchObject({ ok: true, value: { knownCount: 2 } });
  expect(await report(path)).toEqual({ added: 0, known: 2, damaged: [], damagedCount: 0, messages: 0 });
  expect(trees()).toHaveLength(2);
  expect(told()).toBe(1);
});

it("[T2] brings an export of everything into an empty store as the same trees", async () => {
  const one = setUp();
  await one.report(
    one.write(
      "conversations.json",
      JSON.stringify([
        shortConversation("one"),
        chatGptConversation(
          "two",
          [
            { id: "q", role: "user", text: "Ask" },
            { id: "a", parent: "q", role: "assistant", text: "First" },
            { id: "b", parent: "q", role: "assistant", text: "Second" },
          ],
          { current_node: "a", is_archived: true, is_starred: true },
        ),
      ]),
    ),
  );
  const two = setUp();
  const path = two.write("all.zip", await one.exported());
  expect(await two.transfer.preview(path)).toMatchObject({
    ok: true,
    value: { format: "olympus-zip", conversationCount: 2, damagedCount: 0 },
  });
  expect(await two.report(path)).toMatchObject({ added: 2, messages: 5 });
  expect(two.trees()).toEqual(one.trees());
  expect(two.trees()[1]).toMatchObject({ archived: true, pinned: true, shown: [0, 1] });
  // It carries where it came from: neither store takes it again from the other.
  expect(await one.report(one.write("back.zip", await two.exported()))).toMatchObject({ added: 0, known: 2 });
});

/** A picture of one pixel. */
const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const withPictures = (...pointers: readonly string[]) =>
  chatGptConversation("pictures", [
    {
      id: "q",
      role: "user",
      content: {
        content_type: "multimodal_text",
        parts: [...pointers.map((pointer) => ({ content_type: "image_asset_pointer", asset_pointer: pointer })), "What is on them?"],
      },
      message: { metadata: { attachments: [{ id: "file-Abc", name: "cat.png" }] } },
    },
    { id: "a", parent: "q", role: "assistant", text: "A cat." },
  ]);

it("[T9] keeps the pictures that lie in the zip, names the others, and hands them out again", async () => {
  const one = setUp();
  const pointers = ["file-service://file-Abc", "sediment://file_00ff", "file-service://file-broken", "file-service://file-gone"];
  const path = one.write(
    "export.zip",
    chatGptZip(
      [withPictures(...pointers)],
      [
        { name: "file-Abc-cat.png", data: pixel },
        { name: "dalle/file_00ff-x.png", data: pixel },
        { name: "file-broken.png", data: "no picture" },
      ],
    ),
  );
  expect(await one.report(path)).toMatchObject({ added: 1, damagedCount: 0 });
  const [tree] = one.trees();
  expect(tree?.messages[0]).toMatchObject({
    text: "What is on them?\n\n[picture: file-gone]\n\n[picture: file-broken]",
    images: ["cat.png", "file_00ff"],
  });
  const two = setUp();
  expect(await two.report(two.write("all.zip", await one.exported()))).toMatchObject({ added: 1, damagedCount: 0 });
  expect(two.trees()).toEqual([tree]);
  const [conversation] = one.chat.list({ view: "all", limit: 1, offset: 0 });
  const alone = conversation === undefined ? null : one.chat.export(conversation.id, "json");
  const three = setUp();
  await three.report(three.write("alone.json", alone?.ok === true ? alone.value.content : ""));
  expect(three.trees()).toEqual([tree]);
  expect(two.store.database.prepare<[], Buffer>("SELECT bytes FROM chat_images").pluck().all()).toEqual([pixel, pixel]);
});

it("[T4] takes what it can from files that are damaged, and says what is wrong with the others", async () => {
  const { bring, report, transfer, write } = setUp();
  const whole = JSON.stringify([shortConversation("one"), shortConversation("two")]);
  expect(await report(write("cut.json", whole.slice(0, -20)))).toMatchObject({
    added: 1,
    damaged: [{ title: "", reason: "truncated", isKept: false }],
  });
  const mixed = `[${JSON.stringify(shortConversation("three"))}, {"a": nonsense}, 7, {"mapping": 5, "title": "Odd"}, ${JSON.stringify(shortConversation("three"))}]`;
  expect(await report(write("mixed.json", Buffer.concat([Buffer.from(mixed), Buffer.from([0xff, 0xfe])])))).toEqual({
    added: 1,
    known: 1,
    messages: 2,
    damagedCount: 3,
    damaged: [
      { title: "", reason: "not-json", isKept: false },
      { title: "", reason: "wrong-shape", isKept: false },
      { title: "Odd", reason: "wrong-shape", isKept: false },
    ],
  });
  const invalid = Buffer.from(JSON.stringify([shortConversation("four", "caf\u00e9?")]));
  expect(await report(write("invalid.json", Buffer.from(invalid.map((byte) => (byte === 0xc3 ? 0xff : byte)))))).toMatchObject({
    added: 1,
  });

  const problemOf = async (name: string, content: Uint8Array | string) => {
    const path = write(name, content);
    const preview = await transfer.preview(path);
    const end = (await bring(path)).at(-1);
    expect(end).toMatchObject({ type: "transfer-error", report: { added: 0 } });
    return preview.ok ? "none" : preview.error.type;
  };
  expect(await problemOf("letter.txt", "Dear Sir")).toBe("TransferFormatUnknown");
  expect(await problemOf("notes.md", "# Shopping")).toBe("TransferFormatUnknown");
  expect(await problemOf("list.json", "[1, 2]")).toBe("TransferFormatUnknown");
  expect(await problemOf("other.zip", createTestZip([{ name: "a.txt", data: "x" }]))).toBe("TransferFormatUnknown");
  expect(await problemOf("half.zip", chatGptZip([shortConversation("five")]).subarray(0, 200))).toBe("TransferFileDamaged");
  expect(await problemOf("locked.zip", createTestZip([{ name: "conversations.json", data: whole, encrypted: true }]))).toBe(
    "TransferFileDamaged",
  );
  expect(await problemOf("bomb.zip", createTestZip([{ name: "conversations.json", data: `[${" ".repeat(40_000_000)}]` }]))).toBe(
    "TransferFileDamaged",
  );
  expect(await transfer.preview("/no/such/file.zip")).toEqual({
    ok: false,
    error: { type: "TransferFileMissing", path: "/no/such/file.zip" },
  });
  expect(await transfer.preview("/")).toMatchObject({ ok: false, error: { type: "TransferFormatUnknown" } });
});

it("[T3] reads the numbered files of a large export in their order, and no entry by where its name leads", async () => {
  const { folder, report, trees, write } = setUp();
  const file = (name: string, ...ids: readonly string[]) => ({ name, data: JSON.stringify(ids.map((id) => shortConversation(id))) });
  const path = write(
    "many.zip",
    createTestZip([file("conversations-010.json", "c"), file("conversations-002.json", "b"), file("../../conversations-001.json", "a")]),
  );
  expect(await report(path)).toMatchObject({ added: 3 });
  expect(trees().map(({ title }) => title)).toEqual(["About a", "About b", "About c"]);
  expect(existsSync(join(dirname(dirname(folder)), "conversations-001.json"))).toBe(false);
});

it("[T10] stopped in the middle, it keeps what is in; run again, it brings the rest", async () => {
  const { folder: _folder, report, told, transfer, trees, write } = setUp();
  const path = write("conversations.json", JSON.stringify(Array.from({ length: 300 }, (_, index) => shortConversation(`n${index}`))));
  const stop = new AbortController();
  const seen: string[] = [];
  for await (const event of transfer.import(path, stop.signal)) {
    seen.push(event.type);
    stop.abort();
  }
  expect(seen.at(-1)).toBe("transfer-error");
  const kept = trees().length;
  expect(kept).toBeLessThan(300);
  expect(await report(path)).toMatchObject({ added: 300 - kept, known: kept });
  expect(told()).toBe(kept === 0 ? 1 : 2);
});

it("[T11] keeps a citation only where its words stand in this library; another becomes part of the text", async () => {
  const documentId = "doc_00000000000000000000000000";
  const citation = (number: number, quote: string) => ({
    number,
    chunkId: 5,
    documentId,
    path: "/lease.pdf",
    title: "Lease",
    page: 2,
    heading: "",
    quote,
    start: 100,
    end: 100 + quote.length,
  });
  const library = {
    search: () => Promise.reject(new Error("not asked")),
    chunk: () => ok({ start: 100, text: "The rent is 900 euros." }),
    document: (id: string) => (id === documentId ? ok({}) : err({ type: "DocumentNotFound", documentId: id })),
  } as unknown as Library;
  const { chat, report, write } = setUp(library);
  const message = (id: number, role: string, more: Readonly<Record<string, unknown>>) => ({
    id: `m${id}`,
    parentId: id === 1 ? null : `m${id - 1}`,
    role,
    text: "Text",
    createdAtMs: id,
    state: "complete",
    ...more,
  });
  const file = {
    format: "olympus-chat",
    version: 2,
    conversation: { id: "x", title: "Rent", createdAtMs: 1, updatedAtMs: 2, messageCount: 2 },
    messages: [
      message(1, "user", { attachments: [{ documentId: "doc_00000000000000000000000009", title: "Lost.pdf" }] }),
      message(2, "assistant", { citations: [citation(1, "The rent"), citation(2, "is free!")] }),
    ],
  };
  expect(await report(write("chat.json", JSON.stringify(file)))).toMatchObject({ added: 1, damagedCount: 0 });
  const [conversation] = chat.list({ view: "all", limit: 1, offset: 0 });
  const page = conversation === undefined ? null : chat.open(conversation.id, 10);
  expect(
    page?.ok === true && page.value.messages.map(({ attachments, citations, text }) => [text, citations.length, attachments.length]),
  ).toEqual([
    ["Text\n\n[file: Lost.pdf]", 0, 0],
    ["Text\n\n[2] Lease, page 2: “is free!” (/lease.pdf)", 1, 0],
  ]);
});

it("[T12] removes a file that was only passing through when its import has ended, and no other", async () => {
  const { report, store, write } = setUp();
  const passing = join(store.dataDir, "uploads", "import-1", "conversations.json");
  const staying = join(store.dataDir, "uploads", "papers", "conversations.json");
  for (const path of [passing, staying]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify([shortConversation("one")]));
    await report(path);
  }
  const beside = write("conversations.json", JSON.stringify([shortConversation("one")]));
  await report(beside);
  expect([passing, dirname(passing), staying, beside].map((path) => existsSync(path))).toEqual([false, false, true, true]);

  mkdirSync(dirname(passing), { recursive: true });
  const passingFiles = createPassingFiles(store.dataDir);
  const swept = passingFiles.sweep();
  mkdirSync(`${dirname(passing)}-later`);
  await swept;
  expect([dirname(passing), `${dirname(passing)}-later`, staying].map((path) => existsSync(path))).toEqual([false, true, true]);
});

it("[T2] any tree goes out and comes in as it was", async () => {
  const words = fc
    .string({ unit: "grapheme", minLength: 1, maxLength: 40 })
    .map((text) => `t${text.replace(/[\p{Cc}\uE200-\uE206]/gu, "")}`);
  const tree = fc.array(fc.record({ above: fc.nat(), isUser: fc.boolean(), text: words }), { minLength: 1, maxLength: 25 });
  const [one, two] = [setUp(), setUp()];
  const conversations = fc.sample(tree, { numRuns: 150, seed: 2026 }).map((nodes, number) =>
    chatGptConversation(
      `c${number}`,
      nodes.map(({ above, isUser, text }, index) => ({
        id: `n${index}`,
        parent: index === 0 ? null : `n${above % index}`,
        role: isUser ? "user" : "assistant",
        text,
        at: 1_700_000_000 + index,
      })),
    ),
  );
  expect(await one.report(one.write("conversations.json", JSON.stringify(conversations)))).toMatchObject({ added: 150, damagedCount: 0 });
  expect(await two.report(two.write("all.zip", await one.exported()))).toMatchObject({ added: 150, damagedCount: 0 });
  expect(two.trees()).toEqual(one.trees());
});
