import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createTestFolder } from "#core/testing";
import { runCli } from "./run.ts";
import { createTestTerminal } from "./test-terminal.ts";

let folder: ReturnType<typeof createTestFolder>;
beforeEach(() => {
  folder = createTestFolder();
});
afterEach(() => folder.cleanup());

const run = async (...args: string[]) => {
  const test = createTestTerminal(join(folder.path, "data"), folder.path);
  const code = await runCli(["budget", ...args], test.terminal);
  return { code, output: test.output(), json: () => test.json() as Record<string, unknown>[], notes: test.notes.join("\n") };
};

it("gives, shows, raises and takes away allowances, in micro-USD exactly", async () => {
  expect((await run("show")).output).toContain("nothing is spent");
  const set = await run("set", "--day-usd", "0.1", "--month-usd", "20", "--json");
  expect([set.code, set.json().map(({ amount, scope }) => [scope, amount])]).toEqual([
    0,
    [
      ["day", 100_000],
      ["month", 20_000_000],
    ],
  ]);
  const id = String(set.json()[0]?.["id"]);
  expect((await run("extend", id, "--by", "0.000001", "--json")).json()).toMatchObject([{ id, amount: 100_001 }]);
  expect((await run("show")).output).toContain("day: $0.00 of $0.100001 used");
  expect(JSON.parse((await run("remove", id, "--json")).output)).toEqual({ removed: true });
  expect((await run("show", "--json")).json().map(({ scope }) => scope)).toEqual(["month"]);
  const missing = await run("extend", id, "--by", "1", "--json");
  expect([missing.code, missing.json()]).toMatchObject([1, { error: { type: "AllowanceNotFound" } }]);
});

it("knows providers, tokens, time and single subjects", async () => {
  const drafts = [
    ["--provider", "provider_x", "--month-usd", "5"],
    ["--tokens", "1000"],
    ["--tokens", "500", "--per", "task", "--for", "task_1"],
    ["--minutes", "1.5", "--per", "conversation"],
  ];
  const answers: unknown[] = [];
  for (const draft of drafts) {
    const [status] = (await run("set", ...draft, "--json")).json();
    answers.push([status?.["scope"], status?.["subject"], status?.["measure"], status?.["amount"]]);
  }
  expect(answers).toEqual([
    ["provider-month", "provider_x", "money", 5_000_000],
    ["day", null, "tokens", 1000],
    ["task", "task_1", "tokens", 500],
    ["conversation", null, "time", 90_000],
  ]);
});

it.each([
  "set",
  "set --day-usd -1",
  "set --day-usd 1e3",
  "set --day-usd 0.0000001",
  "set --tokens 1.5",
  "set --tokens 5 --per year",
  "set --provider x --day-usd 1",
  "set --day-usd 1 --for task_1",
  "extend nothing --by 1",
  "show extra",
  "spend",
])("%s is wrong usage and gives nothing", async (line) => {
  expect((await run(...line.split(" "))).code).toBe(2);
  expect((await run("show", "--json")).json()).toEqual([]);
});
