import fc from "fast-check";
import { expect, it } from "vitest";
import { createHeldAnswers, must, openTestChat, until } from "./test-chat.ts";

type Act =
  | { readonly type: "add" | "whole" | "fail" | "stop" | "resume" | "crash" | "restart" }
  | { readonly type: "move"; readonly from: number; readonly to: number }
  | { readonly type: "remove"; readonly at: number };

const place = fc.nat({ max: 5 });
const acts = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Act>({ type: "add" }) },
    { weight: 5, arbitrary: fc.constant<Act>({ type: "whole" }) },
    {
      weight: 5,
      arbitrary: fc.constantFrom<Act>(...(["fail", "stop", "resume", "resume", "crash", "restart"] as const).map((type) => ({ type }))),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant("move" as const), from: place, to: place }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant("remove" as const), at: place }) },
  ),
  { minLength: 1, maxLength: 40 },
);

it("[C9, C10] in any order of events no question is asked twice, none is lost, and the order is the person's", async () => {
  const { script, underWay } = createHeldAnswers();
  const test = openTestChat(script);
  await fc.assert(
    fc.asyncProperty(acts, async (given) => {
      let chat = test.open();
      const { id } = chat.create("one");
      /** What has to be so: asked ones in order, then those in line in order. */
      const asked: string[] = [];
      let line: string[] = [];
      let held = false;
      let answering = false;
      let begun = underWay.length;
      const askNext = () => {
        const next = line.shift();
        answering = next !== undefined;
        if (next !== undefined) asked.push(next);
        if (next !== undefined) begun += 1;
        if (line.length === 0) held = false;
      };
      const waiting = () => must(chat.queue.get(id)).messages;

      for (const [number, act] of given.entries()) {
        await until(() => underWay.length === begun);
        switch (act.type) {
          case "add": {
            const added = chat.queue.add({ conversationId: id, text: `q${number}`, modelId: null, attachments: [] });
            if (line.length === 20) expect(added.ok).toBe(false);
            else line.push(`q${number}`);
            if (!answering && line.length === 1 && !held) askNext();
            break;
          }
          case "whole":
          case "fail":
            if (!answering) break;
            underWay.at(-1)?.end(act.type === "whole" ? "complete" : "failed");
            await until(() => underWay.length > begun || !must(chat.open(id, 1)).conversation.answering);
            if (act.type === "whole" && !held) askNext();
            else {
              answering = false;
              held = line.length > 0;
            }
            break;
          case "stop":
            await chat.stop(id);
            if (answering) held = line.length > 0;
            answering = false;
            break;
          case "resume":
            must(chat.queue.resume(id));
            held = false;
            if (!answering) askNext();
            break;
          case "crash":
          case "restart":
            if (act.type === "restart") await chat.close();
            chat = test.open();
            answering = false;
            held = line.length > 0;
            break;
          case "move": {
            const moved = waiting()[act.from];
            if (moved === undefined) break;
            must(chat.queue.move(moved.id, act.to));
            line = line.filter((_, at) => at !== act.from).toSpliced(act.to, 0, moved.text);
            break;
          }
          case "remove": {
            const removed = waiting()[act.at];
            if (removed === undefined) break;
            must(chat.queue.remove(removed.id));
            line = line.toSpliced(act.at, 1);
            if (line.length === 0) held = false;
            break;
          }
        }
        const page = must(chat.open(id, 500));
        expect(page.messages.flatMap(({ role, text }) => (role === "user" ? [text] : []))).toEqual(asked);
        expect(must(chat.queue.get(id))).toMatchObject({ held, messages: line.map((text) => ({ text })) });
        expect(page.conversation).toMatchObject({ answering, queuedCount: line.length });
      }
      await chat.close();
    }),
    { numRuns: 100 },
  );
  test.store.cleanup();
}, 60_000);
