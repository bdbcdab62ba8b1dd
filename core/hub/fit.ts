import { defaultLlamaOptions, type GgufFacts } from "#core/llm";
import type { Fit, Hardware } from "./schema.ts";

/** What is asked of a model when nobody says: what the engine grants at most. */
const usualContextTokens = defaultLlamaOptions.contextTokens;
/** Tokens the engine works on at once (llama.cpp's n_ubatch). */
const batchTokens = 512;
/** Keys, values and most scores are kept as 16-bit numbers. */
const bytesPerValue = 2;
/** Program, graph and vocabulary; measured with models of 0.5 to 2 MB: 40 to 60 MB. */
const fixedBytes = 64 * 1024 ** 2;
/** The rest of the machine goes on living. */
const shareOfFree = 0.9;
const shareOfTotal = 0.85;
/** A person reads some four words a second; slower than this is waiting. */
const slowTokensPerSecond = 4;
/** Beyond this not the memory sets the pace but the program around it (tiny models here: 100 to 300). */
const fastestTokensPerSecond = 200;
/** Of what a plain read of memory gives, llama.cpp reaches about this much while writing (its reads are spread over many tensors). */
const shareOfBandwidth = 0.7;
/** Disk beyond the model itself: the database and the system need air. */
export const spareDiskBytes = 512 * 1024 ** 2;
/** Below this a download under way stops, so that the rest of Olympus can go on saving. */
export const leastDiskBytes = 160 * 1024 ** 2;

/** Layers in a row of which the last sees everything, the others only their window (llama.cpp, `set_swa_pattern` of the architecture). */
const windowPatterns: Readonly<Record<string, number>> = { gemma2: 2, gemma3: 6, gemma3n: 5, cohere2: 4, "gpt-oss": 2 };

/** Bytes of keys and values, or null when the header does not say. */
const contextBytesOf = (facts: GgufFacts, contextTokens: number): number | null => {
  const { architecture, heads, keyLength, layers, sharedHeads, slidingWindow, valueLength, width } = facts;
  if (layers === null || sharedHeads === null || sharedHeads.length === 0) return null;
  const usual = width !== null && heads !== null ? width / heads : null;
  const key = keyLength ?? usual;
  const value = valueLength ?? usual;
  if (key === null || value === null) return null;
  const pattern = windowPatterns[architecture];
  const windowTokens = slidingWindow === null ? contextTokens : Math.min(contextTokens, slidingWindow + batchTokens);
  let bytes = 0;
  for (let layer = 0; layer < layers; layer += 1) {
    const isWindowed = pattern !== undefined && (layer + 1) % pattern !== 0;
    bytes += (sharedHeads[layer] ?? sharedHeads.at(-1) ?? 0) * (key + value) * bytesPerValue * (isWindowed ? windowTokens : contextTokens);
  }
  return Math.round(bytes);
};

/** The larger of the two big intermediate results: a score for every word of the vocabulary, or one for every pair of tokens and head. */
const workBytesOf = ({ heads, vocabulary, width }: GgufFacts, contextTokens: number): number =>
  Math.max(batchTokens * (vocabulary ?? 32_000) * 4, batchTokens * contextTokens * (heads ?? 32) * 4) +
  batchTokens * (width ?? 4096) * 4 * 8 +
  fixedBytes;

/**
 * Usual proportions where only the size is known: a four-bit model has about 1.7 numbers a byte, and published models from 0.5 to 70 billion keep
 * 12 to 330 KB for each token of context, roughly 50 KB times the square root of the billions.
 */
const guessed = (weightsBytes: number, contextTokens: number): { readonly contextBytes: number; readonly workBytes: number } => {
  const billions = (weightsBytes * 1.7) / 1e9;
  return {
    contextBytes: Math.round(50_000 * Math.sqrt(billions) * contextTokens),
    workBytes: Math.round(batchTokens * contextTokens * 4 * Math.min(64, 12 + 8 * Math.sqrt(billions))) + fixedBytes,
  };
};

export interface FitQuestion {
  /** Of all files of the model; null when nobody says. */
  readonly weightsBytes: number | null;
  readonly facts: GgufFacts | null;
  readonly contextTokens?: number | undefined;
  readonly trainedContextTokens?: number | null | undefined;
  readonly hardware: Hardware;
  /** Bytes a second that models on this machine were seen to read; null: none was measured. */
  readonly measuredBytesPerSecond: number | null;
  /** 0 for a file that lies here already. */
  readonly downloadBytes: number;
  /** An embedding model has no context to keep and answers in one pass. */
  readonly isEmbedding?: boolean | undefined;
}

/** Whether a model fits this machine now, with the sum. Pure. */
export const fitOf = (question: FitQuestion): Fit => {
  const { downloadBytes, facts, hardware, isEmbedding = false, measuredBytesPerSecond, weightsBytes } = question;
  const trained = facts?.contextTokens ?? question.trainedContextTokens ?? usualContextTokens;
  const contextTokens = question.contextTokens ?? Math.min(trained, usualContextTokens);
  const availableBytes = hardware.graphicsMemoryBytes ?? hardware.freeMemoryBytes;
  const nothing = {
    weightsBytes: 0,
    contextBytes: 0,
    workBytes: 0,
    neededBytes: 0,
    availableBytes,
    contextTokens,
    expectedTokensPerSecond: null,
  };
  if (weightsBytes === null) return { label: "unknown", reasons: ["size-unknown"], isExact: false, ...nothing };

  const exactContext = facts === null ? null : contextBytesOf(facts, contextTokens);
  const guess = guessed(weightsBytes, contextTokens);
  const contextBytes = isEmbedding ? 0 : (exactContext ?? guess.contextBytes);
  const workBytes = isEmbedding ? weightsBytes + fixedBytes : facts === null ? guess.workBytes : workBytesOf(facts, contextTokens);
  const neededBytes = weightsBytes + contextBytes + workBytes;
  // A graphics card reads its own memory, at a speed nobody here has measured before its first model.
  const ownBytesPerSecond = hardware.graphicsMemoryBytes === null ? hardware.memoryBytesPerSecond : null;
  const bytesPerSecond = measuredBytesPerSecond ?? (ownBytesPerSecond === null ? null : ownBytesPerSecond * shareOfBandwidth);
  const expectedTokensPerSecond =
    isEmbedding || bytesPerSecond === null ? null : Math.min(fastestTokensPerSecond, Math.round((bytesPerSecond / weightsBytes) * 10) / 10);

  const reasons: Fit["reasons"] = [];
  let label: Fit["label"] = "fits";
  if (expectedTokensPerSecond !== null && expectedTokensPerSecond < slowTokensPerSecond) {
    label = "slow";
    reasons.push("processor");
  }
  if (neededBytes > availableBytes * shareOfFree) {
    // Other programs may give memory back; what the machine does not have, nobody can.
    const isHopeless = neededBytes > Math.max(hardware.totalMemoryBytes * shareOfTotal, hardware.graphicsMemoryBytes ?? 0);
    label = isHopeless ? "wont-fit" : "slow";
    reasons.push(isHopeless ? "memory" : "memory-tight");
  }
  if (downloadBytes > 0 && downloadBytes + spareDiskBytes > hardware.freeDiskBytes) {
    label = "wont-fit";
    reasons.push("disk");
  }
  return {
    label,
    reasons,
    isExact: !isEmbedding && exactContext !== null,
    weightsBytes,
    contextBytes,
    workBytes,
    neededBytes,
    availableBytes,
    contextTokens,
    expectedTokensPerSecond,
  };
};
