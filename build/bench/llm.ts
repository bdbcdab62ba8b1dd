import { availableParallelism } from "node:os";
import { getLlama, LlamaLogLevel, type Llama } from "node-llama-cpp";
import { systemClock } from "#core/base";
import { createLlamaEngine, createLlamaModel, toModelInfo } from "#core/llm";
import { ask, benchModel, median, requestFor, shape, type Speed } from "./llm-ask.ts";
import { runParallel, runStops, runThreads } from "./llm-engine.ts";
import type { BenchTable } from "./table.ts";

const answerTokens = 64;
/** Characters, which are tokens here, of the long prompt: what eight passages take with a real tokenizer. */
const promptLength = 3000;
/** Pairs of answers, ours and the library's in changing order: many short ones, so that a busy moment of the machine touches few. */
const speedRounds = 16;
const turnRounds = 3;
const threads = Math.max(1, availableParallelism() - 1);

const passages = "the river runs to the sea, and a small boat carries bread and wine while we write. ";
const longText = passages.repeat(Math.ceil(promptLength / passages.length)).slice(0, promptLength);

/** The library with nothing around it: tokens in, tokens out, turned to text one by one. */
const openBare = async (llama: Llama, path: string) => {
  const model = await llama.loadModel({ modelPath: path });
  const context = await model.createContext({ sequences: 1, contextSize: shape.contextTokens, threads });
  const sequence = context.getSequence();
  return async (prompt: string, count: number): Promise<Speed> => {
    await sequence.clearHistory();
    const startedAtMs = performance.now();
    let firstAtMs: number | undefined;
    let text = "";
    let tokens = 0;
    for await (const token of sequence.evaluate(model.tokenize(prompt, true), { temperature: 0, yieldEogToken: true })) {
      firstAtMs ??= performance.now();
      text += model.detokenize([token]);
      tokens += 1;
      if (tokens === count) break;
    }
    const seconds = (performance.now() - (firstAtMs ?? startedAtMs)) / 1000;
    return { firstTokenMs: (firstAtMs ?? startedAtMs) - startedAtMs, tokensPerSecond: (tokens - 1) / seconds, text };
  };
};

/**
 * Our whole adapter against the bare library on the same generated model, thread count and prompt length, in alternation; and the second turn
 * of a conversation against its first. Then the engine itself: several conversations at once, stops, and the choice of threads. Figures are medians;
 * the ratios are what counts.
 */
export const runLlmBench = async (): Promise<BenchTable> => {
  const path = benchModel();
  const llama = await getLlama({
    gpu: false,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    logLevel: LlamaLogLevel.disabled,
    maxThreads: threads,
  });
  const engine = createLlamaEngine({ clock: systemClock }, { threads, contextTokens: shape.contextTokens, warmConversations: 1 });
  const model = createLlamaModel(
    { clock: systemClock, engine },
    path,
    toModelInfo(path, { name: "Bench", contextTokens: shape.contextTokens }),
  );
  const bare = await openBare(llama, path);
  const question = [{ role: "user" as const, text: "tell me of the river" }];

  // The first answers load the file and warm the caches.
  await ask(model, requestFor(question, "warm", 16));
  await bare("tell me of the river", 16);

  const ours: Speed[] = [];
  const theirs: Speed[] = [];
  const cold: Speed[] = [];
  const coldBare: Speed[] = [];
  const followUps: Speed[] = [];
  for (let round = 0; round < speedRounds; round += 1) {
    const measures = [
      async () => void theirs.push(await bare("tell me of the river", answerTokens)),
      async () => void ours.push(await ask(model, requestFor(question, `speed-${round}`, answerTokens))),
    ];
    for (const measure of round % 2 === 0 ? measures : measures.toReversed()) await measure();
  }
  for (let round = 0; round < turnRounds; round += 1) {
    coldBare.push(await bare(`${round} ${longText}`, 2));
    const first = [{ role: "user" as const, text: `${round} ${longText}` }];
    const answered = await ask(model, requestFor(first, `turn-${round}`, 16));
    cold.push(answered);
    const second = [...first, { role: "assistant" as const, text: answered.text }, { role: "user" as const, text: "and then?" }];
    followUps.push(await ask(model, requestFor(second, `turn-${round}`, 16)));
  }
  await engine.dispose();
  await llama.dispose();
  const parts = [await runParallel(path, threads), await runStops(path, threads, longText), await runThreads(path)];

  const speed = (runs: readonly Speed[]) => median(runs.map(({ tokensPerSecond }) => tokensPerSecond));
  const first = (runs: readonly Speed[]) => median(runs.map(({ firstTokenMs }) => firstTokenMs));
  const ratio = median(ours.map((run, round) => run.tokensPerSecond / (theirs[round]?.tokensPerSecond ?? Number.NaN)));
  const followUp = median(followUps.map((run, round) => run.firstTokenMs / (cold[round]?.firstTokenMs ?? Number.NaN)));
  const row = (what: string, tokensPerSecond: number | string, firstTokenMs: number | string) => ({
    what,
    threads,
    tokensPerSecond,
    firstTokenMs,
  });
  const round = (value: number) => Number(value.toPrecision(3));
  return {
    name: "llm",
    rows: [
      row("bare node-llama-cpp, short prompt", round(speed(theirs)), round(first(theirs))),
      row("our adapter, short prompt", round(speed(ours)), round(first(ours))),
      row(`bare node-llama-cpp, cold prompt of ${promptLength} tokens`, "", round(first(coldBare))),
      row(`our adapter, cold prompt of ${promptLength} tokens`, "", round(first(cold))),
      row("our adapter, next turn of that conversation", "", round(first(followUps))),
      ...parts.flatMap(({ rows }) => rows),
    ],
    goals: [
      { goal: "tokens/s of our adapter against the bare loop ≥ 0.92", measured: ratio, met: ratio >= 0.92 },
      { goal: "first token of the next turn against the cold prompt ≤ 0.05", measured: followUp, met: followUp <= 0.05 },
      ...parts.flatMap(({ goals }) => goals),
    ],
  };
};
