import { expect, it } from "vitest";
import { createTurnQueue } from "./turn-queue.ts";

const never = new AbortController().signal;
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Enters and writes the name down when the turn comes. */
const createVisitors = () => {
  const queue = createTurnQueue();
  const came: string[] = [];
  const enter = (name: string, group: string, limit = 2, signal = never) => {
    const turn = queue.enter(signal, group, () => limit);
    void turn.then((leave) => leave !== null && came.push(name));
    return turn;
  };
  return { queue, came, enter };
};

it("[E1] lets neighbours of one group in together, up to the limit, and the next when one leaves", async () => {
  const { came, enter } = createVisitors();
  const [first] = [enter("a1", "a"), enter("a2", "a"), enter("a3", "a")];
  await settled();
  expect(came).toEqual(["a1", "a2"]);
  (await first)?.();
  await settled();
  expect(came).toEqual(["a1", "a2", "a3"]);
});

it("[E1] lets nobody overtake: another group waits until all have left, and whoever came later waits behind it", async () => {
  const { came, enter } = createVisitors();
  const first = enter("a1", "a");
  const other = enter("b1", "b");
  void enter("a2", "a");
  await settled();
  expect(came).toEqual(["a1"]);
  (await first)?.();
  await settled();
  expect(came).toEqual(["a1", "b1"]);
  (await other)?.();
  await settled();
  expect(came).toEqual(["a1", "b1", "a2"]);
});

it("passes on the place of somebody who gives up while waiting, and ends a turn only once", async () => {
  const { queue, came, enter } = createVisitors();
  const controller = new AbortController();
  const first = enter("a1", "a");
  const impatient = enter("b1", "b", 2, controller.signal);
  void enter("a2", "a");
  controller.abort();
  expect(await impatient).toBeNull();
  await settled();
  expect(came).toEqual(["a1", "a2"]);
  const leave = await first;
  leave?.();
  leave?.();
  expect(queue.size()).toBe(1);
  expect(await enter("late", "a", 2, AbortSignal.abort())).toBeNull();
});

it("asks the limit again when told that it has grown", async () => {
  const queue = createTurnQueue();
  let limit = 1;
  const came: string[] = [];
  for (const name of ["one", "two", "three"]) void queue.enter(never, "a", () => limit).then(() => came.push(name));
  await settled();
  expect(came).toEqual(["one"]);
  limit = 3;
  queue.advance();
  await settled();
  expect(came).toEqual(["one", "two", "three"]);
});

it("neither loses nor doubles a turn whatever the order of leaving and giving up", async () => {
  const { queue } = createVisitors();
  const random = (() => {
    let seed = 11;
    return () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  })();
  const inside = new Map<string, number>();
  await Promise.all(
    Array.from({ length: 400 }, async () => {
      const group = random() < 0.7 ? "a" : "b";
      const controller = new AbortController();
      if (random() < 0.3) setImmediate(() => controller.abort());
      const leave = await queue.enter(controller.signal, group, () => 3);
      if (leave === null) return;
      inside.set(group, (inside.get(group) ?? 0) + 1);
      expect([...inside.values()].filter((count) => count > 0)).toHaveLength(1);
      expect(inside.get(group)).toBeLessThanOrEqual(3);
      for (let turn = random() * 4; turn > 0; turn -= 1) await settled();
      inside.set(group, (inside.get(group) ?? 0) - 1);
      leave();
    }),
  );
  expect(queue.size()).toBe(0);
});
