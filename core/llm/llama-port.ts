import type { Llama, LlamaChat, LlamaContextSequence, LlamaModel } from "node-llama-cpp";
import type { Aborted, Result } from "#core/base";
import type { ThreadChoice } from "./llama-threads.ts";
import { availableBytes, defaultMemoryFloorBytes } from "./memory-pressure.ts";
import type { ModelError } from "./schema.ts";

export interface LlamaEngineOptions {
  /** False computes on the processor; "auto" takes a graphics card when the installed build has one. */
  readonly gpu: false | "auto";
  /** Null: measured for each file when it is first loaded (docs/decisions/2026-11-21-threads-are-measured.md). */
  readonly threads: number | null;
  /** Longest prompt and answer together; less when the model or the memory allows less. */
  readonly contextTokens: number;
  /** Conversations answered at the same time, whose evaluated text is kept; each takes a whole context of memory, so fewer where that is short. */
  readonly warmConversations: number;
  /** After so long without a question the model leaves memory. */
  readonly idleMs: number;
  /** How often an idle model looks whether somebody else needs its memory. */
  readonly memoryCheckMs: number;
  /** An idle model leaves when less than this is available to programs. */
  readonly memoryFloorBytes: number;
  /** Bytes available to programs; null where the system does not say. */
  readonly availableBytes: () => number | null;
  /** No batch of tokens evaluated for so long, and a second more for every 50 MB of the file: the engine counts as stuck. */
  readonly stuckMs: number;
}

export const defaultLlamaOptions: LlamaEngineOptions = {
  gpu: false,
  threads: null,
  contextTokens: 8192,
  warmConversations: 4,
  idleMs: 10 * 60_000,
  memoryCheckMs: 10_000,
  memoryFloorBytes: defaultMemoryFloorBytes,
  availableBytes,
  stuckMs: 60_000,
};

/** A loaded model and the place where one conversation's evaluated text lives, for the time of one turn. */
export interface LoadedConversation {
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly sequence: LlamaContextSequence;
  readonly chat: LlamaChat;
  readonly threads: number;
  /** Says that tokens are being written one by one, until the function given back is called; others wait for this one to share a batch. */
  readonly writing: () => () => void;
  /** Whether nobody else was answered at any time of this turn. */
  readonly alone: () => boolean;
}

/** What the engine asks and tells those who keep records of the files. */
export interface EngineRecords {
  /** Why a file must not be loaded, or null. */
  readonly refusal: (path: string) => ModelError | null;
  /** Null: not measured for this machine and version. */
  readonly threads: (path: string) => number | null;
  readonly keepThreads: (path: string, choice: ThreadChoice) => void;
  readonly keepSpeed: (path: string, speed: AnswerSpeed) => void;
  /** Native code is about to run, which may end the process; the function given back is called when it came back. */
  readonly enterNative: (path: string, doing: "loading" | "answering") => () => void;
  /** Native code did not come back and was given up. */
  readonly stuck: (path: string, limitMs: number) => void;
}

/** How fast one answer was written, by a model that did nothing else meanwhile. */
export interface AnswerSpeed {
  readonly tokensPerSecond: number;
  /** From the beginning of the turn; waiting and loading are not in it. */
  readonly firstTokenMs: number;
  readonly threads: number;
}

export interface EngineState {
  readonly loadedPath: string | null;
  readonly loadingPath: string | null;
  /** 0 to 1 while loading. */
  readonly loadProgress: number | null;
  /** Of the loaded model; 0 when none is. */
  readonly threads: number;
  readonly sequences: number;
}

export interface UseOptions {
  /** Waits until nobody else is answered, and lets nobody in meanwhile. */
  readonly alone?: boolean;
  /** Nobody waits for it: it is told, by `onWanted`, when somebody else does. */
  readonly background?: boolean;
}

export type EngineError = ModelError | Aborted;

export interface LlamaEngine {
  /**
   * Runs `work` with the file loaded and a conversation's place at hand, beside others with the same file as far as there are places; the rest wait
   * in order of arrival. Loading another file unloads this one. Errors: Aborted (while waiting or loading), ModelFileMissing, ModelFileCorrupt,
   * ModelEngineFailed (the native part refused, or `work` threw), ModelEngineStuck (no sign of life; a fresh engine serves the next).
   */
  readonly use: <T>(
    path: string,
    conversationKey: string | undefined,
    signal: AbortSignal,
    work: (loaded: LoadedConversation) => Promise<Result<T, EngineError>>,
    options?: UseOptions,
  ) => Promise<Result<T, EngineError>>;
  /** Loads a file now. Progress goes from 0 to 1. Errors as for `use`. */
  readonly load: (path: string, signal: AbortSignal, onProgress: (progress: number) => void) => Promise<Result<void, EngineError>>;
  /** Frees the memory of the loaded file after the answers under way; false when none was loaded. */
  readonly unload: () => Promise<boolean>;
  /** Measures the thread counts of a file anew, with nobody else at work, and uses the best from then on. Errors as for `use`. */
  readonly measureThreads: (path: string, signal: AbortSignal) => Promise<Result<ThreadChoice, EngineError>>;
  /** Tokens of a text by the file's own tokenizer; waits only when the file has to be loaded. Null when it cannot be. */
  readonly countTokens: (path: string, text: string, signal: AbortSignal) => Promise<number | null>;
  /** The path in memory, or null. */
  readonly loadedPath: () => string | null;
  readonly state: () => EngineState;
  /** Keeps how fast an answer was. */
  readonly noteSpeed: (path: string, speed: AnswerSpeed) => void;
  /** Calls whenever somebody asks who is not in the background, until the function given back is called. */
  readonly onWanted: (call: () => void) => () => void;
  /** Nobody is answered, waits, or loads. */
  readonly isIdle: () => boolean;
  /** Waits for the work under way (stop it first), then frees everything. Work that does not stop is left behind. */
  readonly dispose: () => Promise<void>;
}
