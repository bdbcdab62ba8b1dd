import { expect, it } from "vitest";
import { createIds } from "./ids.ts";
import { idSchema } from "./schema.ts";

it("makes ids that their own schema accepts and that sort by time", () => {
  let now = 1_700_000_000_000;
  const ids = createIds({ clock: { nowMs: () => now, sleep: async () => {} } });
  const first = ids.create("doc");
  now += 1;
  const second = ids.create("doc");
  expect(idSchema("doc").safeParse(first).success).toBe(true);
  expect([second, first].toSorted()).toEqual([first, second]);
});
