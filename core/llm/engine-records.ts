import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { reasonOf, type ClockDep, type LogDep } from "#core/base";
import type { EngineStore, ThreadsKey } from "./engine-store.ts";
import type { EngineRecords } from "./llama-port.ts";
import { modelFileId } from "./model-file.ts";
import { summariseSpeed } from "./model-speed.ts";
import type { ModelError } from "./schema.ts";

/** Why a model that ended the program is not asked, or null. */
export const crashProblem = (rows: EngineStore, modelId: string): ModelError | null => {
  const crash = rows.crashes().find((one) => one.modelId === modelId);
  if (crash === undefined) return null;
  return { type: "ModelEngineFailed", reason: `Olympus ended while this model was ${crash.doing}; it is used again once you allow it` };
};

/** Keeps in the store what the engine learns of its files. */
export const createEngineRecords = (
  { clock, log, rows }: ClockDep & LogDep & { readonly rows: EngineStore },
  engineVersion: string,
): EngineRecords => {
  const inNative = new Map<string, number>();
  const warned = new Set<string>();
  const keyOf = (path: string): ThreadsKey => ({
    modelId: modelFileId(path),
    engineVersion,
    cores: availableParallelism(),
    fileBytes: statSync(path).size,
  });

  /** Decision: a figure that cannot be kept (a full disk, a closed store) costs the figure; the answer it was taken from goes on. */
  const keep = (work: () => void) => {
    try {
      work();
    } catch (cause) {
      log.warn("a measurement could not be kept", { reason: reasonOf(cause) });
    }
  };

  return {
    refusal: (path) => crashProblem(rows, modelFileId(path)),
    threads: (path) => rows.threads(keyOf(path)),
    keepThreads: (path, { figures, threads }) =>
      keep(() => {
        rows.keepThreads(keyOf(path), threads, JSON.stringify(figures), clock.nowMs());
        log.info("threads measured", { modelId: modelFileId(path), threads, figures });
      }),
    keepSpeed: (path, speed) =>
      keep(() => {
        const modelId = modelFileId(path);
        rows.addSpeed(modelId, { ...speed, engineVersion, measuredAtMs: clock.nowMs() });
        const summary = summariseSpeed(rows.speeds(modelId), engineVersion);
        if (summary === null || summary.before === null || warned.has(modelId)) return;
        warned.add(modelId);
        log.warn("a model is slower than with an earlier engine", { modelId, ...summary });
      }),
    enterNative: (path, doing) => {
      const modelId = modelFileId(path);
      const before = inNative.get(modelId) ?? 0;
      inNative.set(modelId, before + 1);
      if (before === 0) rows.markRunning(modelId, doing, clock.nowMs());
      let left = false;
      return () => {
        if (left) return;
        left = true;
        const now = (inNative.get(modelId) ?? 1) - 1;
        inNative.set(modelId, now);
        if (now === 0) rows.unmarkRunning(modelId);
      };
    },
    stuck: (path, limitMs) => log.warn("the engine stood still and was given up", { modelId: modelFileId(path), limitMs }),
  };
};
