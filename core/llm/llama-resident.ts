import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Llama } from "node-llama-cpp";
import { abortedBy, err, ok, reasonOf, type ClockDep, type Result } from "#core/base";
import { createEngineWatch, stillLimitMs, type EngineWatch } from "./engine-watch.ts";
import { readGgufHeader } from "./gguf-header.ts";
import { startLibrary } from "./llama-library.ts";
import { loadModel, type LoadedModel } from "./llama-load.ts";
import type { EngineError, EngineRecords, LlamaEngineOptions } from "./llama-port.ts";
import type { ThreadChoice } from "./llama-threads.ts";

/** A native call that never returns keeps its thread and its memory; with more of them the process itself would come to stand still. */
const mostAbandoned = 2;

type ResidentDeps = ClockDep & { readonly records: EngineRecords; readonly options: LlamaEngineOptions };

/**
 * The native library and the one model that is in memory, both made at the first use and both given up when they stand still. Nothing in here waits for
 * its turn: whoever calls `ready` or `unload` has the engine for itself.
 */
export const createResident = ({ clock, options, records }: ResidentDeps) => {
  let library: Promise<Llama> | undefined;
  let loaded: LoadedModel | undefined;
  let loading: { readonly path: string; progress: number } | undefined;
  const listeners = new Set<{ readonly path: string; readonly tell: (progress: number) => void }>();
  let abandonedCount = 0;

  const open = (): Promise<Llama> => {
    library ??= startLibrary(options.gpu, Math.max(availableParallelism(), options.threads ?? 0)).catch((cause: unknown) => {
      library = undefined;
      throw cause;
    });
    return library;
  };

  const unload = async (): Promise<void> => {
    const leaving = loaded;
    loaded = undefined;
    await leaving?.context.dispose();
    await leaving?.model.dispose();
  };

  /** Leaves everything native behind as it is: whoever waits for it is told, and the next question starts anew. */
  const abandon = () => {
    abandonedCount += 1;
    const left = loaded;
    loaded = undefined;
    loading = undefined;
    library = undefined;
    left?.abandoned.abort();
  };

  /** Runs native work under watch. What comes back after it was given up is dropped. */
  const watched = async <T>(
    path: string,
    sizeBytes: number,
    abandoned: AbortSignal | undefined,
    work: (watch: EngineWatch) => Promise<Result<T, EngineError>>,
  ): Promise<Result<T, EngineError>> => {
    const limitMs = stillLimitMs(options.stuckMs, sizeBytes);
    const stuck = err({ type: "ModelEngineStuck", limitMs } as const);
    const watch = createEngineWatch(clock, limitMs);
    const others = Promise.withResolvers<void>();
    const onAbandoned = () => others.resolve();
    abandoned?.addEventListener("abort", onAbandoned, { once: true });
    try {
      return await Promise.race([
        work(watch),
        others.promise.then(() => stuck),
        watch.stuck.then(() => {
          abandon();
          records.stuck(path, limitMs);
          return stuck;
        }),
      ]);
    } finally {
      watch.stop();
      abandoned?.removeEventListener("abort", onAbandoned);
    }
  };

  const loadFresh = async (path: string, sizeBytes: number, signal: AbortSignal): Promise<Result<LoadedModel, EngineError>> => {
    const leave = records.enterNative(path, "loading");
    const mine = { path, progress: 0 };
    loading = mine;
    const fresh = await watched<LoadedModel>(path, sizeBytes, undefined, async ({ alive }) => {
      try {
        await unload();
        const onProgress = (progress: number) => {
          alive();
          mine.progress = progress;
          for (const listener of listeners) if (listener.path === path) listener.tell(progress);
        };
        const onThreads = (choice: ThreadChoice) => records.keepThreads(path, choice);
        const llama = await open();
        const model = await loadModel(llama, path, options, { threads: records.threads(path), onThreads, onProgress }, signal);
        if (loading === mine) return ok(model);
        void model.model.dispose();
        return err({ type: "ModelEngineFailed", reason: "it was given up" });
      } catch (cause) {
        // After a load that failed, this library may wait forever when it is freed (seen with 3.22.1); the next load starts a fresh one.
        if (loading === mine) library = undefined;
        return err(signal.aborted ? abortedBy(signal) : { type: "ModelEngineFailed", reason: reasonOf(cause) });
      }
    });
    if (loading === mine) loading = undefined;
    leave();
    return fresh;
  };

  const ready = async (path: string, signal: AbortSignal): Promise<Result<LoadedModel, EngineError>> => {
    if (loaded?.path === path) return ok(loaded);
    const refusal = records.refusal(path);
    if (refusal !== null) return err(refusal);
    if (abandonedCount >= mostAbandoned)
      return err({ type: "ModelEngineFailed", reason: `it stood still ${abandonedCount} times; Olympus has to be started again` });
    const header = await readGgufHeader(path);
    if (!header.ok) return header;
    if (signal.aborted) return err(abortedBy(signal));
    const fresh = await loadFresh(path, statSync(path).size, signal);
    if (fresh.ok) loaded = fresh.value;
    return fresh;
  };

  return {
    /** The model of a file, loaded where it is not in memory yet; any other one leaves. */
    ready,
    watched,
    unload,
    loaded: (): LoadedModel | undefined => loaded,
    loading: (): { readonly path: string; readonly progress: number } | undefined => loading,
    /** Tells how far a load of this file has come, 0…1, until the returned function is called. */
    onProgress: (path: string, tell: (progress: number) => void): (() => void) => {
      const listener = { path, tell };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** Frees the model, then the library. */
    dispose: async (): Promise<void> => {
      const started = library;
      library = undefined;
      await unload();
      await started?.then((llama) => llama.dispose()).catch(() => {});
    },
  };
};

export type Resident = ReturnType<typeof createResident>;
