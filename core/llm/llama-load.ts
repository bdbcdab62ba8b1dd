import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Llama, LlamaChat, LlamaContext, LlamaContextSequence, LlamaModel } from "node-llama-cpp";
import type { LlamaEngineOptions } from "./llama-port.ts";
import { createGathering, type Gathering } from "./llama-batching.ts";
import { measureThreads, threadCandidates, type ThreadChoice } from "./llama-threads.ts";
import { availableBytes } from "./memory-pressure.ts";

interface SlotHolder {
  readonly signal: AbortSignal;
  /** Resolves when the place is free again. */
  readonly left: Promise<void>;
}

/** A place in memory where one conversation's evaluated text lives. */
export interface Slot {
  readonly sequence: LlamaContextSequence;
  readonly chat: LlamaChat;
  key: string | undefined;
  /** Who has it now. */
  holder: SlotHolder | undefined;
  /** Grows with each use; the smallest is given away first. */
  usedAt: number;
}

/** A file in memory, ready to answer in as many conversations at once as it has slots. */
export interface LoadedModel {
  readonly path: string;
  readonly sizeBytes: number;
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly context: LlamaContext;
  readonly gathering: Gathering;
  readonly slots: readonly Slot[];
  readonly threads: number;
  /** Fires when this model was given up because it no longer moved. */
  readonly abandoned: AbortController;
}

export interface LoadSteps {
  /** Measured before; null: to be measured now. */
  readonly threads: number | null;
  readonly onThreads: (choice: ThreadChoice) => void;
  /** From 0 to 1. */
  readonly onProgress: (progress: number) => void;
}

/** Reading the file is nearly all of the work. */
const shareOfReading = 0.95;

/** Places for conversations beyond the first take at most this part of the memory that is left. */
const shareForConversations = 1 / 4;

/** As many conversations as wanted, fewer where their text would take too much memory, at least one. */
const countSequences = async (model: LlamaModel, contextSize: number, wanted: number): Promise<number> => {
  const available = availableBytes();
  if (available === null) return wanted;
  for (let sequences = wanted; sequences > 1; sequences -= 1) {
    const { cpuRam, gpuVram } = await model.fileInsights.estimateContextResourceRequirementsV2({
      contextSize,
      sequences,
      modelGpuLayers: model.gpuLayers,
    });
    if (cpuRam + gpuVram <= available * shareForConversations) return sequences;
  }
  return 1;
};

/** Loads a checked file and makes room for its conversations. Throws what the native part throws, and when the signal fires; nothing is left in memory then. */
export const loadModel = async (
  llama: Llama,
  path: string,
  options: LlamaEngineOptions,
  steps: LoadSteps,
  signal: AbortSignal,
): Promise<LoadedModel> => {
  const { LlamaChat } = await import("node-llama-cpp");
  const onLoadProgress = (progress: number) => steps.onProgress(progress * shareOfReading);
  const model = await llama.loadModel({ modelPath: path, loadSignal: signal, onLoadProgress });
  try {
    let threads = options.threads ?? steps.threads;
    if (threads === null) {
      const choice = await measureThreads(model, threadCandidates(availableParallelism()), signal);
      // One that was stopped in the middle has seen too little to be kept.
      signal.throwIfAborted();
      steps.onThreads(choice);
      ({ threads } = choice);
    }
    const contextSize = Math.min(options.contextTokens, model.trainContextSize);
    const gathering = createGathering();
    const sequences = await countSequences(model, contextSize, options.warmConversations);
    const context = await model.createContext({
      sequences,
      contextSize: { max: contextSize },
      threads,
      batching: { itemPrioritizationStrategy: gathering.strategy },
      createSignal: signal,
    });
    const slots = Array.from({ length: sequences }, () => {
      const sequence = context.getSequence();
      return { sequence, chat: new LlamaChat({ contextSequence: sequence }), key: undefined, holder: undefined, usedAt: 0 };
    });
    steps.onProgress(1);
    const { size } = statSync(path);
    return { path, sizeBytes: size, llama, model, context, gathering, slots, threads, abandoned: new AbortController() };
  } catch (cause) {
    await model.dispose();
    throw cause;
  }
};

/** Resolves when no place of this conversation is on its way out: told to stop, the native part comes back within a slice, and what it read is worth keeping. */
export const conversationLeft = async (slots: readonly Slot[], key: string | undefined): Promise<void> => {
  await slots.find(({ holder, key: held }) => key !== undefined && held === key && holder?.signal.aborted)?.holder?.left;
};

/** The conversation's own place, else the one unused for longest. Undefined when all are taken. */
export const chooseSlot = (slots: readonly Slot[], key: string | undefined): Slot | undefined => {
  const free = slots.filter(({ holder }) => holder === undefined).toSorted((left, right) => left.usedAt - right.usedAt);
  return free.findLast((slot) => key !== undefined && slot.key === key) ?? free[0];
};
