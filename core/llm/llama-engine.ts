import { availableParallelism } from "node:os";
import type { Llama, LlamaChat, LlamaContext, LlamaContextSequence, LlamaModel } from "node-llama-cpp";
import { abortedBy, err, ok, reasonOf, type Aborted, type ClockDep, type Result } from "#core/base";
import { readGgufHeader } from "./gguf-header.ts";
import type { ModelError } from "./schema.ts";
import { createTurnQueue } from "./turn-queue.ts";

export interface LlamaEngineOptions {
  /** False computes on the processor; "auto" takes a graphics card when the installed build has one. */
  readonly gpu: false | "auto";
  /** One below the cores by default: with all of them, threads that wait for each other spin (100× slower on 2 busy cores with a tiny model, measured). */
  readonly threads: number;
  /** Longest prompt and answer together; less when the model or the memory allows less. */
  readonly contextTokens: number;
  /** Conversations whose evaluated text is kept; each takes a whole context of memory. */
  readonly warmConversations: number;
  /** After so long without a question the model leaves memory. */
  readonly idleMs: number;
}

export const defaultLlamaOptions: LlamaEngineOptions = {
  gpu: false,
  threads: Math.max(1, availableParallelism() - 1),
  contextTokens: 8192,
  warmConversations: 2,
  idleMs: 10 * 60_000,
};

/** A loaded model and the place where one conversation's evaluated text lives. */
export interface LoadedConversation {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly sequence: LlamaContextSequence;
  readonly chat: LlamaChat;
}

interface Slot extends LoadedConversation {
  key: string | undefined;
  /** Grows with each use; the smallest is given away first. */
  usedAt: number;
}

interface Loaded {
  readonly path: string;
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly slots: Slot[];
}

export interface LlamaEngine {
  /**
   * Runs `work` alone, with the file loaded and its conversation at hand; other callers wait their turn. Loading another file unloads this one.
   * Errors: Aborted (while waiting or loading), ModelFileMissing, ModelFileCorrupt, ModelEngineFailed (the native part refused, or `work` threw).
   */
  readonly use: <T>(
    path: string,
    conversationKey: string | undefined,
    signal: AbortSignal,
    work: (loaded: LoadedConversation) => Promise<Result<T, ModelError | Aborted>>,
  ) => Promise<Result<T, ModelError | Aborted>>;
  /** Tokens of a text by the file's own tokenizer; waits only when the file has to be loaded. Null when it cannot be. */
  readonly countTokens: (path: string, text: string, signal: AbortSignal) => Promise<number | null>;
  /** The path in memory, or null. */
  readonly loadedPath: () => string | null;
  /** Waits for the work under way (stop it first), then frees everything. */
  readonly dispose: () => Promise<void>;
}

const chooseSlot = (slots: readonly Slot[], key: string | undefined): Slot | undefined =>
  slots.find((slot) => key !== undefined && slot.key === key) ?? slots.toSorted((left, right) => left.usedAt - right.usedAt)[0];

/** The in-process engine: one model in memory, one generation at a time. The native library is loaded at the first use. */
export const createLlamaEngine = (deps: ClockDep, overrides: Partial<LlamaEngineOptions> = {}): LlamaEngine => {
  const options = { ...defaultLlamaOptions, ...overrides };
  const queue = createTurnQueue();
  let library: Promise<Llama> | undefined;
  let loaded: Loaded | undefined;
  let uses = 0;
  let idle = new AbortController();
  const never = new AbortController().signal;

  const startLibrary = async (): Promise<Llama> => {
    const { getLlama, LlamaLogLevel } = await import("node-llama-cpp");
    // Only the build that was installed: nothing is compiled or fetched behind the person's back.
    return getLlama({
      gpu: options.gpu,
      build: "never",
      skipDownload: true,
      progressLogs: false,
      logLevel: LlamaLogLevel.error,
      logger: () => {},
      maxThreads: options.threads,
    });
  };

  const unload = async () => {
    const leaving = loaded;
    loaded = undefined;
    await leaving?.context.dispose();
    await leaving?.model.dispose();
  };

  const load = async (path: string, signal: AbortSignal): Promise<Loaded> => {
    const { LlamaChat } = await import("node-llama-cpp");
    const llama = await (library ??= startLibrary());
    const model = await llama.loadModel({ modelPath: path, loadSignal: signal });
    try {
      const context = await model.createContext({
        sequences: options.warmConversations,
        contextSize: { max: Math.min(options.contextTokens, model.trainContextSize) },
        threads: options.threads,
        createSignal: signal,
      });
      const slots = Array.from({ length: options.warmConversations }, () => {
        const sequence = context.getSequence();
        return { llama, model, sequence, chat: new LlamaChat({ contextSequence: sequence }), key: undefined, usedAt: 0 };
      });
      return { path, llama, model, context, slots };
    } catch (cause) {
      await model.dispose();
      throw cause;
    }
  };

  const ready = async (path: string, signal: AbortSignal): Promise<Result<Loaded, ModelError | Aborted>> => {
    if (loaded?.path === path) return ok(loaded);
    const header = await readGgufHeader(path);
    if (!header.ok) return header;
    try {
      await unload();
      loaded = await load(path, signal);
      return ok(loaded);
    } catch (cause) {
      if (loaded === undefined) library = undefined;
      return err(signal.aborted ? abortedBy(signal) : { type: "ModelEngineFailed", reason: reasonOf(cause) });
    }
  };

  const unloadWhenIdle = async () => {
    idle.abort();
    idle = new AbortController();
    const { signal } = idle;
    await deps.clock.sleep(options.idleMs, signal);
    if (signal.aborted) return;
    const leave = await queue.enter(signal);
    if (leave === null) return;
    try {
      if (!signal.aborted) await unload();
    } catch {
      // Decision: a model that cannot be freed costs memory, nothing else; the next question loads it anew.
    } finally {
      leave();
    }
  };

  const withModel = async <T>(path: string, signal: AbortSignal, work: (model: Loaded) => Promise<Result<T, ModelError | Aborted>>) => {
    const leave = await queue.enter(signal);
    if (leave === null) return err(abortedBy(signal));
    idle.abort();
    try {
      const model = await ready(path, signal);
      return model.ok ? await work(model.value) : model;
    } catch (cause) {
      return err(signal.aborted ? abortedBy(signal) : { type: "ModelEngineFailed", reason: reasonOf(cause) });
    } finally {
      leave();
      if (loaded !== undefined) void unloadWhenIdle();
    }
  };

  return {
    use: (path, conversationKey, signal, work) =>
      withModel(path, signal, async ({ slots }) => {
        const slot = chooseSlot(slots, conversationKey);
        if (slot === undefined) return err({ type: "ModelEngineFailed", reason: "no place for a conversation" });
        slot.key = conversationKey;
        slot.usedAt = uses += 1;
        return work(slot);
      }),
    countTokens: async (path, text, signal) => {
      if (loaded?.path === path) return loaded.model.tokenize(text).length;
      const counted = await withModel(path, signal, async ({ model }) => ok(model.tokenize(text).length));
      return counted.ok ? counted.value : null;
    },
    loadedPath: () => loaded?.path ?? null,
    dispose: async () => {
      const leave = await queue.enter(never);
      idle.abort();
      await unload();
      const started = library;
      library = undefined;
      await started?.then((llama) => llama.dispose()).catch(() => {});
      leave?.();
    },
  };
};
