import { expect, it } from "vitest";
import { createFakeClock } from "#core/testing";
import { createChangeFeed } from "./change-feed.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

it("gives the present value, then the newest after each interval, and ends with its signal", async () => {
  const clock = createFakeClock();
  let value = 1;
  const feed = createChangeFeed(() => value, clock, 100);
  const controller = new AbortController();
  const seen: number[] = [];
  const watching = (async () => {
    for await (const next of feed.watch(controller.signal)) seen.push(next);
  })();
  await turn();
  for (value = 2; value < 5; value += 1) feed.changed();
  await clock.advance(100);
  expect(seen).toEqual([1, 5]);
  controller.abort();
  await watching;
});

it("ends every watcher when it is closed", async () => {
  const feed = createChangeFeed(() => 1, createFakeClock(), 100);
  const seen: number[] = [];
  const watching = (async () => {
    for await (const next of feed.watch()) seen.push(next);
  })();
  await turn();
  feed.close();
  await watching;
  expect(seen).toEqual([1]);
});
