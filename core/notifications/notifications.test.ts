import { expect, it } from "vitest";
import { createIds } from "#core/base";
import { err, ok } from "#core/base/schema";
import { createFakeClock } from "#core/testing";
import type { Notifier } from "#core/tools";
import { createNotifications } from "./notifications.ts";

const { signal } = new AbortController();
const open = (system: Notifier | null = null) => {
  const clock = createFakeClock();
  return createNotifications({ clock, ids: createIds({ clock }), system });
};
const titlesOf = async (watching: AsyncGenerator<{ readonly title: string }, void, void>, count: number): Promise<string[]> => {
  const titles: string[] = [];
  for (let left = count; left > 0; left -= 1) titles.push((await watching.next()).value?.title ?? "the end");
  return titles;
};

it("the host hears what it is about, so that it can lead there", async () => {
  const heard: unknown[] = [];
  const { send } = open({ send: async (message) => (heard.push(message), ok(undefined)) });
  const message = { title: "waits", text: "", about: { type: "approval", approvalId: "a", runId: "r" } } as const;
  await send(message, signal);
  expect(heard).toEqual([message]);
});

it("what nobody was there to see comes first for whoever comes next, and to nobody after", async () => {
  const { notifier, watch } = open();
  expect(await notifier.send({ title: "one", text: "" }, signal)).toEqual(ok(undefined));
  await notifier.send({ title: "two", text: "" }, signal);
  const first = watch();
  expect(await titlesOf(first, 2)).toEqual(["one", "two"]);
  const second = watch();
  const [next, also] = [titlesOf(first, 1), titlesOf(second, 1)];
  await notifier.send({ title: "three", text: "" }, signal);
  expect([await next, await also]).toEqual([["three"], ["three"]]);
});

it("what was on its way to a window that left comes first for the next one, unless another window has it", async () => {
  const { notifier, watch } = open();
  const left = watch();
  const reading = titlesOf(left, 1);
  for (const title of ["one", "two", "three"]) await notifier.send({ title, text: "" }, signal);
  expect(await reading).toEqual(["one"]);
  await left.return();
  const next = watch();
  expect(await titlesOf(next, 2)).toEqual(["two", "three"]);
  const other = watch();
  const [here, there] = [titlesOf(next, 1), titlesOf(other, 1)];
  await notifier.send({ title: "four", text: "" }, signal);
  expect([await here, await there]).toEqual([["four"], ["four"]]);
  await notifier.send({ title: "five", text: "" }, signal);
  await other.return();
  await next.return();
  expect(await titlesOf(watch(), 1)).toEqual(["five"]);
});

it("keeps the fifty newest that nobody saw", async () => {
  const { notifier, watch } = open();
  for (let number = 0; number < 60; number += 1) await notifier.send({ title: String(number), text: "" }, signal);
  expect((await titlesOf(watch(), 50)).slice(0, 2)).toEqual(["10", "11"]);
});

it.each([
  ["shown by the system", ok(undefined), true],
  ["that the system did not show", err({ type: "RequestFailed", url: "", reason: "no daemon" } as const), false],
])("one %s says so", async (_name, answer, isShown) => {
  const { send, watch } = open({ send: async () => answer });
  const watching = watch();
  const next = watching.next();
  await send({ title: "x", text: "y", about: { type: "message" } }, signal);
  expect((await next).value).toMatchObject({ title: "x", text: "y", about: { type: "message" }, isShown });
});

it("ends with its signal", async () => {
  const ended = new AbortController();
  const watching = open().watch(ended.signal);
  const next = watching.next();
  ended.abort();
  expect(await next).toEqual({ done: true, value: undefined });
});
