import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { silentLog, systemClock } from "#core/base";
import { openStore } from "#core/store";
import { createTestFolder } from "#core/testing";

const script = fileURLToPath(new URL("./test-crash-child.ts", import.meta.url));

/** Lets the child take so many questions, kills it, and answers those it said it took. */
const takeAndKill = async (dataDir: string, from: number, count: number): Promise<number[]> => {
  const child = spawn(process.execPath, [script, dataDir, `${from}`], { stdio: ["ignore", "pipe", "inherit"] });
  const taken: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    taken.push(Number(line));
    if (taken.length === count) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return taken;
};

it("[C8, C10] a process that is killed again and again loses no question it took and asks none twice", async () => {
  const folder = createTestFolder();
  const taken: number[] = [];
  for (const count of [1, 22, 40]) taken.push(...(await takeAndKill(folder.path, (taken.at(-1) ?? -1) + 2, count)));
  const migrations = Array.from({ length: 19 }, (_, index) => ({ version: index + 1, name: "", up: "", down: "" }));
  const opened = openStore({ dataDir: folder.path, migrations, clock: systemClock, log: silentLog });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  const { database } = opened.value;
  const read = (sql: string): number[] => database.prepare<[], string>(sql).pluck().all().map(Number);
  const asked = read("SELECT text FROM messages WHERE role = 'user' ORDER BY position");
  const waiting = read("SELECT asked ->> '$.text' FROM queued_messages ORDER BY position");
  const found = [...asked, ...waiting];
  expect(found).toEqual([...new Set(found)].toSorted((left, right) => left - right));
  expect(taken.filter((number) => !found.includes(number))).toEqual([]);
  expect(asked.length).toBeGreaterThan(20);
  opened.value.close();
  folder.cleanup();
}, 60_000);
