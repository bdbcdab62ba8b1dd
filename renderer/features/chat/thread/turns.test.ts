import { ORPCError } from "@orpc/client";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ChatEvent, Conversation, ConversationId, Message } from "#core/chat/schema";
import type { Client } from "../../../bridge/index.ts";
import { threadOf } from "./thread.ts";
import { createTurns } from "./turns.ts";
import { createViews } from "./views.ts";

const id = "chat_1" as ConversationId;
const conversation = { id, title: "", createdAtMs: 1, updatedAtMs: 1, messageCount: 0 } as unknown as Conversation;
const named = { ...conversation, title: "Moss" };
const message = (name: string, parentId: string | null, text: string): Message =>
  ({
    id: name,
    conversationId: id,
    parentId,
    role: parentId === null ? "user" : "assistant",
    text,
    state: "complete",
    siblingIds: [name],
    citations: [],
  }) as unknown as Message;

const question = message("q", null, "What is moss?");
const start: ChatEvent = { type: "chat-turn-start", question, answer: message("a", "q", "") };
const delta = (text: string): ChatEvent => ({ type: "chat-delta", messageId: "a" as never, text });
const end: ChatEvent = { type: "chat-turn-end", answer: message("a", "q", "Moss is a plant."), conversation: named };

/** Gives its events, then breaks off or ends. */
async function* streamOf(events: readonly ChatEvent[], broken?: unknown): AsyncGenerator<ChatEvent> {
  yield* events;
  if (broken !== undefined) throw broken;
}

/** `tries`: how often another try is worth while; then nobody is signed in any more. */
const setUp = (followed: readonly AsyncGenerator<ChatEvent>[] = [], tries = Infinity) => {
  const views = createViews();
  views.patch(id, { thread: threadOf({ conversation, total: 0, start: 0, messages: [] }) });
  const streams = [...followed];
  const client = { chat: { follow: async () => streams.shift() ?? streamOf([]) } } as unknown as Client;
  const told: string[] = [];
  const reload = vi.fn(async () => {});
  let left = tries;
  const tryAgain = async () => (left -= 1) >= 0;
  const turns = createTurns({ client, views, reload, tryAgain, onConversation: ({ title }) => told.push(title) });
  return { turns, views, told, reload, streams };
};

const texts = (views: ReturnType<typeof createViews>) => views.get(id).thread?.messages.map((entry) => entry?.text);

beforeEach(() => {
  vi.stubGlobal("requestAnimationFrame", (work: () => void) => queueMicrotask(work));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it("shows the question, then the stored answer, and hands on the title", async () => {
  const { turns, views, told } = setUp();
  expect(
    await turns.run(id, { text: "What is moss?", images: [] }, Promise.resolve(streamOf([start, delta("Moss "), delta("is"), end]))),
  ).toBe(true);
  expect(texts(views)).toEqual(["What is moss?", "Moss is a plant."]);
  expect(views.get(id)).toMatchObject({ live: null, asking: null, refusal: null });
  expect(told).toEqual(["Moss"]);
});

it("grows the live answer while it streams", async () => {
  const { turns, views } = setUp();
  const seen: (string | undefined)[] = [];
  views.store.subscribe(() => seen.push(views.get(id).live?.text));
  await turns.run(id, null, Promise.resolve(streamOf([start, delta("Moss "), delta("is"), end])));
  expect(seen).toContain("Moss is");
});

it("keeps the question with its sender when it was refused", async () => {
  const { turns, views } = setUp();
  const refused = new ORPCError("FAILED", { status: 422, data: { type: "ConversationBusy", conversationId: id } });
  expect(await turns.run(id, { text: "What is moss?", images: [] }, Promise.reject(refused))).toBe(false);
  expect(views.get(id)).toMatchObject({ asking: null, refusal: { type: "ConversationBusy" } });
});

it("takes the answer up again when the line breaks, from the text there is", async () => {
  const again: ChatEvent = { type: "chat-turn-start", question, answer: message("a", "q", "Moss is a") };
  const { turns, views, reload } = setUp([streamOf([again, delta(" plant."), end])]);
  expect(await turns.run(id, null, Promise.resolve(streamOf([start, delta("Moss")], new Error("closed"))))).toBe(true);
  expect(texts(views)).toEqual(["What is moss?", "Moss is a plant."]);
  expect(reload).not.toHaveBeenCalled();
});

it("joins again as often as the line breaks", async () => {
  const { turns, views } = setUp([streamOf([start], new Error("closed")), streamOf([start], new Error("closed")), streamOf([start, end])]);
  await turns.run(id, null, Promise.resolve(streamOf([start], new Error("closed"))));
  expect(views.get(id).live).toBeNull();
  expect(texts(views)).toEqual(["What is moss?", "Moss is a plant."]);
});

it("stops trying once nobody is signed in", async () => {
  const broken = Array.from({ length: 9 }, () => streamOf([], new Error("closed")));
  const { turns, views, streams } = setUp(broken, 3);
  await turns.run(id, null, Promise.resolve(streamOf([start], new Error("closed"))));
  expect(streams).toHaveLength(5);
  expect(views.get(id).live).toBeNull();
});

it("reads the stored state when the answer ended while nobody listened", async () => {
  const { turns, views, reload } = setUp();
  await turns.run(id, null, Promise.resolve(streamOf([start, delta("Moss")], new Error("closed"))));
  expect(reload).toHaveBeenCalledWith(id);
  expect(views.get(id).live).toBeNull();
});

const more = { ...conversation, messageCount: 2 };

it("takes up an answer that somebody else asked for, once", async () => {
  const { turns, views } = setUp([streamOf([start, delta("Moss "), end])]);
  turns.noticed({ ...more, answering: true });
  turns.noticed({ ...more, answering: true });
  await expect.poll(() => texts(views)).toEqual(["What is moss?", "Moss is a plant."]);
  expect(views.get(id).live).toBeNull();
});

it("takes up the next in line when its own answer ends, without reading anything anew", async () => {
  const next = message("q2", "a", "And lichen?");
  const nextStart: ChatEvent = { type: "chat-turn-start", question: { ...next, role: "user" }, answer: message("a2", "q2", "") };
  const nextEnd: ChatEvent = { type: "chat-turn-end", answer: message("a2", "q2", "Lichen is two."), conversation: named };
  const { turns, views, reload } = setUp([streamOf([nextStart, nextEnd])]);
  async function* own() {
    yield start;
    yield end;
    // The host begins the next before this stream is closed.
    turns.noticed({ ...more, answering: true });
  }
  await turns.run(id, null, Promise.resolve(own()));
  await expect.poll(() => texts(views)).toEqual(["What is moss?", "Moss is a plant.", "And lichen?", "Lichen is two."]);
  expect(reload).not.toHaveBeenCalled();
});

it("reads what began and ended elsewhere before it could be taken up", () => {
  const { turns, reload } = setUp();
  turns.noticed({ ...more, answering: false });
  expect(reload).toHaveBeenCalledWith(id);
});

it("says when the host has the question", async () => {
  const { turns } = setUp();
  const onStored = vi.fn();
  await turns.run(id, null, Promise.resolve(streamOf([start, end])), onStored);
  expect(onStored).toHaveBeenCalledTimes(1);
});
