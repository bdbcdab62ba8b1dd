import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ORPCError } from "@orpc/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChatEvent } from "#core/chat/schema";
import type { IngestEvent } from "#core/memory/schema";
import { startProviderServer, type ProviderServer } from "#core/testing";
import { openThrough, transports, type Client, type Opened } from "./test-transports.ts";

const fixtures = fileURLToPath(new URL("../../core/testing/files/documents/", import.meta.url));
const readable = ["product-manual.pdf", "lease-contract.docx", "meeting-notes.md", "recipe.txt"];
const unreadable = "insurance-letter-encrypted.pdf";

const collect = async <T>(stream: Promise<AsyncIterable<T>>): Promise<T[]> => {
  const values: T[] = [];
  for await (const value of await stream) values.push(value);
  return values;
};

/** The next value of a stream that has one. */
const nextOf = async <T>(stream: AsyncIterator<T, unknown>): Promise<T> => {
  const { done, value } = await stream.next();
  if (done === true) throw new Error("the stream ended");
  return value;
};

const failureOf = async (call: PromiseLike<unknown>): Promise<{ readonly status: number; readonly data: unknown }> => {
  try {
    await call;
  } catch (cause) {
    if (cause instanceof ORPCError) return { status: cause.status, data: cause.data };
    throw cause;
  }
  throw new Error("the call was to fail");
};

describe.each(transports)("over %s", (transport) => {
  let opened: Opened;
  let client: Client;
  let library: string;
  let ingested: readonly IngestEvent[];
  let provider: ProviderServer;

  beforeAll(async () => {
    opened = await openThrough(transport);
    client = opened.client;
    provider = await startProviderServer("openai");
    library = join(opened.folder, "household");
    mkdirSync(library);
    for (const name of [...readable, unreadable]) copyFileSync(join(fixtures, name), join(library, name));
    const job = await client.library.ingest({ paths: [library] });
    ingested = await collect(client.library.job({ jobId: job.id }));
  }, 60_000);

  afterAll(async () => {
    await provider.close();
    await opened.close();
  });

  it("reading a folder tells of every file and ends once, with the report", async () => {
    expect(ingested.filter(({ type }) => type === "ingest-end" || type === "ingest-error")).toHaveLength(1);
    const end = ingested.at(-1);
    expect(end).toMatchObject({
      type: "ingest-end",
      report: {
        added: 4,
        updated: 0,
        unchanged: 0,
        removed: 0,
        failed: [{ path: join(library, unreadable), reason: { type: "FileEncrypted" } }],
      },
    });
    const { total, documents } = await client.library.documents({});
    expect([total, documents.map(({ path }) => basename(path)).toSorted()]).toEqual([4, readable.toSorted()]);
  });

  it("reading it again changes nothing", async () => {
    const job = await client.library.ingest({ paths: [library] });
    const events = await collect(client.library.job({ jobId: job.id }));
    expect(events.at(-1)).toMatchObject({ report: { added: 0, updated: 0, unchanged: 4, removed: 0 } });
  });

  it("a search finds the passage, and the passage is found in its document", async () => {
    const { hits } = await client.library.search({ query: "strip for measuring the water hardness", k: 5 });
    const [best] = hits;
    expect(best).toMatchObject({ path: join(library, "product-manual.pdf"), page: expect.any(Number) });
    const passage = await client.library.passage({ chunkId: best?.chunkId ?? 0, around: 500 });
    expect(passage.text.slice(passage.chunkStart - passage.start, passage.chunkEnd - passage.start)).toBe(best?.text);
    expect(passage.document.path).toBe(best?.path);
  });

  it("a question is answered in a stream, with quotes that stand in the documents", async () => {
    const { id: conversationId } = await client.chat.create({});
    const events = await collect<ChatEvent>(client.chat.send({ conversationId, text: "How many plums does the plum cake need?" }));
    expect(events[0]?.type).toBe("chat-turn-start");
    const end = events.at(-1);
    if (end?.type !== "chat-turn-end") throw new Error("the turn was to end");
    expect(end.answer).toMatchObject({ state: "complete", error: null, answeredBy: { modelId: "extractive" } });
    expect(events.flatMap((event) => (event.type === "chat-delta" ? [event.text] : [])).join("")).toBe(end.answer.text);
    expect(end.answer.citations.map(({ path }) => path)).toContain(join(library, "recipe.txt"));
    for (const { quote, chunkId, start } of end.answer.citations) {
      const passage = await client.library.passage({ chunkId, around: 2000 });
      expect(passage.text.slice(start - passage.start, start - passage.start + quote.length)).toBe(quote);
    }
    const page = await client.chat.open({ conversationId });
    expect(page.messages.at(-1)).toEqual(end.answer);
  });

  it("an answer that is stopped keeps its text, and the provider is told", async () => {
    provider.script(
      { type: "answer", answer: { text: ["ready"] } },
      { type: "stall", answer: { text: ["Half ", "an ", "answer ", "and ", "more"] }, afterFrames: 4 },
    );
    const { id: modelId } = await client.providers.add({
      kind: "compatible",
      name: "Scripted",
      baseUrl: `${provider.origin}/v1`,
      model: "scripted",
      key: "test-key",
    });
    const { id: conversationId } = await client.chat.create({});
    const events: ChatEvent[] = [];
    for await (const event of await client.chat.send({ conversationId, text: "Tell me something long.", modelId })) {
      events.push(event);
      if (event.type === "chat-delta") expect(await client.chat.stop({ conversationId })).toEqual({ stopped: true });
    }
    const end = events.at(-1);
    if (end?.type !== "chat-turn-end") throw new Error("the turn was to end");
    expect(end.answer).toMatchObject({ state: "stopped", text: expect.stringMatching(/^Half/) });
    await provider.closedByClient(provider.requests.length - 1);
    expect((await client.chat.open({ conversationId })).messages.at(-1)).toEqual(end.answer);
  });

  it("failures keep their type: what does not exist is 404, input of the wrong shape is 400", async () => {
    expect(await failureOf(client.library.passage({ chunkId: 999_999_999 }))).toEqual({
      status: 404,
      data: { type: "ChunkNotFound", chunkId: 999_999_999 },
    });
    const conversationId = `chat_${"0".repeat(26)}` as never;
    expect(await failureOf(client.chat.open({ conversationId }))).toEqual({
      status: 404,
      data: { type: "ConversationNotFound", conversationId },
    });
    expect(await failureOf(client.chat.send({ conversationId, text: "x" }))).toMatchObject({
      status: 404,
      data: { type: "ConversationNotFound" },
    });
    const path = join(opened.folder, "nowhere.sqlite");
    expect(await failureOf(client.backup.verify({ path }))).toEqual({ status: 404, data: { type: "BackupNotFound", path } });
    expect(await failureOf(client.library.search({ query: "", k: 5 }))).toMatchObject({ status: 400 });
  });

  it("an uploaded file can be read and found, and its name cannot leave its folder", async () => {
    const text = "The spare key hangs behind the blue flower pot. ".repeat(20);
    const stored = await client.library.upload({
      batch: "batch-1",
      name: "notes/keys.md",
      file: new File([text], "keys.md", { type: "text/markdown" }),
    });
    expect(readFileSync(stored.path, "utf8")).toBe(text);
    expect(stored.path.startsWith(`${stored.batchPath}/`)).toBe(true);
    const job = await client.library.ingest({ paths: [stored.batchPath] });
    await collect(client.library.job({ jobId: job.id }));
    const { hits } = await client.library.search({ query: "blue flower pot", k: 3 });
    expect(hits[0]?.path).toBe(stored.path);
    const escape = client.library.upload({ batch: "batch-2", name: "../../escape.md", file: new File(["x"], "escape.md") });
    expect(await failureOf(escape)).toMatchObject({ status: 422, data: { type: "UploadRefused" } });
  });

  it("a watcher hears what settings are and what they become, until it leaves", async () => {
    const stream = await client.settings.watch();
    const first = await nextOf(stream);
    expect(first).toEqual(await client.settings.get());
    const theme = first.theme === "dark" ? "light" : "dark";
    await client.settings.update({ theme });
    expect(await nextOf(stream)).toEqual({ ...first, theme });
    await stream.return?.(undefined);
  });

  it("the library's watcher starts with its state and hears of a document that goes", async () => {
    const stream = await client.library.watch();
    const first = await nextOf(stream);
    expect(first.documentCount).toBeGreaterThanOrEqual(4);
    const { documents } = await client.library.documents({ filter: "meeting-notes" });
    expect(await client.library.remove({ documentIds: documents.map(({ id }) => id) })).toEqual({ removed: 1 });
    let count = first.documentCount;
    while (count === first.documentCount) count = (await nextOf(stream)).documentCount;
    expect(count).toBe(first.documentCount - 1);
    await stream.return?.(undefined);
  });

  it("a watcher of conversations gets the folders, then every change", async () => {
    const leave = new AbortController();
    const stream = await client.chat.watch(undefined, { signal: leave.signal });
    expect(await nextOf(stream)).toEqual({ type: "folders-changed", folders: await client.folders.list() });
    const folder = await client.folders.create({ name: "Household" });
    expect(await nextOf(stream)).toMatchObject({ type: "folders-changed", folders: [folder] });
    const { id: conversationId } = await client.chat.create({ title: "Kept" });
    const organised = await client.chat.organise({ conversationId, folderId: folder.id, pinned: true });
    expect(organised).toMatchObject({ folderId: folder.id, pinned: true, archived: false });
    expect([await nextOf(stream), await nextOf(stream)]).toMatchObject([
      { type: "conversation-changed", conversation: { id: conversationId, folderId: null } },
      { type: "conversation-changed", conversation: organised },
    ]);
    expect(await client.chat.list({ folderId: folder.id })).toEqual([organised]);
    expect(await client.chat.list({ view: "pinned" })).toEqual([organised]);
    expect(await client.chat.organise({ conversationId, archived: true })).toMatchObject({ archived: true, pinned: false });
    expect((await client.chat.list({ view: "archived" })).map(({ id }) => id)).toEqual([conversationId]);
    expect(await client.folders.remove({ folderId: folder.id })).toEqual({ removed: true });
    expect(await failureOf(client.chat.organise({ conversationId, folderId: folder.id }))).toEqual({
      status: 404,
      data: { type: "FolderNotFound", folderId: folder.id },
    });
    leave.abort();
  });

  it("questions wait behind an answer, in an order that can be changed, and follow it by themselves", async () => {
    provider.script({ type: "answer", answer: { text: ["ready"] } }, { type: "mute" });
    const { id: modelId } = await client.providers.add({
      kind: "compatible",
      name: "Slow",
      baseUrl: `${provider.origin}/v1`,
      model: "slow",
      key: "test-key",
    });
    const { id: conversationId } = await client.chat.create({});
    const add = (text: string) => client.queue.add({ conversationId, text, modelId });
    expect(await add("First")).toEqual({ held: false, messages: [] });
    await add("Second");
    const { messages } = await add("Third");
    const [second, third] = messages;
    if (second === undefined || third === undefined) throw new Error("two were to wait");
    await client.queue.update({ queuedId: second.id, text: "Second, better" });
    const moved = await client.queue.move({ queuedId: third.id, position: 0 });
    expect(moved.messages.map(({ text }) => text)).toEqual(["Third", "Second, better"]);
    expect(await client.chat.stop({ conversationId })).toEqual({ stopped: true });
    expect(await client.queue.get({ conversationId })).toEqual({ ...moved, held: true });
    provider.script({ type: "answer", answer: { text: ["Done."] } });
    const stream = await client.chat.watch();
    await nextOf(stream);
    await client.queue.resume({ conversationId });
    for (;;) {
      const change = await nextOf(stream);
      if (change.type !== "conversation-changed" || change.conversation.id !== conversationId) continue;
      if (!change.conversation.answering && change.conversation.queuedCount === 0) break;
    }
    await stream.return?.(undefined);
    const asked = (await client.chat.open({ conversationId })).messages.filter(({ role }) => role === "user");
    expect(asked.map(({ text }) => text)).toEqual(["First", "Third", "Second, better"]);
    expect(await client.chat.markRead({ conversationId })).toMatchObject({ unread: false, answering: false, queuedCount: 0 });
    expect(await failureOf(client.queue.remove({ queuedId: second.id }))).toMatchObject({ status: 404, data: { type: "QueuedNotFound" } });
  });

  it("a picture is kept as it is, refused with its reason, and goes with its conversation", async () => {
    const base64 = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";
    const image = await client.images.add({ title: "pixel.png", base64 });
    expect(await client.images.read({ imageId: image.id })).toEqual({ ...image, base64 });
    expect(image).toMatchObject({ title: "pixel.png", mediaType: "image/png", width: 1, height: 1 });
    const large = Buffer.concat([Buffer.from(base64, "base64"), Buffer.alloc(5 * 1024 * 1024 - 100)]);
    expect(await client.images.add({ title: "large.png", base64: large.toString("base64") })).toMatchObject({ sizeBytes: large.length });
    const refused = await failureOf(client.images.add({ title: "page.png", base64: Buffer.from("<svg/>").toString("base64") }));
    expect(refused).toEqual({ status: 422, data: { type: "ImageRefused", title: "page.png", reason: "kind" } });
    const { id: conversationId } = await client.chat.create({});
    const events = await collect<ChatEvent>(client.chat.send({ conversationId, text: "What is this?", images: [image.id] }));
    expect(events.at(-1)).toMatchObject({ answer: { state: "failed", error: { type: "PictureUnseen" } } });
    expect((await client.chat.open({ conversationId })).messages[0]?.images).toEqual([image]);
    await client.chat.remove({ conversationId });
    expect(await failureOf(client.images.read({ imageId: image.id }))).toMatchObject({ status: 404, data: { type: "ImageNotFound" } });
  });

  it("lists, information and checks answer in their declared shape", async () => {
    expect(await client.system.info()).toMatchObject({ host: "test", version: "0.0.0" });
    expect((await client.system.doctor()).every(({ name }) => name !== "")).toBe(true);
    const { applied, latest } = await client.system.migrations();
    expect(applied).toBe(latest);
    expect((await client.models.list()).map(({ id }) => id)).toContain("extractive");
    expect(await client.providers.list()).toEqual(expect.any(Array));
    expect((await client.library.embedding()).active.dimensions).toBeGreaterThan(0);
    const backup = await client.backup.create();
    expect(await client.backup.verify({ path: backup.path })).toEqual(backup);
  });
});
