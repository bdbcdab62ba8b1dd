import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, realpathSync, unlinkSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { silentLog, systemClock } from "#core/base";
import { createOlympus } from "#core/host";
import { createTestFolder } from "#core/testing";
import { createRouterClient } from "@orpc/server";
import type { BenchTable } from "./table.ts";

/** Steps of each run; enough that starting and ending a run do not count. The first turn also warms up. */
const stepCount = 1000;
const turns = 4;

/**
 * What the machine itself can do, with nothing of ours: per step two commits to a WAL database with synchronous FULL, and one new file of the same size
 * written to a temporary name, flushed, linked into place, and its folder flushed. Nobody can make the same promise with less.
 */
const rawStepsPerSecond = (folder: string): number => {
  mkdirSync(folder);
  const database = new Sqlite(join(folder, "raw.sqlite"));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("CREATE TABLE journal (step INTEGER PRIMARY KEY, state TEXT NOT NULL) STRICT");
  const intent = database.prepare("INSERT INTO journal VALUES (?, 'intent')");
  const done = database.prepare("UPDATE journal SET state = 'done' WHERE step = ?");
  const files = join(folder, "files");
  mkdirSync(files);
  const folderHandle = openSync(files, "r");
  const startMs = performance.now();
  for (let step = 0; step < stepCount; step += 1) {
    intent.run(step);
    const part = join(files, `.part-${step}`);
    const file = openSync(part, "wx");
    writeSync(file, `text of file ${step}\n`);
    fsyncSync(file);
    closeSync(file);
    linkSync(part, join(files, `file-${step}.txt`));
    unlinkSync(part);
    fsyncSync(folderHandle);
    done.run(step);
  }
  const elapsedMs = performance.now() - startMs;
  closeSync(folderHandle);
  database.close();
  return (stepCount * 1000) / elapsedMs;
};

const unwrap = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

const secrets = { get: async () => ({ ok: true, value: null }), set: async () => {}, remove: async () => {}, status: () => "locked" };

const openHost = async (dataDir: string) => {
  const olympus = unwrap(
    await createOlympus({ dataDir, hostName: "test", version: "0.0.0", secrets: secrets as never, clock: systemClock, log: silentLog }),
  );
  return { client: createRouterClient(olympus.router, { context: {} }), close: olympus.close };
};

type Client = Awaited<ReturnType<typeof openHost>>["client"];

const draftOf = (
  title: string,
  count: number,
  input: (index: number) => { readonly tool: string; readonly input: Record<string, string> },
) => ({
  title,
  steps: Array.from({ length: count }, (_, index) => ({ name: `step-${index}`, ...input(index) })),
});

/** Steps per second of a whole run through the contract, from the first step to the report, simulation and approval not counted. */
const ourStepsPerSecond = async (client: Client, workspaceRoot: string): Promise<number> => {
  mkdirSync(workspaceRoot);
  const draft = draftOf("Write many files", stepCount, (index) => ({
    tool: "files.write",
    input: { path: `file-${index}.txt`, text: `text of file ${index}\n`, encoding: "utf-8" },
  }));
  const { id: planId } = await client.plans.create({ draft, workspaceRoot, ownGrant: true });
  const { hash } = await client.plans.simulate({ planId });
  await client.plans.approve({ planId, hash });
  const { runId } = await client.plans.run({ planId, hash });
  for await (const event of await client.runs.follow({ runId })) if (event.type === "run-end") break;
  const run = await client.runs.get({ runId });
  if (run.report?.outcome !== "done" || run.report.done.length !== stepCount)
    throw new Error(`not every step was done: ${JSON.stringify(run.report?.summary)}`);
  return (stepCount * 1000) / ((run.endedAtMs ?? 0) - run.startedAtMs);
};

const simulateMs = async (client: Client, workspaceRoot: string): Promise<number> => {
  mkdirSync(workspaceRoot);
  const count = 1000;
  for (let index = 0; index < count; index += 1) writeFileSync(join(workspaceRoot, `old-${index}.txt`), `text of file ${index}\n`);
  const draft = draftOf("Change and sort many files", count, (index) =>
    index % 2 === 0
      ? { tool: "files.write", input: { path: `old-${index}.txt`, text: `another text of file ${index}\n`, encoding: "utf-8" } }
      : { tool: "files.move", input: { from: `old-${index}.txt`, to: `sorted/${index % 10}/new-${index}.txt` } },
  );
  const { id: planId } = await client.plans.create({ draft, workspaceRoot, ownGrant: true });
  const startMs = performance.now();
  const { predictions } = await client.plans.simulate({ planId });
  const elapsedMs = performance.now() - startMs;
  if (predictions.flatMap(({ effects }) => effects).length < count) throw new Error("the dry run foresaw too little");
  return elapsedMs;
};

/** The executor against the disk it runs on, and the dry run of a long plan. */
export const runPlansBench = async (): Promise<BenchTable> => {
  const folder = createTestFolder();
  const base = realpathSync(folder.path);
  const { client, close } = await openHost(join(base, "data"));
  const raw: number[] = [];
  const ours: number[] = [];
  const dry: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    raw.push(rawStepsPerSecond(join(base, `raw-${turn}`)));
    ours.push(await ourStepsPerSecond(client, join(base, `ours-${turn}`)));
    dry.push(await simulateMs(client, join(base, `dry-${turn}`)));
  }
  await close();
  folder.cleanup();
  const share = Math.max(...ours) / Math.max(...raw);
  return {
    name: "plans",
    rows: raw.map((limit, turn) => ({
      turn: turn + 1,
      "machine's limit, steps/s": Math.round(limit),
      "durable steps/s": Math.round(ours[turn] ?? 0),
      "share of the limit": Number(((ours[turn] ?? 0) / limit).toFixed(2)),
      "dry run of 1,000 steps, ms": Math.round(dry[turn] ?? 0),
    })),
    goals: [
      { goal: "durable steps/s ≥ 0.5 × what the machine's own disk allows, both at their best", measured: share, met: share >= 0.5 },
      { goal: "dry run of 1,000 file steps < 2 s", measured: Math.min(...dry) / 1000, met: Math.min(...dry) < 2000 },
    ],
  };
};
