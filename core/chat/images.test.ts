import { afterEach, expect, it } from "vitest";
import type { ChatImage, ChatImageId } from "./schema.ts";
import { createHeldAnswers, must, openTestChat, until, wholeTurn } from "./test-chat.ts";
import { testImage } from "./test-images.ts";

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
  const { id } = test.chat.create("one");
  const picture = (title = "car.png", side = 40): ChatImage => must(test.chat.images.add(title, testImage("png", side, 30)));
  const ask = (text: string, images: readonly ChatImage[] = [], conversationId = id) =>
    wholeTurn(test.chat.send({ conversationId, text, modelId: null, attachments: [], images: images.map((image) => image.id) }));
  const exists = (image: ChatImage, chat = test.chat) => chat.images.read(image.id).ok;
  return { ...test, ask, exists, id, picture };
};

const seeing = { images: true, contextTokens: 32_768 };
const dayMs = 24 * 3_600_000;
const base64Of = (side: number) => testImage("png", side, 30).toString("base64");

it("[C14] keeps a picture by what it is, and gives it back byte for byte", () => {
  const { chat, picture } = setUp();
  const bytes = testImage("jpeg", 640, 480);
  const kept = must(chat.images.add("holiday.png", bytes));
  expect(kept).toMatchObject({ title: "holiday.png", mediaType: "image/jpeg", width: 640, height: 480, sizeBytes: bytes.length });
  expect(must(chat.images.read(kept.id))).toEqual({ ...kept, base64: bytes.toString("base64") });
  expect(picture().id).not.toBe(kept.id);
  const imageId = `img_${"0".repeat(26)}` as ChatImageId;
  expect(chat.images.read(imageId)).toEqual({ ok: false, error: { type: "ImageNotFound", imageId } });
});

it("[C14] refuses what is no picture, is damaged or is too large", () => {
  const { chat } = setUp();
  const refused = (bytes: Buffer) => {
    const added = chat.images.add("x.png", bytes);
    return added.ok ? "taken" : added.error;
  };
  const refusal = (reason: string) => ({ type: "ImageRefused", title: "x.png", reason });
  expect(refused(Buffer.from("<svg/>"))).toEqual(refusal("kind"));
  expect(refused(testImage("png", 9, 9).subarray(0, 20))).toEqual(refusal("damaged"));
  expect(refused(testImage("gif", 8193, 10))).toEqual(refusal("too-large"));
  expect(refused(testImage("gif", 10, 8193))).toEqual(refusal("too-large"));
  expect(refused(testImage("gif", 8192, 8192))).toBe("taken");
  const full = Buffer.concat([testImage("jpeg", 10, 10), Buffer.alloc(5 * 1024 * 1024)]);
  expect(refused(full)).toEqual(refusal("too-large"));
  expect(refused(full.subarray(0, 5 * 1024 * 1024))).toBe("taken");
});

it("[C15] belongs to the conversation whose question took it, and to no other", async () => {
  const { ask, chat, picture } = setUp();
  const image = picture();
  const events = await ask("What is this?", [image, image]);
  expect(events[0]).toMatchObject({ type: "chat-turn-start", question: { images: [image] } });
  const other = chat.create("other").id;
  const question = { conversationId: other, text: "And here?", modelId: null, attachments: [], images: [image.id] };
  expect(chat.send(question)).toEqual({ ok: false, error: { type: "ImageNotFound", imageId: image.id } });
  expect(chat.queue.add(question)).toMatchObject({ error: { type: "ImageNotFound" } });
  expect(must(chat.open(other, 10)).total).toBe(0);
});

it("[C15] is dropped at a start when nobody took it for a day", async () => {
  const { ask, clock, exists, open, picture } = setUp();
  const [taken, left] = [picture(), picture()];
  await ask("What is this?", [taken]);
  await clock.advance(dayMs);
  const young = picture();
  const soon = open();
  expect([taken, left, young].map((image) => exists(image, soon))).toEqual([true, true, true]);
  await clock.advance(1);
  const later = open();
  expect([taken, left, young].map((image) => exists(image, later))).toEqual([true, false, true]);
});

it("[C11, C15] waits in line with its question, and is given back when that is taken away", async () => {
  const { script, underWay } = createHeldAnswers();
  const { chat, clock, exists, id, open, picture } = setUp(script);
  const add = (text: string, ...images: ChatImage[]) =>
    must(chat.queue.add({ conversationId: id, text, modelId: null, attachments: [], images: images.map((image) => image.id) }));
  const [waiting, shared, alone] = [picture("waiting"), picture("shared"), picture("alone")];
  add("one", shared);
  expect(add("two", waiting).messages).toMatchObject([{ images: [waiting] }]);
  const third = add("three", shared, alone).messages[1];
  if (third === undefined) throw new Error("nothing waits");
  must(chat.queue.remove(third.id));
  await until(() => underWay.length === 1);
  underWay[0]?.end("complete");
  await until(() => underWay.length === 2);
  expect(must(chat.open(id, 10)).messages.find(({ text }) => text === "two")?.images).toEqual([waiting]);
  await clock.advance(2 * dayMs);
  const later = open();
  expect([waiting, shared, alone].map((image) => exists(image, later))).toEqual([true, true, false]);
});

it("[C13] goes with its conversation", async () => {
  const { ask, chat, exists, id, picture } = setUp();
  const image = picture();
  await ask("What is this?", [image]);
  await chat.remove(id);
  expect(exists(image)).toBe(false);
});

it("[C16] stays with a question that is said in other words or answered again", async () => {
  const { ask, chat, picture, requests } = setUp(undefined, seeing);
  const image = picture();
  const events = await ask("What is this?", [image]);
  const [first, last] = [events[0], events.at(-1)];
  if (first?.type !== "chat-turn-start" || last?.type !== "chat-turn-end") throw new Error("no whole turn");
  const edited = await wholeTurn(chat.edit({ messageId: first.question.id, text: "What colour is this?", modelId: null }));
  expect(edited[0]).toMatchObject({ question: { text: "What colour is this?", images: [image] } });
  await wholeTurn(chat.regenerate({ messageId: last.answer.id, modelId: null }));
  const shown = { role: "user", images: [{ mediaType: "image/png", base64: base64Of(40) }] };
  expect(requests.map(({ messages }) => messages.at(-1))).toMatchObject([
    { ...shown, text: "What is this?" },
    { ...shown, text: "What colour is this?" },
    { ...shown, text: "What is this?" },
  ]);
});

it("[C17] a model that sees gets the question's pictures and those of the newest turns, four in all; the rest by name", async () => {
  const { ask, picture, requests } = setUp(undefined, seeing);
  await ask("first", [picture("a\nb.png", 1), picture("b.png", 2)]);
  await ask("second", [picture("c.png", 3), picture("d.png", 4)]);
  await ask("third", [picture("e.png", 5)]);
  const said = (requests.at(-1)?.messages ?? [])
    .filter(({ role }) => role === "user")
    .map((message) => ({
      text: message.text,
      shown: "images" in message ? message.images?.map(({ base64 }) => [1, 2, 3, 4, 5].find((side) => base64Of(side) === base64)) : [],
    }));
  expect(said).toMatchObject([
    { text: "first\n[A picture you cannot see: b.png]", shown: [1] },
    { text: "second", shown: [3, 4] },
    { text: "No passages were found for this question.", shown: [] },
    { text: "third", shown: [5] },
  ]);
});

it("[C17] a question's own pictures all go, and a model that does not see gets names of earlier ones", async () => {
  const sighted = setUp(undefined, seeing);
  await sighted.ask("earlier", [sighted.picture()]);
  await sighted.ask(
    "many",
    Array.from({ length: 8 }, (_, side) => sighted.picture("many.png", side + 1)),
  );
  const many = sighted.requests.at(-1)?.messages.flatMap((message) => ("images" in message ? [message.images?.length] : []));
  expect(many).toEqual([8]);

  const blind = setUp();
  await blind.ask("earlier", [blind.picture("a\n b.png")]);
  await blind.ask("And now?");
  expect(blind.requests.at(-1)?.messages.map((message) => ("images" in message ? "picture" : message.text))).toEqual([
    expect.any(String),
    "earlier\n[A picture you cannot see: a b.png]",
    "Yes.",
    "No passages were found for this question.",
    "And now?",
  ]);
});

it("[C17] where there is little room, the words of earlier turns come before their pictures", async () => {
  const { ask, picture, requests } = setUp(undefined, { images: true, contextTokens: 4096 });
  await ask("first", [picture("a.png", 1)]);
  await ask("second", [picture("b.png", 2)]);
  await ask("third");
  expect(
    requests.at(-1)?.messages.flatMap((message) => (message.role === "user" ? [[message.text, message.images?.length ?? 0]] : [])),
  ).toEqual([
    ["first\n[A picture you cannot see: a.png]", 0],
    ["second", 1],
    ["No passages were found for this question.", 0],
    ["third", 0],
  ]);
});

it("[C18] nothing is kept of an answer that pictures had a part in, and nothing kept is given for it", async () => {
  const { ask, asked, picture } = setUp(undefined, seeing);
  await ask("What is this?");
  await ask("What is this?", [picture()]);
  await ask("And what colour?");
  expect(asked.map(({ cache }) => cache)).toEqual(["use", undefined, undefined]);
});

it("[C19] a private question is asked privately with its picture, and so is what follows", async () => {
  const { asked, chat, id, picture, requests } = setUp(undefined, seeing);
  const image = picture();
  const question = { conversationId: id, modelId: null, attachments: [] };
  await wholeTurn(chat.send({ ...question, text: "What is this?", images: [image.id], isPrivate: true }));
  await wholeTurn(chat.send({ ...question, text: "And what colour?", images: [] }));
  expect(asked.map(({ privacy }) => privacy)).toEqual(["private", "private"]);
  expect(requests[0]?.messages.flatMap((message) => (message.role === "user" ? (message.images ?? []) : []))).toHaveLength(1);
});
