import { ORPCError } from "@orpc/client";
import { expect, it } from "vitest";
import type { ConversationId, MessageQueue, QueuedId, QueuedMessage } from "#core/chat/schema";
import type { Client } from "../../../bridge/index.ts";
import { createQueues, isMoving, withMoved, withoutQueued } from "./queues.ts";

const id = "chat_1" as ConversationId;
const queued = (text: string) => ({ id: `queued_${text}` as QueuedId, text, attachments: [], images: [] }) as unknown as QueuedMessage;
const queueOf = (texts: string, held = false): MessageQueue => ({ held, messages: [...texts].map(queued) });
const textsOf = ({ messages }: MessageQueue) => messages.map(({ text }) => text).join("");
const queuedId = (text: string) => queued(text).id;

/** A host that answers each call when it is told to. */
const setUp = (first: MessageQueue) => {
  const calls: { readonly name: string; readonly answer: (queue: MessageQueue) => void; readonly refuse: (error: unknown) => void }[] = [];
  const call = (name: string) => () =>
    new Promise<MessageQueue>((resolve, reject) => calls.push({ name, answer: resolve, refuse: reject }));
  const queue = Object.fromEntries(["get", "add", "update", "move", "remove", "resume"].map((name) => [name, call(name)]));
  const queues = createQueues({ queue } as unknown as Client);
  const tell = (state: MessageQueue) => queues.onChange({ type: "queue-changed", conversationId: id, queue: state });
  tell(first);
  return { queues, calls, tell };
};

it("moves within the line and nowhere else", () => {
  expect(textsOf(withMoved(queueOf("abc"), queuedId("c"), 0))).toBe("cab");
  expect(textsOf(withMoved(queueOf("abc"), queuedId("a"), 2))).toBe("bca");
  expect(textsOf(withMoved(queueOf("abc"), queuedId("a"), 3))).toBe("abc");
  expect(textsOf(withMoved(queueOf("abc"), queuedId("x"), 0))).toBe("abc");
});

it("is held only as long as somebody waits, and moves only when it is not held", () => {
  expect(withoutQueued(queueOf("a", true), queuedId("a"))).toEqual({ held: false, messages: [] });
  expect([isMoving(queueOf("a")), isMoving(queueOf("a", true)), isMoving(queueOf(""))]).toEqual([true, false, false]);
});

it("shows what is done at once, and takes it back when the host refuses", async () => {
  const { queues, calls } = setUp(queueOf("ab"));
  const outcome = queues.update(id, queuedId("b"), "B");
  expect(textsOf(queues.get(id))).toBe("aB");
  calls[0]?.refuse(new ORPCError("FAILED", { status: 422, data: { type: "QueuedNotFound", queuedId: "queued_b" } }));
  expect(await outcome).toEqual({ ok: false, error: { type: "QueuedNotFound", queuedId: "queued_b" } });
  expect(textsOf(queues.get(id))).toBe("ab");
  // What it was taken back to may be old: the line is read anew.
  expect(calls[1]?.name).toBe("get");
  calls[1]?.answer(queueOf("a"));
  await expect.poll(() => textsOf(queues.get(id))).toBe("a");
});

it("keeps what the host told meanwhile over an answer that is older", async () => {
  const { queues, calls, tell } = setUp(queueOf("ab"));
  const outcome = queues.move(id, queuedId("b"), 0);
  tell(queueOf("b"));
  calls[0]?.answer(queueOf("ba"));
  await outcome;
  expect(textsOf(queues.get(id))).toBe("b");
});

it("puts a question back where it stood", async () => {
  const { queues, calls } = setUp(queueOf("ac"));
  const outcome = queues.putBack(id, queued("b"), 1);
  calls[0]?.answer({ held: false, messages: [queued("a"), queued("c"), { ...queued("b"), id: "queued_new" as QueuedId }] });
  await expect.poll(() => calls[1]?.name).toBe("move");
  calls[1]?.answer(queueOf("abc"));
  await outcome;
  expect(textsOf(queues.get(id))).toBe("abc");
});

it("forgets the line of a conversation that is gone", () => {
  const { queues } = setUp(queueOf("ab"));
  queues.onChange({ type: "conversation-removed", conversationId: id });
  expect(queues.get(id).messages).toEqual([]);
});
