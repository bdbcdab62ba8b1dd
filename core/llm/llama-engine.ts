import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Llama } from "node-llama-cpp";
import { abortedBy, err, ok, reasonOf, type ClockDep, type Result } from "#core/base";
import {
  defaultLlamaOptions,
  type EngineError,
  type EngineRecords,
  type LlamaEngine,
  type LlamaEngineOptions,
  type LoadedConversation,
  type UseOptions,
} from "./llama-port.ts";
import { createEngineWatch, stillLimitMs, type EngineWatch } from "./engine-watch.ts";
import { readGgufHeader } from "./gguf-header.ts";
import { startLibrary } from "./llama-library.ts";
import { chooseSlot, conversationLeft, loadModel, type LoadedModel } from "./llama-load.ts";
import { measureThreads, threadCandidates, type ThreadChoice } from "./llama-threads.ts";
import { createTurnQueue } from "./turn-queue.ts";

/** A native call that never returns keeps its thread and its memory; with more of them the process itself would come to stand still. */
const mostAbandoned = 2;
/** How long closing waits for work that was told to stop. */
const closeLimitMs = 5_000;

const noRecords: EngineRecords = {
  refusal: () => null,
  threads: () => null,
  keepThreads: () => {},
  keepSpeed: () => {},
  enterNative: () => () => {},
  stuck: () => {},
};

/** The in-process engine: one model in memory, several conversations in one batch. The native library is loaded at the first use. */
export const createLlamaEngine = (
  deps: ClockDep & { readonly records?: EngineRecords },
  overrides: Partial<LlamaEngineOptions> = {},
): LlamaEngine => {
  const options = { ...defaultLlamaOptions, ...overrides };
  const { clock, records = noRecords } = deps;
  const queue = createTurnQueue();
  let library: Promise<Llama> | undefined;
  let loaded: LoadedModel | undefined;
  let loading: { readonly path: string; progress: number } | undefined;
  const listeners = new Set<{ readonly path: string; readonly tell: (progress: number) => void }>();
  const turns = new Set<{ shared: boolean }>();
  const wanted = new Set<() => void>();
  let uses = 0;
  let abandonedCount = 0;
  let idle = new AbortController();
  const never = new AbortController().signal;

  const open = (): Promise<Llama> => {
    library ??= startLibrary(options.gpu, Math.max(availableParallelism(), options.threads ?? 0)).catch((cause: unknown) => {
      library = undefined;
      throw cause;
    });
    return library;
  };

  const unload = async () => {
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
    if (fresh.ok) {
      loaded = fresh.value;
      // Neighbours who wait for the same file may come in now.
      queue.advance();
    }
    return fresh;
  };

  const memoryIsShort = () => {
    const available = options.availableBytes();
    return available !== null && available < options.memoryFloorBytes;
  };

  const unloadWhenIdle = async () => {
    idle.abort();
    idle = new AbortController();
    const { signal } = idle;
    const untilMs = clock.nowMs() + options.idleMs;
    while (clock.nowMs() < untilMs) {
      await clock.sleep(Math.min(options.memoryCheckMs, untilMs - clock.nowMs()), signal);
      if (signal.aborted) return;
      if (memoryIsShort()) break;
    }
    const leave = await queue.enter(signal, "", () => 1);
    if (leave === null) return;
    try {
      if (!signal.aborted) await unload();
    } catch {
      // Decision: a model that cannot be freed costs memory, nothing else; the next question loads it anew.
    } finally {
      leave();
    }
  };

  const withModel = async <T>(
    path: string,
    signal: AbortSignal,
    { alone = false, background = false }: UseOptions,
    work: (model: LoadedModel) => Promise<Result<T, EngineError>>,
  ): Promise<Result<T, EngineError>> => {
    if (!background) for (const call of wanted) call();
    const places = () => (loaded?.path === path ? loaded.slots.length : 1);
    const leave = await (alone ? queue.enter(signal, "", () => 1) : queue.enter(signal, path, places));
    if (leave === null) return err(abortedBy(signal));
    idle.abort();
    try {
      const model = await ready(path, signal);
      return model.ok ? await work(model.value) : model;
    } catch (cause) {
      return err(signal.aborted ? abortedBy(signal) : { type: "ModelEngineFailed", reason: reasonOf(cause) });
    } finally {
      leave();
      if (loaded !== undefined && queue.size() === 0) void unloadWhenIdle();
    }
  };

  const takeTurn = async <T>(
    model: LoadedModel,
    conversationKey: string | undefined,
    signal: AbortSignal,
    work: (loaded: LoadedConversation) => Promise<Result<T, EngineError>>,
  ): Promise<Result<T, EngineError>> => {
    await conversationLeft(model.slots, conversationKey);
    const slot = chooseSlot(model.slots, conversationKey);
    if (slot === undefined) return err({ type: "ModelEngineFailed", reason: "no place for a conversation" });
    slot.key = conversationKey;
    slot.usedAt = uses += 1;
    const { promise: left, resolve: onLeft } = Promise.withResolvers<void>();
    slot.holder = { signal, left };
    const turn = { shared: false };
    turns.add(turn);
    if (turns.size > 1) for (const other of turns) other.shared = true;
    const leave = records.enterNative(model.path, "answering");
    const { chat, sequence } = slot;
    const { gathering, llama, threads } = model;
    try {
      return await watched(model.path, model.sizeBytes, model.abandoned.signal, async ({ alive }) => {
        const stop = gathering.onBatch(alive);
        try {
          return await work({ llama, model: model.model, sequence, chat, threads, writing: gathering.writing, alone: () => !turn.shared });
        } finally {
          stop();
        }
      });
    } finally {
      leave();
      turns.delete(turn);
      slot.holder = undefined;
      onLeft();
    }
  };

  return {
    use: (path, conversationKey, signal, work, useOptions = {}) =>
      withModel(path, signal, useOptions, (model) => takeTurn(model, conversationKey, signal, work)),
    load: async (path, signal, tell) => {
      const listener = { path, tell };
      listeners.add(listener);
      const done = await withModel(path, signal, {}, async () => ok(undefined));
      listeners.delete(listener);
      return done;
    },
    unload: async () => {
      const leave = await queue.enter(never, "", () => 1);
      idle.abort();
      try {
        if (loaded === undefined) return false;
        await unload();
        return true;
      } catch {
        // Decision: as when idle, a model that cannot be freed costs memory and nothing else.
        return false;
      } finally {
        leave?.();
      }
    },
    measureThreads: (path, signal) =>
      withModel(path, signal, { alone: true }, async (model) => {
        const leave = records.enterNative(path, "answering");
        const measured = await watched<ThreadChoice>(path, model.sizeBytes, model.abandoned.signal, async () =>
          ok(await measureThreads(model.model, threadCandidates(availableParallelism()), signal)),
        );
        leave();
        if (signal.aborted) return err(abortedBy(signal));
        if (!measured.ok) return measured;
        records.keepThreads(path, measured.value);
        if (options.threads === null && measured.value.threads !== model.threads) await unload();
        return measured;
      }),
    countTokens: async (path, text, signal) => {
      if (loaded?.path === path) return loaded.model.tokenize(text).length;
      const counted = await withModel(path, signal, {}, async ({ model }) => ok(model.tokenize(text).length));
      return counted.ok ? counted.value : null;
    },
    loadedPath: () => loaded?.path ?? null,
    state: () => ({
      loadedPath: loaded?.path ?? null,
      loadingPath: loading?.path ?? null,
      loadProgress: loading?.progress ?? null,
      threads: loaded?.threads ?? 0,
      sequences: loaded?.slots.length ?? 0,
    }),
    noteSpeed: records.keepSpeed,
    onWanted: (call) => {
      wanted.add(call);
      return () => wanted.delete(call);
    },
    isIdle: () => queue.size() === 0,
    dispose: async () => {
      const limit = new AbortController();
      const turn = new AbortController();
      const free = async () => {
        const leave = await queue.enter(turn.signal, "", () => 1);
        if (leave === null) return;
        idle.abort();
        const started = library;
        library = undefined;
        await unload();
        await started?.then((llama) => llama.dispose()).catch(() => {});
        leave();
      };
      await Promise.race([free().catch(() => {}), clock.sleep(closeLimitMs, limit.signal)]);
      limit.abort();
      turn.abort();
    },
  };
};
