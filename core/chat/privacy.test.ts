import { afterEach, expect, it } from "vitest";
import { silentLog } from "#core/base";
import { err, ok } from "#core/base/schema";
import { documentIdSchema, type SearchHit } from "#core/memory/schema";
import { createSettings, settingsMigrations } from "#core/settings";
import { createFakeClock, createScriptedAnswerer, createSeededIds, openTestStore } from "#core/testing";
import { createChat } from "./chat.ts";
import type { ChatEvent, Message } from "./schema.ts";
import { chatMigrations } from "./store.ts";

const text = "The rent is 900 euros.";
const hitThat = (isPrivate: boolean): SearchHit => ({
  chunkId: 5,
  documentId: documentIdSchema.parse("doc_00000000000000000000000000"),
  path: "/lease.pdf",
  title: "Lease",
  kind: "pdf",
  page: 2,
  heading: "Rent",
  text,
  score: 1,
  isPrivate,
  trust: "file",
  parts: { lexical: 1, lexicalRank: 1, vector: null, vectorRank: null, fused: 1, diversityPenalty: 0 },
});

const stores: { cleanup: () => void }[] = [];
afterEach(() => stores.splice(0).forEach(({ cleanup }) => cleanup()));

const setUp = (script: Parameters<typeof createScriptedAnswerer>[0] = () => [{ say: "900 euros" }]) => {
  const store = openTestStore([...settingsMigrations, ...chatMigrations]);
  stores.push(store);
  const clock = createFakeClock();
  const { answerer, asked } = createScriptedAnswerer(script);
  let hits: SearchHit[] = [hitThat(false)];
  const embedding = { id: "none", kind: "hashed" as const, name: "", revision: "", dimensions: 1 };
  const deps = {
    answerer,
    clock,
    ids: createSeededIds({ clock }),
    library: {
      search: async () => ok({ hits, embedding, tookMs: 0 }),
      chunk: () => ok({ start: 100, text }),
      document: (documentId: string) => err({ type: "DocumentNotFound" as const, documentId }),
    },
    log: silentLog,
    settings: createSettings({ store }),
    store,
  };
  const chat = createChat(deps);
  const { id } = chat.create("");
  return { asked, chat, find: (found: SearchHit[]) => (hits = found), id, open: () => createChat(deps) };
};

const finished = async (
  turning: ReturnType<ReturnType<typeof createChat>["send"]>,
): Promise<{ question: Message; answer: Message; events: ChatEvent[] }> => {
  if (!turning.ok) throw new Error(JSON.stringify(turning.error));
  const events: ChatEvent[] = [];
  for await (const event of turning.value) events.push(event);
  const [first, last] = [events[0], events.at(-1)];
  if (first?.type !== "chat-turn-start" || last?.type !== "chat-turn-end") throw new Error("no whole turn");
  return { question: first.question, answer: last.answer, events };
};

const ask = { text: "How much is the rent?", modelId: null, attachments: [] };

it("a question, its purpose and its conversation are told to whoever answers; an open one may use a kept answer", async () => {
  const { asked, chat, id } = setUp();
  await finished(chat.send({ ...ask, conversationId: id }));
  expect(asked[0]).toMatchObject({
    modelId: null,
    purpose: "chat",
    about: { conversationId: id },
    privacy: "open",
    cache: "use",
    text: "How much is the rent?",
  });
});

it("a private question makes its answer and all later turns of its branch private, and no other branch", async () => {
  const { asked, chat, id, open } = setUp();
  const { answer, question } = await finished(chat.send({ ...ask, conversationId: id, isPrivate: true }));
  expect([question.isPrivate, answer.isPrivate]).toEqual([true, true]);
  await finished(chat.send({ ...ask, conversationId: id, text: "And the deposit?" }));
  await finished(chat.regenerate({ messageId: answer.id, modelId: null }));
  await finished(chat.edit({ messageId: question.id, text: "How are you?", modelId: null }));
  expect(asked.map(({ privacy }) => privacy)).toEqual(["private", "private", "private", "open"]);
  const kept = open().message(answer.id);
  expect(kept.ok && kept.value.isPrivate).toBe(true);
});

it("a private source makes the request and the answer private, before a word of it is written", async () => {
  const { promise, resolve: release } = Promise.withResolvers<void>();
  const { asked, chat, find, id, open } = setUp(() => [{ say: "900 " }, { wait: promise }, { say: "euros" }]);
  find([hitThat(false), { ...hitThat(true), chunkId: 6 }]);
  const turning = chat.send({ ...ask, conversationId: id });
  if (!turning.ok) throw new Error(turning.error.type);
  let answerId = "";
  for await (const event of turning.value) {
    if (event.type === "chat-turn-start") answerId = event.answer.id;
    if (event.type === "chat-sources") expect(event.sources.map(({ isPrivate }) => isPrivate)).toEqual([false, true]);
    if (event.type !== "chat-delta") continue;
    // What a crash would leave behind now.
    const left = open().message(answerId);
    expect(left.ok && left.value.isPrivate).toBe(true);
    release();
  }
  find([]);
  await finished(chat.send({ ...ask, conversationId: id, text: "Thanks for that, really helpful of you." }));
  expect(asked.map(({ privacy }) => privacy)).toEqual(["private", "private"]);
});

it("answering anew asks somebody, whatever was kept; a question may ask for that too", async () => {
  const { asked, chat, id } = setUp();
  const { answer } = await finished(chat.send({ ...ask, conversationId: id }));
  await finished(chat.regenerate({ messageId: answer.id, modelId: null }));
  await finished(chat.send({ ...ask, conversationId: id, cache: "bypass" }));
  expect(asked.map(({ cache }) => cache)).toEqual(["use", "bypass", "bypass"]);
});

it("what an answer cost is kept with it", async () => {
  const { chat, id, open } = setUp();
  const { answer } = await finished(chat.send({ ...ask, conversationId: id }));
  expect(answer.answeredBy?.account).toEqual({ decision: null, costMicroUsd: 0, cache: null });
  const kept = open().message(answer.id);
  expect(kept.ok && kept.value).toEqual(answer);
});
