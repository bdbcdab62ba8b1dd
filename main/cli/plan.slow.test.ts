import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Report, RunSummary } from "#core/plans/schema";
import { createTestFolder } from "#core/testing";
import { runCli } from "./run.ts";
import { createTestTerminal } from "./test-terminal.ts";

const examples = fileURLToPath(new URL("../../resources/plans/", import.meta.url));
const plan = join(examples, "sort-invoices-by-year.json");
let folder: ReturnType<typeof createTestFolder>;
beforeEach(() => {
  folder = createTestFolder();
  mkdirSync(join(folder.path, "invoices"));
  cpSync(join(examples, "sort-invoices-by-year"), join(folder.path, "invoices"), { recursive: true });
});
afterEach(() => folder.cleanup());

const run = async (...args: string[]) => {
  const test = createTestTerminal(join(folder.path, "data"), folder.path);
  const code = await runCli([...args, "--json"], test.terminal);
  return { code, json: test.output() === "" ? null : test.json(), notes: test.notes.join("\n") };
};
const names = (): string[] => readdirSync(join(folder.path, "invoices"), { recursive: true, encoding: "utf8" }).toSorted();

it("simulate shows everything and touches nothing; run does exactly that; undo takes it back; runs list remembers", async () => {
  const before = names();
  const simulated = await run("plan", "simulate", plan, "--workspace", "invoices");
  expect(Object.keys(simulated.json as object)).toEqual(["effects", "diff", "hash", "unpredictable"]);
  const { diff, effects, hash } = simulated.json as { diff: string; effects: unknown[]; hash: string };
  expect([simulated.code, effects.length, diff.includes("+++ b/summary.md"), names()]).toEqual([0, 9, true, before]);

  const done = await run("plan", "run", plan, "--workspace", "invoices", "--approve", hash);
  const { report, runId } = done.json as { report: Report; runId: string };
  expect([done.code, report.outcome, report.done.length]).toEqual([0, "done", 9]);
  expect(names()).toContain(join("2024", "invoice-0204.txt"));

  const undone = await run("plan", "undo", runId);
  expect([undone.code, names()]).toEqual([0, before]);
  const runs = (await run("runs", "list")).json as RunSummary[];
  expect(runs.map(({ id, outcome, undoes }) => [id === runId, outcome, undoes])).toEqual([
    [false, "done", runId],
    [true, "undone", null],
  ]);
});

it("a wrong, a used and an outdated hash are refused with exit code 1, and nothing is touched", async () => {
  const before = names();
  const wrong = await run("plan", "run", plan, "--workspace", "invoices", "--approve", "0".repeat(64));
  expect([wrong.code, wrong.json, names()]).toEqual([1, { error: { type: "ApprovalMissing", hash: "0".repeat(64) } }, before]);
  expect(wrong.notes).toContain("Nobody approved this");
  const none = await run("plan", "run", plan, "--workspace", "invoices");
  expect([none.code, none.json]).toMatchObject([1, { error: { type: "ApprovalMissing" } }]);

  const { hash } = (await run("plan", "simulate", plan, "--workspace", "invoices")).json as { hash: string };
  writeFileSync(join(folder.path, "invoices", "invoice-0312.txt"), "Date: 2025-01-01, changed by somebody\n");
  const stale = await run("plan", "run", plan, "--workspace", "invoices", "--approve", hash);
  expect([stale.code, stale.json]).toMatchObject([1, { error: { type: "ApprovalStale", approved: hash } }]);
  expect(names()).toEqual(before);
});

it("a file that is no plan and a folder that is none are named", async () => {
  writeFileSync(join(folder.path, "broken.json"), "{");
  expect((await run("plan", "simulate", "broken.json", "--workspace", "invoices")).json).toMatchObject({
    error: { type: "PlanFileInvalid" },
  });
  expect((await run("plan", "simulate", plan, "--workspace", "nowhere")).json).toMatchObject({ error: { type: "WorkspaceUnusable" } });
  expect((await run("plan", "undo", "run_1")).code).toBe(2);
});
