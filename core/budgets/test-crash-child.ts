import { createIds, silentLog, systemClock } from "#core/base";
import { openStore } from "#core/store";
import { createBudgets } from "./budgets.ts";
import { budgetsMigrations } from "./migrations.ts";

/** Makes calls one after the other and says each step on a line of its own, for a parent that kills it in the middle. */
const [dataDir = "", pauseMs = "0"] = process.argv.slice(2);
const latest = Math.max(...budgetsMigrations.map(({ version }) => version));
const migrations = Array.from(
  { length: latest },
  (_, index) =>
    budgetsMigrations.find(({ version }) => version === index + 1) ?? { version: index + 1, name: "not under test", up: "", down: "" },
);
const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog });
if (!opened.ok) throw new Error(JSON.stringify(opened.error));
const budgets = createBudgets({ clock: systemClock, ids: createIds({ clock: systemClock }), log: silentLog, store: opened.value });
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const call = async (): Promise<boolean> => {
  const held = budgets.reserve(
    { modelId: "big", providerId: "provider_x", purpose: "chat" },
    { costMicroUsd: 100, tokens: 10, durationMs: 1 },
  );
  if (!held.ok) {
    say(`refused ${held.error.type}`);
    return false;
  }
  say(`held ${held.value.id}`);
  await systemClock.sleep(Number(pauseMs));
  held.value.settle({ costMicroUsd: 40, tokens: 4, durationMs: 1 });
  say(`settled ${held.value.id}`);
  return true;
};
const callAgain = async (): Promise<void> => ((await call()) ? callAgain() : undefined);
await callAgain();
opened.value.close();
