import type { Migration, StoreDep } from "#core/store";
import type { ModelAbilities } from "./schema.ts";

export const engineMigrations: readonly Migration[] = [
  {
    version: 16,
    name: "what is known of models on this machine",
    up: `
      CREATE TABLE llm_speeds (
        id INTEGER PRIMARY KEY,
        model_id TEXT NOT NULL,
        engine_version TEXT NOT NULL,
        threads INTEGER NOT NULL,
        tokens_per_second REAL NOT NULL,
        first_token_ms REAL NOT NULL,
        measured_at_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX llm_speeds_by_model ON llm_speeds (model_id, engine_version, threads);
      CREATE TABLE llm_threads (
        model_id TEXT NOT NULL,
        engine_version TEXT NOT NULL,
        cores INTEGER NOT NULL,
        file_bytes INTEGER NOT NULL,
        threads INTEGER NOT NULL,
        figures TEXT NOT NULL,
        measured_at_ms INTEGER NOT NULL,
        PRIMARY KEY (model_id, engine_version, cores)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE llm_abilities (
        model_id TEXT PRIMARY KEY,
        keeps_json INTEGER NOT NULL CHECK (keeps_json IN (0, 1)),
        calls_tools INTEGER NOT NULL CHECK (calls_tools IN (0, 1)),
        probed_at_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE llm_running (
        model_id TEXT PRIMARY KEY,
        doing TEXT NOT NULL CHECK (doing IN ('loading', 'answering')),
        at_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE llm_crashes (
        model_id TEXT PRIMARY KEY,
        doing TEXT NOT NULL CHECK (doing IN ('loading', 'answering')),
        at_ms INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;`,
    down: "DROP TABLE llm_crashes; DROP TABLE llm_running; DROP TABLE llm_abilities; DROP TABLE llm_threads; DROP TABLE llm_speeds;",
  },
];

/** One answer's speed, of a model that did nothing else meanwhile. */
export interface SpeedSample {
  readonly engineVersion: string;
  readonly threads: number;
  readonly tokensPerSecond: number;
  readonly firstTokenMs: number;
  readonly measuredAtMs: number;
}

/** What a choice of threads holds for: another version, core count or file is measured anew. */
export interface ThreadsKey {
  readonly modelId: string;
  readonly engineVersion: string;
  readonly cores: number;
  readonly fileBytes: number;
}

export type NativeWork = "loading" | "answering";

export interface Crash {
  readonly modelId: string;
  readonly doing: NativeWork;
  readonly atMs: number;
}

/** Kept for each model, engine version and thread count: enough for a median that a few busy moments do not move. */
const keptSamples = 15;

/** What was measured and seen of the models on this machine. */
export const createEngineStore = ({ store }: StoreDep) => {
  const { database } = store;
  const selectSpeeds = database.prepare<[string], SpeedSample>(
    `SELECT engine_version AS engineVersion, threads, tokens_per_second AS tokensPerSecond, first_token_ms AS firstTokenMs,
       measured_at_ms AS measuredAtMs FROM llm_speeds WHERE model_id = ? ORDER BY id`,
  );
  const insertSpeed = database.prepare(
    `INSERT INTO llm_speeds (model_id, engine_version, threads, tokens_per_second, first_token_ms, measured_at_ms)
     VALUES (@modelId, @engineVersion, @threads, @tokensPerSecond, @firstTokenMs, @measuredAtMs)`,
  );
  const pruneSpeeds = database.prepare(
    `DELETE FROM llm_speeds WHERE model_id = @modelId AND engine_version = @engineVersion AND threads = @threads AND id NOT IN (
       SELECT id FROM llm_speeds WHERE model_id = @modelId AND engine_version = @engineVersion AND threads = @threads
       ORDER BY id DESC LIMIT ${keptSamples})`,
  );
  const selectThreads = database.prepare<[ThreadsKey], { threads: number }>(
    `SELECT threads FROM llm_threads
     WHERE model_id = @modelId AND engine_version = @engineVersion AND cores = @cores AND file_bytes = @fileBytes`,
  );
  const upsertThreads = database.prepare(
    `INSERT OR REPLACE INTO llm_threads VALUES (@modelId, @engineVersion, @cores, @fileBytes, @threads, @figures, @nowMs)`,
  );
  const selectAbilities = database.prepare<[string], { keepsJson: number; callsTools: number; probedAtMs: number }>(
    "SELECT keeps_json AS keepsJson, calls_tools AS callsTools, probed_at_ms AS probedAtMs FROM llm_abilities WHERE model_id = ?",
  );
  const upsertAbilities = database.prepare("INSERT OR REPLACE INTO llm_abilities VALUES (?, ?, ?, ?)");
  const upsertRunning = database.prepare("INSERT OR REPLACE INTO llm_running VALUES (?, ?, ?)");
  const deleteRunning = database.prepare("DELETE FROM llm_running WHERE model_id = ?");
  const selectCrashes = database.prepare<[], Crash>(
    "SELECT model_id AS modelId, doing, at_ms AS atMs FROM llm_crashes ORDER BY at_ms, model_id",
  );
  const deleteCrash = database.prepare("DELETE FROM llm_crashes WHERE model_id = ?");
  const forgetting = ["llm_speeds", "llm_threads", "llm_abilities", "llm_crashes"].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE model_id = ?`),
  );

  return {
    /** Oldest first. */
    speeds: (modelId: string): SpeedSample[] => selectSpeeds.all(modelId),
    addSpeed: (modelId: string, sample: SpeedSample): void =>
      store.transaction(() => {
        insertSpeed.run({ modelId, ...sample });
        pruneSpeeds.run({ modelId, ...sample });
      }),
    threads: (key: ThreadsKey): number | null => selectThreads.get(key)?.threads ?? null,
    /** `figures` is what the choice was made from, as JSON, for whoever wants to know why. */
    keepThreads: (key: ThreadsKey, threads: number, figures: string, nowMs: number): void =>
      void upsertThreads.run({ ...key, threads, figures, nowMs }),
    abilities: (modelId: string): ModelAbilities | null => {
      const row = selectAbilities.get(modelId);
      return row === undefined ? null : { ...row, keepsJson: row.keepsJson === 1, callsTools: row.callsTools === 1 };
    },
    keepAbilities: (modelId: string, { keepsJson, callsTools, probedAtMs }: ModelAbilities): void =>
      void upsertAbilities.run(modelId, keepsJson ? 1 : 0, callsTools ? 1 : 0, probedAtMs),
    /** On the disk when it returns: what native code does to the process or the machine afterwards cannot undo it. */
    markRunning: (modelId: string, doing: NativeWork, nowMs: number): void => void upsertRunning.run(modelId, doing, nowMs),
    unmarkRunning: (modelId: string): void => void deleteRunning.run(modelId),
    /** To be called once at the start: what was running when the program last ended, ended it. */
    takeCrashes: (): void =>
      store.transaction(() => {
        database.exec("INSERT OR REPLACE INTO llm_crashes SELECT * FROM llm_running; DELETE FROM llm_running;");
      }),
    crashes: (): Crash[] => selectCrashes.all(),
    forgive: (modelId: string): boolean => deleteCrash.run(modelId).changes > 0,
    forget: (modelId: string): void => store.transaction(() => forgetting.forEach((statement) => statement.run(modelId))),
  };
};

export type EngineStore = ReturnType<typeof createEngineStore>;
