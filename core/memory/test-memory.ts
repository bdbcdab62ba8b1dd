import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createIds, silentLog, systemClock } from "#core/base";
import { err } from "#core/base/schema";
import { createDocumentReader } from "#core/documents";
import { createHashedEmbedder } from "#core/embedding";
import { createSettings, settingsMigrations } from "#core/settings";
import { openStore } from "#core/store";
import type { Embedders } from "./embedders.ts";
import { createMemory, type Memory } from "./memory.ts";
import { memoryMigrations } from "./migrations.ts";
import type { IngestEvent, IngestReport } from "./schema.ts";

/** Embedders of a test that is not about learning: hashed words only. */
export const hashedOnly: Embedders = {
  createHashedEmbedder,
  openEmbeddingFolder: async (folder) => err({ type: "EmbeddingFolderInvalid", folder, reason: "not in this test" }),
  learnLsa: async () => err({ type: "EmbeddingFailed", reason: "not in this test" }),
  openLsa: async () => err({ type: "EmbeddingFailed", reason: "not in this test" }),
};

/** A memory over a real store, real reader and real time in `dataDir`. `close` ends it in order, so the same folder can be opened again. */
export const openTestMemory = (dataDir: string, embedders: Embedders = hashedOnly) => {
  const own = [...settingsMigrations, ...memoryMigrations];
  const migrations = Array.from(
    { length: Math.max(...own.map(({ version }) => version)) },
    (_, index) => own.find(({ version }) => version === index + 1) ?? { version: index + 1, name: "not under test", up: "", down: "" },
  );
  const opened = openStore({ dataDir, migrations, clock: systemClock, log: silentLog });
  if (!opened.ok) throw new Error(`test store: ${JSON.stringify(opened.error)}`);
  const store = opened.value;
  const documents = createDocumentReader({ log: silentLog });
  const settings = createSettings({ store });
  const memory = createMemory({
    clock: systemClock,
    documents,
    embedders,
    ids: createIds({ clock: systemClock }),
    log: silentLog,
    settings,
    store,
  });
  return {
    memory,
    settings,
    store,
    close: async () => {
      await memory.close();
      await documents.dispose();
      store.close();
    },
  };
};

export const writeFiles = (folder: string, files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};

/** Reads paths in and waits for the job's end; gives the report and all events. */
export const ingestAll = async (memory: Memory, paths: readonly string[]): Promise<{ report: IngestReport; events: IngestEvent[] }> => {
  const started = await memory.ingest(paths);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return followJob(memory, started.value.id);
};

export const followJob = async (memory: Memory, jobId: string): Promise<{ report: IngestReport; events: IngestEvent[] }> => {
  const followed = memory.jobEvents(jobId);
  if (!followed.ok) throw new Error(JSON.stringify(followed.error));
  const events: IngestEvent[] = [];
  for await (const event of followed.value) events.push(event);
  const last = events.at(-1);
  if (last?.type !== "ingest-end" && last?.type !== "ingest-error") throw new Error("the job had no end");
  return { report: last.report, events };
};

export const find = async (memory: Memory, query: string, more: Omit<Parameters<Memory["search"]>[0], "query"> = {}) => {
  const found = await memory.search({ query, ...more });
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value.hits;
};
