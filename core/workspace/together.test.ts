import { expect, it } from "vitest";
import { createTogether } from "./together.ts";

it("does at once what comes at once, in order, and what comes later by itself", async () => {
  const batches: (readonly number[])[] = [];
  const { add } = createTogether<number>((items) => void batches.push(items));
  await Promise.all([add(1), Promise.resolve().then(() => add(2)), add(3)]);
  await add(4);
  expect(batches).toEqual([[1, 3, 2], [4]]);
});

it("tells everybody in a batch that it failed, and nobody after", async () => {
  let fails = true;
  const { add } = createTogether<number>(() => {
    if (fails) throw new Error("full");
  });
  const both = await Promise.allSettled([add(1), add(2)]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  fails = false;
  await add(3);
});
