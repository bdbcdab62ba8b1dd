import { availableParallelism } from "node:os";
import { join } from "node:path";
import { getLlama, LlamaLogLevel, type Llama } from "node-llama-cpp";
import { systemClock } from "#core/base";
import { createLlamaEngine, createLlamaModel, toModelInfo, type LanguageModel } from "#core/llm";
import type { GenerateRequest, ModelEvent } from "#core/llm/schema";
import { makeTinyModel } from "#core/testing";
import { root } from "../root.ts";
import type { BenchTable } from "./table.ts";

/**
 * A token costs milliseconds of arithmetic, most of it in the weights and less in looking back, as with real models; small enough to be made
 * on the spot (about 65 MB).
 */
const shape = { width: 1024, layers: 3, contextTokens: 4096 };
const answerTokens = 64;
/** Characters, which are tokens here, of the long prompt: what eight passages take with a real tokenizer. */
const promptLength = 3000;
/** Pairs of answers, ours and the library's in changing order: many short ones, so that a busy moment of the machine touches few. */
const speedRounds = 16;
const turnRounds = 3;
const threads = Math.max(1, availableParallelism() - 1);

const passages = "the river runs to the sea, and a small boat carries bread and wine while we write. ";
const longText = passages.repeat(Math.ceil(promptLength / passages.length)).slice(0, promptLength);

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;

interface Speed {
  readonly firstTokenMs: number;
  /** After the first. */
  readonly tokensPerSecond: number;
  readonly text: string;
}

const requestFor = (messages: GenerateRequest["messages"], conversationKey: string, maxOutputTokens: number): GenerateRequest => ({
  messages,
  sources: [],
  maxOutputTokens,
  temperature: 0,
  conversationKey,
});

const ask = async (model: LanguageModel, request: GenerateRequest): Promise<Speed> => {
  const startedAtMs = performance.now();
  let firstAtMs: number | undefined;
  let text = "";
  let end: ModelEvent | undefined;
  for await (const event of model.generate(request, new AbortController().signal)) {
    if (event.type === "model-delta") {
      firstAtMs ??= performance.now();
      text += event.text;
    } else end = event;
  }
  if (end?.type !== "model-end" || firstAtMs === undefined) throw new Error(`no answer: ${JSON.stringify(end)}`);
  const seconds = (performance.now() - firstAtMs) / 1000;
  return { firstTokenMs: firstAtMs - startedAtMs, tokensPerSecond: (end.usage.outputTokens - 1) / seconds, text };
};

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
 * of a conversation against its first. Figures are medians; the ratios are what counts.
 */
export const runLlmBench = async (): Promise<BenchTable> => {
  const path = makeTinyModel(join(root, "node_modules", ".cache", "olympus", `bench-${shape.width}x${shape.layers}.gguf`), shape);
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
    ],
    goals: [
      { goal: "tokens/s of our adapter against the bare loop ≥ 0.92", measured: ratio, met: ratio >= 0.92 },
      { goal: "first token of the next turn against the cold prompt ≤ 0.05", measured: followUp, met: followUp <= 0.05 },
    ],
  };
};
