import type { LlamaContext, LlamaContextSequence, LlamaModel } from "node-llama-cpp";

/** Tokens a second with so many threads; the median of several short runs. */
export interface ThreadFigure {
  readonly threads: number;
  readonly tokensPerSecond: number;
}

export interface ThreadChoice {
  readonly threads: number;
  readonly figures: readonly ThreadFigure[];
}

/** A thread count must be faster by this much to be worth more threads: they take cores from everything else, and spin when those are busy. */
const worthwhile = 1.1;
/** All runs together, after the weights are in memory. */
const budgetMs = 1200;
const mostRounds = 9;
/** A run is long enough to time and short enough to be repeated often. */
const runMs = 20;
const mostTokensInRun = 16;
/** A run that takes so long is cut off at the next token: by then it has shown that its threads spin. */
const longestRunMs = 150;
/** Slower than the best by this factor in its best run: not measured further. */
const hopeless = 3;
const contextTokens = 256;

/** Every count up to six; above, a few spread over the cores, the last two included. */
export const threadCandidates = (cores: number): number[] => {
  const all =
    cores <= 6 ? Array.from({ length: cores }, (_, index) => index + 1) : [1, 2, cores / 4, cores / 2, (cores * 3) / 4, cores - 1, cores];
  return [...new Set(all.map(Math.floor))].toSorted((left, right) => left - right);
};

const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
};

/** The fewest threads whose median time is within a tenth of the best one; counts that were never run are not chosen. */
export const chooseThreads = (msPerToken: ReadonlyMap<number, readonly number[]>): ThreadChoice => {
  const medians = [...msPerToken].flatMap(([threads, runs]) => (runs.length === 0 ? [] : [{ threads, ms: medianOf(runs) }]));
  const best = Math.min(...medians.map(({ ms }) => ms));
  const fewest = medians.toSorted((left, right) => left.threads - right.threads).find(({ ms }) => ms <= best * worthwhile);
  return {
    threads: fewest?.threads ?? 1,
    figures: medians.map(({ threads, ms }) => ({ threads, tokensPerSecond: 1000 / ms })),
  };
};

interface Candidate {
  readonly threads: number;
  readonly context: LlamaContext;
  readonly sequence: LlamaContextSequence;
  readonly runs: number[];
}

/** Time per token of writing up to `count` tokens after a short prompt. */
const timeRun = async ({ sequence }: Candidate, model: LlamaModel, count: number): Promise<number> => {
  await sequence.clearHistory();
  let startedAtMs = 0;
  let written = -1;
  for await (const token of sequence.evaluate(model.tokenize("one two three", true), { temperature: 0, yieldEogToken: true })) {
    if (written < 0) startedAtMs = performance.now();
    written += 1;
    const long = written > 0 && performance.now() - startedAtMs > longestRunMs;
    if (written === count || long || token === undefined) break;
  }
  return (performance.now() - startedAtMs) / Math.max(1, written);
};

/**
 * Measures how fast a loaded model writes with each thread count, in short runs that take turns in changing order, so that a busy moment of the
 * machine touches all alike. Takes under 2 s once the weights are in memory. Stops early at the signal, with what it has by then.
 */
export const measureThreads = async (model: LlamaModel, counts: readonly number[], signal: AbortSignal): Promise<ThreadChoice> => {
  const candidates: Candidate[] = [];
  try {
    for (const threads of counts) {
      const context = await model.createContext({ sequences: 1, contextSize: contextTokens, batchSize: 32, threads, createSignal: signal });
      candidates.push({ threads, context, sequence: context.getSequence(), runs: [] });
    }
    // The first run reads the weights from the disk and is not counted.
    const [first] = candidates;
    if (first === undefined) return chooseThreads(new Map());
    await timeRun(first, model, 1);
    const tokens = Math.max(1, Math.min(mostTokensInRun, Math.round(runMs / (await timeRun(first, model, 1)))));
    const untilMs = performance.now() + budgetMs;
    let running = candidates;
    for (let round = 0; round < mostRounds && !signal.aborted; round += 1) {
      for (const candidate of round % 2 === 0 ? running : running.toReversed())
        if (!signal.aborted && (candidate.runs.length === 0 || performance.now() < untilMs))
          candidate.runs.push(await timeRun(candidate, model, tokens));
      const best = Math.min(...running.map(({ runs }) => medianOf(runs)));
      if (round > 0) running = running.filter(({ runs }) => Math.min(...runs) < best * hopeless);
    }
    return chooseThreads(new Map(candidates.map(({ threads, runs }) => [threads, runs])));
  } finally {
    for (const { context } of candidates) await context.dispose();
  }
};
