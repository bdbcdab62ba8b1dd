import { stat } from "node:fs/promises";
import type { Aborted, ClockDep, LogDep, Result } from "#core/base";
import { abortedBy, err, ok } from "#core/base";
import type { StoreDep } from "#core/store";
import { crashProblem, createEngineRecords } from "./engine-records.ts";
import { createEngineStore, type Crash } from "./engine-store.ts";
import { createIdleProbe } from "./idle-probe.ts";
import { createLlamaModel } from "./llama-cpp.ts";
import { defaultLlamaOptions, type LlamaEngine, type LlamaEngineOptions } from "./llama-port.ts";
import { createLlamaEngine } from "./llama-engine.ts";
import { engineVersion } from "./llama-library.ts";
import { measureSpeed } from "./model-bench.ts";
import { modelFileId, toModelInfo } from "./model-file.ts";
import { probeModel } from "./model-probe.ts";
import { summariseSpeed } from "./model-speed.ts";
import type { ModelAbilities, ModelError, ModelInfo, ModelSpeed } from "./schema.ts";

type LocalError = ModelError | Aborted;

export interface EngineReport {
  readonly loadedModelId: string | null;
  readonly loadingModelId: string | null;
  readonly loadProgress: number | null;
  readonly threads: number;
  readonly sequences: number;
  readonly engineVersion: string;
  readonly crashed: Crash[];
}

/** The models on this machine at work: what the engine does with the files, and what is known of each. */
export interface LocalModels {
  readonly engine: LlamaEngine;
  /** A file's description with its measured speed, what it was seen to manage, and whether it may be used. Others are given back as they are. */
  readonly describe: (info: ModelInfo) => ModelInfo;
  /** Has a new file tried out when nobody needs the machine. */
  readonly added: (info: ModelInfo) => void;
  /** Forgets what is known of a file that was removed, and frees its memory. */
  readonly removed: (modelId: string) => void;
  readonly report: () => EngineReport;
  /** Loads now; progress from 0 to 1. Errors: ModelNotFound, Aborted, and what keeps a file from loading. */
  readonly load: (modelId: string, signal: AbortSignal, onProgress: (progress: number) => void) => Promise<Result<void, LocalError>>;
  readonly unload: () => Promise<boolean>;
  /** Lets a model that ended the program be used again; false when it was not one. */
  readonly forgive: (modelId: string) => boolean;
  /** Chooses the threads anew and measures speed, alone. Errors as for `load`. */
  readonly bench: (
    modelId: string,
    signal: AbortSignal,
    onProgress: (share: number, note: string) => void,
  ) => Promise<Result<ModelSpeed, LocalError>>;
  /** Tries JSON and tools now. Errors as for `load`. */
  readonly probe: (modelId: string, signal: AbortSignal) => Promise<Result<ModelAbilities, LocalError>>;
  /** Waits for work that was told to stop, then frees everything. */
  readonly close: () => Promise<void>;
}

export interface LocalModelsDeps extends ClockDep, LogDep, StoreDep {
  /** The files that may be used. */
  readonly files: () => readonly {
    readonly id: string;
    readonly path: string;
    readonly name: string | null;
    readonly contextTokens: number | null;
  }[];
}

/** Answers that a speed is the median of, when somebody asks for it. */
const benchRounds = 3;
/** Half a minute without a question: nobody sits there waiting. */
const quietMs = 30_000;
/** A file in memory takes somewhat more than its size. */
const memoryPerByte = 1.2;

export const createLocalModels = (deps: LocalModelsDeps, overrides: Partial<LlamaEngineOptions> = {}): LocalModels => {
  const { clock, files, log } = deps;
  const version = engineVersion();
  const rows = createEngineStore(deps);
  rows.takeCrashes();
  for (const crash of rows.crashes()) log.warn("a model ended the program and is left alone", { ...crash });
  const records = createEngineRecords({ clock, log, rows }, version);
  const engine = createLlamaEngine({ clock, records }, overrides);

  const find = (modelId: string): Result<ReturnType<LocalModelsDeps["files"]>[number], ModelError> => {
    const file = files().find(({ id }) => id === modelId);
    return file === undefined ? err({ type: "ModelNotFound", modelId }) : ok(file);
  };

  const probe = async (modelId: string, signal: AbortSignal, background: boolean): Promise<Result<ModelAbilities, LocalError>> => {
    const file = find(modelId);
    if (!file.ok) return file;
    const { path } = file.value;
    const quiet: LlamaEngine = {
      ...engine,
      // Grammar and short answers make for speeds that are not those of chats.
      noteSpeed: () => {},
      use: (usedPath, key, turnSignal, work) => engine.use(usedPath, key, turnSignal, work, { background }),
    };
    const probed = await probeModel(createLlamaModel({ clock, engine: quiet }, path, toModelInfo(path, file.value)), clock.nowMs, signal);
    if (probed.ok) rows.keepAbilities(modelId, probed.value);
    return probed;
  };

  /** In the background nothing is loaded that would push others out of memory. */
  const probeWhenItFits = async (modelId: string, signal: AbortSignal): Promise<Result<unknown, LocalError>> => {
    const file = find(modelId);
    if (!file.ok || rows.abilities(modelId) !== null) return file;
    const found = await stat(file.value.path).catch(() => null);
    const { availableBytes, memoryFloorBytes } = { ...defaultLlamaOptions, ...overrides };
    const available = availableBytes();
    if (found === null || (available !== null && available < found.size * memoryPerByte + memoryFloorBytes)) return ok(null);
    const probed = await probe(modelId, signal, true);
    if (!probed.ok && probed.error.type !== "Aborted") log.warn("a model could not be tried out", { modelId, error: probed.error });
    return probed;
  };
  const idleProbe = createIdleProbe({ clock, isIdle: engine.isIdle, onWanted: engine.onWanted, probe: probeWhenItFits, quietMs });

  const bench: LocalModels["bench"] = async (modelId, signal, onProgress) => {
    const file = find(modelId);
    if (!file.ok) return file;
    const { path } = file.value;
    onProgress(0, "threads");
    const chosen = await engine.measureThreads(path, signal);
    if (!chosen.ok) return chosen;
    for (let round = 0; round < benchRounds; round += 1) {
      onProgress((round + 1) / (benchRounds + 1), "speed");
      const work = async (loaded: Parameters<typeof measureSpeed>[0]) => ok(await measureSpeed(loaded, signal));
      const measured = await engine.use(path, undefined, signal, work, { alone: true });
      if (!measured.ok) return measured;
      if (measured.value === null) return err(abortedBy(signal));
      engine.noteSpeed(path, measured.value);
    }
    const speed = summariseSpeed(rows.speeds(modelId), version);
    return speed === null ? err({ type: "ModelEngineFailed", reason: "nothing was measured" }) : ok(speed);
  };

  const toId = (path: string | null): string | null => (path === null ? null : modelFileId(path));

  return {
    engine,
    describe: (info) => {
      if (info.place !== "local") return info;
      const problem = info.problem ?? crashProblem(rows, info.id);
      const speed = summariseSpeed(rows.speeds(info.id), version);
      return { ...info, available: problem === null, problem, speed, abilities: rows.abilities(info.id) };
    },
    added: ({ id, place }) => {
      if (place === "local" && rows.abilities(id) === null) idleProbe.later(id);
    },
    removed: (modelId) => {
      idleProbe.forget(modelId);
      rows.forget(modelId);
      if (toId(engine.loadedPath()) === modelId) void engine.unload();
    },
    report: () => {
      const { loadedPath, loadingPath, ...rest } = engine.state();
      return {
        ...rest,
        loadedModelId: toId(loadedPath),
        loadingModelId: toId(loadingPath),
        engineVersion: version,
        crashed: rows.crashes(),
      };
    },
    load: async (modelId, signal, onProgress) => {
      const file = find(modelId);
      return file.ok ? engine.load(file.value.path, signal, onProgress) : file;
    },
    unload: engine.unload,
    forgive: rows.forgive,
    bench,
    probe: (modelId, signal) => probe(modelId, signal, false),
    close: async () => {
      idleProbe.close();
      await engine.dispose();
    },
  };
};
