import { readdirSync } from "node:fs";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "#core/base";
import { createOlympus, migrations } from "#core/host";
import { openFileVault } from "#core/settings";
import { restoreBackup } from "#core/store";
import { createTestFolder } from "#core/testing";
import { runCli } from "../main/cli/run.ts";
import { createTestTerminal } from "../main/cli/test-terminal.ts";
import { openAt, placeVersion, rowsOf, shapeOf } from "./migration-fixtures.ts";
import { told } from "./migration-rows.ts";

const folders: { cleanup: () => void }[] = [];
afterEach(() => folders.splice(0).forEach(({ cleanup }) => cleanup()));
const folderAt = (version: number): string => {
  const folder = createTestFolder();
  folders.push(folder);
  placeVersion(folder.path, version);
  return folder.path;
};

const newest = migrations.length;
const versions = Array.from({ length: newest }, (_, index) => index + 1);

it.each(versions)("Olympus starts over data of version %i and shows what it held", async (version) => {
  const dataDir = folderAt(version);
  const secrets = openFileVault({ path: join(dataDir, "vault.json") });
  const opened = await createOlympus({ dataDir, hostName: "headless", secrets, version: "test" });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  try {
    const client = createRouterClient(opened.value.router);
    expect(await client.settings.get()).toMatchObject({ theme: "dark", passageCount: 5 });
    if (version < 2) return;
    const hits = await client.library.search({ query: "newspapers", k: 3 });
    expect(hits.hits.map(({ text }) => text)).toEqual([told.passage]);
    if (version < 3) return;
    const [chat] = await client.chat.list({ limit: 5 });
    expect(chat?.title).toBe(told.title);
    const page = await client.chat.open({ conversationId: chat?.id ?? "", limit: 10 });
    expect(page.messages.map(({ text }) => text)).toEqual([told.question, told.answer]);
    expect(page.messages[1]?.citations[0]?.quote).toBe(told.passage);
    expect((await client.chat.search({ query: "printed" })).map(({ role }) => role).toSorted()).toEqual(["assistant", "user"]);
    if (version < 6) return;
    expect((await client.plans.list({ limit: 5 })).map(({ title }) => title)).toEqual([told.plan]);
    if (version < 8) return;
    expect((await client.agents.list({ limit: 5 })).map(({ goal }) => goal)).toEqual([told.goal]);
  } finally {
    await opened.value.close();
  }
});

it("`olympus migrate down` leads back to every earlier version, and `up` to the newest", async () => {
  const dataDir = folderAt(newest);
  const migrate = async (direction: string): Promise<unknown> => {
    const { terminal, json } = createTestTerminal(dataDir, dataDir);
    expect(await runCli(["migrate", direction, "--json"], terminal)).toBe(0);
    return json();
  };
  for (const version of versions.toReversed()) expect(await migrate("down")).toMatchObject({ applied: version - 1 });
  // Every step that had something to lose copied it first.
  expect(readdirSync(join(dataDir, "backups")).length).toBe(newest);
  expect(await migrate("up")).toMatchObject({ applied: newest });
});

describe("the previous release's data opens again within five minutes", () => {
  const limitMs = 5 * 60_000;
  const previous = newest - 1;
  const megabytes = 64;

  const look = (dataDir: string, version: number) => {
    const store = openAt(dataDir, version);
    const seen = { shape: shapeOf(store.database), rows: rowsOf(store.database) };
    store.close();
    return seen;
  };
  /** A library of some size, so that copying it takes time. */
  const fill = (dataDir: string, version: number): void => {
    const store = openAt(dataDir, version);
    store.database
      .prepare(
        `WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO vectors SELECT (1 << 40) + i, zeroblob(4096) FROM n`,
      )
      .run(megabytes * 256);
    store.close();
  };

  it("by taking the last step back", () => {
    const dataDir = folderAt(newest);
    fill(dataDir, newest);
    const startedAtMs = performance.now();
    openAt(dataDir, previous).close();
    const seen = look(dataDir, previous);
    expect(performance.now() - startedAtMs).toBeLessThan(limitMs);
    const then = look(folderAt(previous), previous);
    expect(seen.shape).toEqual(then.shape);
    expect(Object.keys(seen.rows)).toEqual(Object.keys(then.rows));
    expect(seen.rows["messages"]).toEqual(then.rows["messages"]);
  });

  it("by restoring the copy that was made before the step", async () => {
    const dataDir = folderAt(previous);
    fill(dataDir, previous);
    const before = look(dataDir, previous);
    openAt(dataDir, newest).close();
    const startedAtMs = performance.now();
    const [name = ""] = readdirSync(join(dataDir, "backups"));
    const restored = await restoreBackup(dataDir, join(dataDir, "backups", name), { clock: systemClock });
    expect(restored.ok).toBe(true);
    const seen = look(dataDir, previous);
    expect(performance.now() - startedAtMs).toBeLessThan(limitMs);
    expect(seen).toEqual(before);
  });
});
