import { expect, it } from "vitest";
import { createFrameBatch } from "./frame-batch.ts";

it("hands over once per frame, in order", () => {
  const frames: (() => void)[] = [];
  const handed: string[] = [];
  const batch = createFrameBatch(
    (text) => handed.push(text),
    (work) => frames.push(work),
  );
  batch.add("a");
  batch.add("b");
  expect(frames).toHaveLength(1);
  frames.shift()?.();
  batch.add("c");
  frames.shift()?.();
  expect(handed).toEqual(["ab", "c"]);
});

it("hands over at once when flushed, and nothing twice", () => {
  const frames: (() => void)[] = [];
  const handed: string[] = [];
  const batch = createFrameBatch(
    (text) => handed.push(text),
    (work) => frames.push(work),
  );
  batch.add("a");
  batch.flush();
  frames.shift()?.();
  expect(handed).toEqual(["a"]);
});
