import { availableParallelism } from "node:os";
import { abortedBy, err, ok, reasonOf, type ClockDep, type Result } from "#core/base";
import type { LoadedModel } from "./llama-load.ts";
import {
  defaultLlamaOptions,
  type EngineError,
  type EngineRecords,
  type LlamaEngine,
  type LlamaEngineOptions,
  type UseOptions,
} from "./llama-port.ts";
import { createResident } from "./llama-resident.ts";
import { measureThreads, threadCandidates, type ThreadChoice } from "./llama-threads.ts";
import { createLlamaTurns } from "./llama-turns.ts";
import { createTurnQueue } from "./turn-queue.ts";

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

/** How many may work with a file at once: as many as it has places, and one where it has to be loaded. */
const placesOf = (loaded: LoadedModel | undefined, path: string): number => (loaded?.path === path ? loaded.slots.length : 1);

/** The in-process engine: one model in memory, several conversations in one batch. The native library is loaded at the first use. */
export const createLlamaEngine = (
  deps: ClockDep & { readonly records?: EngineRecords },
  overrides: Partial<LlamaEngineOptions> = {},
): LlamaEngine => {
  const options = { ...defaultLlamaOptions, ...overrides };
  const { clock, records = noRecords } = deps;
  const queue = createTurnQueue();
  const resident = createResident({ clock, options, records });
  const takeTurn = createLlamaTurns({ records, watched: resident.watched });
  const wanted = new Set<() => void>();
  let idle = new AbortController();
  const never = new AbortController().signal;

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
      if (!signal.aborted) await resident.unload();
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
    const places = () => placesOf(resident.loaded(), path);
    const leave = await (alone ? queue.enter(signal, "", () => 1) : queue.enter(signal, path, places));
    if (leave === null) return err(abortedBy(signal));
    idle.abort();
    try {
      const wasThere = resident.loaded()?.path === path;
      const model = await resident.ready(path, signal);
      // Neighbours who wait for the same file may come in now.
      if (model.ok && !wasThere) queue.advance();
      return model.ok ? await work(model.value) : model;
    } catch (cause) {
      return err(signal.aborted ? abortedBy(signal) : { type: "ModelEngineFailed", reason: reasonOf(cause) });
    } finally {
      leave();
      if (resident.loaded() !== undefined && queue.size() === 0) void unloadWhenIdle();
    }
  };

  return {
    use: (path, conversationKey, signal, work, useOptions = {}) =>
      withModel(path, signal, useOptions, (model) => takeTurn(model, conversationKey, signal, work)),
    load: async (path, signal, tell) => {
      const leave = resident.onProgress(path, tell);
      const done = await withModel(path, signal, {}, async () => ok(undefined));
      leave();
      return done;
    },
    unload: async () => {
      const leave = await queue.enter(never, "", () => 1);
      idle.abort();
      try {
        if (resident.loaded() === undefined) return false;
        await resident.unload();
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
        const measured = await resident.watched<ThreadChoice>(path, model.sizeBytes, model.abandoned.signal, async () =>
          ok(await measureThreads(model.model, threadCandidates(availableParallelism()), signal)),
        );
        leave();
        if (signal.aborted) return err(abortedBy(signal));
        if (!measured.ok) return measured;
        records.keepThreads(path, measured.value);
        if (options.threads === null && measured.value.threads !== model.threads) await resident.unload();
        return measured;
      }),
    countTokens: async (path, text, signal) => {
      const loaded = resident.loaded();
      if (loaded?.path === path) return loaded.model.tokenize(text).length;
      const counted = await withModel(path, signal, {}, async ({ model }) => ok(model.tokenize(text).length));
      return counted.ok ? counted.value : null;
    },
    loadedPath: () => resident.loaded()?.path ?? null,
    state: () => ({
      loadedPath: resident.loaded()?.path ?? null,
      loadingPath: resident.loading()?.path ?? null,
      loadProgress: resident.loading()?.progress ?? null,
      threads: resident.loaded()?.threads ?? 0,
      sequences: resident.loaded()?.slots.length ?? 0,
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
        await resident.dispose();
        leave();
      };
      await Promise.race([free().catch(() => {}), clock.sleep(closeLimitMs, limit.signal)]);
      limit.abort();
      turn.abort();
    },
  };
};
