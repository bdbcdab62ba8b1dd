import { expect, it } from "vitest";
import { createMailbox, createWatched } from "./mailbox.ts";

const take = async <T>(source: AsyncGenerator<T, void, void>, count: number): Promise<T[]> => {
  const taken: T[] = [];
  for await (const value of source) if (taken.push(value) === count) break;
  return taken;
};

it("keeps what comes before anybody listens, the newest so many of it, in order", async () => {
  const mailbox = createMailbox<number>(3);
  for (const number of [1, 2, 3, 4]) mailbox.put(number);
  expect(await take(mailbox.read(), 3)).toEqual([2, 3, 4]);
});

it("hands over to the newest reader: a page that was loaded again", async () => {
  const mailbox = createMailbox<number>(3);
  const first = mailbox.read();
  const waiting = first.next();
  const second = mailbox.read();
  const next = second.next();
  mailbox.put(7);
  expect([await waiting, await next]).toEqual([
    { done: true, value: undefined },
    { done: false, value: 7 },
  ]);
});

it("keeps what comes after its reader was dismissed for the next", async () => {
  const mailbox = createMailbox<number>(2);
  const gone = mailbox.read().next();
  mailbox.dismiss();
  mailbox.put(1);
  expect([await gone, await mailbox.read().next()]).toEqual([
    { done: true, value: undefined },
    { done: false, value: 1 },
  ]);
});

it("ends with its signal", async () => {
  const ending = new AbortController();
  const reading = createMailbox<number>(1).read(ending.signal).next();
  ending.abort();
  expect(await reading).toEqual({ done: true, value: undefined });
});

it("tells every watcher the value there is and each one that follows; whoever is slow hears of the newest", async () => {
  const watched = createWatched("a");
  const [one, two] = [watched.watch(), watched.watch()];
  expect([(await one.next()).value, (await two.next()).value]).toEqual(["a", "a"]);
  watched.set("b");
  expect((await one.next()).value).toBe("b");
  watched.set("c");
  expect([(await one.next()).value, (await two.next()).value, watched.get()]).toEqual(["c", "c", "c"]);
});
