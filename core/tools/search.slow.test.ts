import { expect, it } from "vitest";
import { openTestTools } from "./test-tools.ts";

it("an expression that backtracks without end is stopped, others go on, and nothing else waits for it", async () => {
  const test = await openTestTools({ "a.txt": `${"a".repeat(60)}b\n` });
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 20);
  const slow = test.run("files.search", { query: "(a+)+$" });
  const other = test.run("files.search", { query: "a+b" });
  expect(await slow).toMatchObject({ ok: false, error: { type: "ToolTooSlow" } });
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(50);
  expect(await other).toMatchObject({ ok: true, value: { output: { matches: [{ path: "a.txt" }] } } });
  await test.cleanup();
});
