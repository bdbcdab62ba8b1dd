import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, expect, it } from "vitest";
import { createIds, silentLog, systemClock } from "#core/base";
import { openStore } from "#core/store";
import { createTestFolder } from "#core/testing";
import { createBudgets } from "./budgets.ts";
import { budgetsMigrations } from "./migrations.ts";

const folders: ReturnType<typeof createTestFolder>[] = [];
afterEach(() => folders.splice(0).forEach(({ cleanup }) => cleanup()));

const openBudgets = (dataDir: string) => {
  const latest = Math.max(...budgetsMigrations.map(({ version }) => version));
  const migrations = Array.from(
    { length: latest },
    (_, index) =>
      budgetsMigrations.find(({ version }) => version === index + 1) ?? { version: index + 1, name: "not under test", up: "", down: "" },
  );
  const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const budgets = createBudgets({ clock: systemClock, ids: createIds({ clock: systemClock }), log: silentLog, store: opened.value });
  return { budgets, close: opened.value.close };
};

/** Ends the child without warning when `isNow` says so of the lines so far, plus `delayMs`; gives all it said. */
const callAndKill = (dataDir: string, pauseMs: number, isNow: (lines: readonly string[]) => boolean, delayMs = 0): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const script = fileURLToPath(new URL("./test-crash-child.ts", import.meta.url));
    const child = spawn(process.execPath, [script, dataDir, String(pauseMs)], { stdio: ["ignore", "pipe", "inherit"] });
    const lines: string[] = [];
    let isEnding = false;
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      if (isEnding || !isNow(lines)) return;
      isEnding = true;
      if (delayMs === 0) child.kill("SIGKILL");
      else setTimeout(() => child.kill("SIGKILL"), delayMs);
    });
    child.on("error", reject);
    child.on("close", () => resolve(lines));
  });

const dataFolder = (): string => {
  const folder = createTestFolder();
  folders.push(folder);
  return folder.path;
};

it("[B5] killed between reserving and settling, the whole reservation counts after the next start", { timeout: 60_000 }, async () => {
  const dataDir = dataFolder();
  const before = openBudgets(dataDir);
  before.budgets.set({ scope: "day", subject: null, measure: "money", amount: 250 });
  before.close();
  const lines = await callAndKill(dataDir, 60_000, (said) => said.length === 1);
  expect(lines).toEqual([expect.stringMatching(/^held /)]);
  const after = openBudgets(dataDir);
  expect(after.budgets.status()).toMatchObject([{ spent: 100, reserved: 0, left: 150 }]);
  expect(after.budgets.charges({ limit: 5 })).toMatchObject([{ id: lines[0]?.slice(5), state: "lost", costMicroUsd: 100 }]);
  after.close();
});

it("[B3, B5] killed at any moment, again and again: every call counts once and the cap is never passed", { timeout: 120_000 }, async () => {
  const dataDir = dataFolder();
  const cap = 2_000;
  const before = openBudgets(dataDir);
  before.budgets.set({ scope: "day", subject: null, measure: "money", amount: cap });
  before.close();
  const said = new Map<string, "held" | "settled">();
  for (const [count, delayMs] of [
    [1, 1],
    [4, 2],
    [7, 0],
    [2, 3],
    [9, 1],
    // The last one goes on until it is refused.
    [Number.POSITIVE_INFINITY, 0],
  ] as const) {
    const lines = await callAndKill(dataDir, 0, ({ length }) => length >= count, delayMs);
    for (const line of lines) {
      const [state = "", id = ""] = line.split(" ");
      if (state === "held" || state === "settled") said.set(id, state);
      else expect(line).toBe("refused BudgetReached");
    }
    const { budgets, close } = openBudgets(dataDir);
    const [status] = budgets.status();
    const charges = new Map(budgets.charges({ limit: 500 }).map((charge) => [charge.id as string, charge]));
    close();
    expect((status?.spent ?? 0) + (status?.reserved ?? 0)).toBeLessThanOrEqual(cap);
    expect(status?.spent).toBe([...charges.values()].reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? 0), 0));
    for (const [id, state] of said) {
      const charge = charges.get(id);
      // What said that it was settled is; what only said that it was held is settled or lost, and costs accordingly.
      if (state === "settled") expect(charge).toMatchObject({ state: "settled", costMicroUsd: 40 });
      else expect([charge?.state, charge?.costMicroUsd]).toEqual(charge?.state === "settled" ? ["settled", 40] : ["lost", 100]);
    }
    // At most the one call that the kill cut between the disk and the line is not among what was said.
    expect(charges.size - said.size).toBeLessThanOrEqual(6);
  }
  expect([...said.values()].filter((state) => state === "settled").length).toBeGreaterThan(15);
});
