import { availableParallelism, loadavg } from "node:os";
import { systemClock } from "#core/base";
import { createLlamaEngine, createLlamaModel, toModelInfo } from "#core/llm";
import { processTimeMs } from "#core/testing";
import { ask, median, requestFor, shape } from "./llm-ask.ts";
import type { BenchTable } from "./table.ts";

type Part = Pick<BenchTable, "rows" | "goals">;

/** Conversations that are answered at the same time. */
const conversations = 4;
const parallelRounds = 6;
const parallelTokens = 64;
const stopRounds = 16;
/** Characters, which are tokens here: some seconds of reading. */
const stopPrompt = 1500;
const threadRounds = 10;
const threadTokens = 32;
/** Time after which nothing more is begun where threads may spin: a busy machine makes each run a hundred times as long. */
const threadLimitMs = 40_000;

const round = (value: number): number => Number(value.toPrecision(3));
const load = (): string => `load ${loadavg()[0]?.toFixed(1)}`;
const question = (text: string) => [{ role: "user" as const, text }];

const open = (path: string, threads: number | null, warmConversations: number) => {
  const engine = createLlamaEngine({ clock: systemClock }, { threads, contextTokens: shape.contextTokens, warmConversations });
  const info = toModelInfo(path, { name: "Bench", contextTokens: shape.contextTokens });
  return { engine, model: createLlamaModel({ clock: systemClock, engine }, path, info) };
};

/** Four answers one after the other and at once, in changing order. */
export const runParallel = async (path: string, threads: number): Promise<Part> => {
  const { engine, model } = open(path, threads, conversations);
  const questions = Array.from({ length: conversations }, (_, index) => `${index} tell me of the river`);
  const answer = (text: string) => ask(model, requestFor(question(text), text, parallelTokens));
  await answer("warm");
  const times: { together: boolean; ms: number; processorMs: number }[] = [];
  const measure = async (together: boolean) => {
    const startedAtMs = performance.now();
    const processorBeforeMs = processTimeMs();
    if (together) await Promise.all(questions.map(answer));
    else for (const text of questions) await answer(text);
    times.push({ together, ms: performance.now() - startedAtMs, processorMs: processTimeMs() - processorBeforeMs });
  };
  for (let index = 0; index < parallelRounds; index += 1)
    for (const together of index % 2 === 0 ? [false, true] : [true, false]) await measure(together);
  await engine.dispose();

  const middle = (together: boolean, key: "ms" | "processorMs") =>
    median(times.filter((time) => time.together === together).map((time) => time[key]));
  const gain = middle(false, "ms") / middle(true, "ms");
  const processorGain = middle(false, "processorMs") / middle(true, "processorMs");
  const row = (what: string, together: boolean) => ({
    what,
    threads,
    tokensPerSecond: round((conversations * parallelTokens * 1000) / middle(together, "ms")),
    note: `${round(middle(together, "processorMs"))} ms of processor time, ${load()}`,
  });
  return {
    rows: [row(`${conversations} answers one after the other`, false), row(`${conversations} answers at once`, true)],
    goals: [
      { goal: `${conversations} at once against one after the other, tokens/s ≥ 1.3`, measured: gain, met: gain >= 1.3 },
      { goal: "the same in processor time ≥ 1.3", measured: processorGain, met: processorGain >= 1.3 },
    ],
  };
};

/** From the stop to the end of the stream and to the engine being free again, at moments spread over reading and writing. */
export const runStops = async (path: string, threads: number, longText: string): Promise<Part> => {
  const { engine, model } = open(path, threads, 1);
  const prompt = longText.slice(0, stopPrompt);
  const readings: number[] = [];
  for (let index = 0; index < 3; index += 1)
    readings.push((await ask(model, requestFor(question(`${index} ${prompt}`), `read-${index}`, 2))).firstTokenMs);
  const stops: { endMs: number; freeMs: number }[] = [];
  for (let index = 0; index < stopRounds; index += 1) {
    const controller = new AbortController();
    let stoppedAtMs = 0;
    const stop = () => {
      stoppedAtMs = performance.now();
      controller.abort({ type: "Aborted", by: "user" });
    };
    // Half of them while it reads, half while it writes.
    const reads = index % 2 === 0;
    if (reads) setTimeout(stop, (Math.min(...readings) * (index + 0.5)) / stopRounds);
    let ended = "";
    const request = requestFor(question(reads ? `${index} stop ${prompt}` : `${index} stop`), `stop-${index}`, 64);
    let parts = 0;
    for await (const { type } of model.generate(request, controller.signal)) {
      ended = type;
      parts += 1;
      if (!reads && parts === index) stop();
    }
    const endMs = performance.now() - stoppedAtMs;
    while (!engine.isIdle()) await new Promise((resolve) => setTimeout(resolve, 1));
    if (ended === "model-error") stops.push({ endMs, freeMs: performance.now() - stoppedAtMs });
  }
  await engine.dispose();
  const worst = Math.max(...stops.map(({ endMs }) => endMs));
  return {
    rows: [
      {
        what: `stop, worst of ${stops.length}`,
        threads,
        note: `${round(worst)} ms to the end of the stream, ${round(Math.max(...stops.map(({ freeMs }) => freeMs)))} ms until the engine is free, ${load()}`,
      },
    ],
    goals: [
      { goal: "worst stop, to the end of the stream, ≤ 100 ms", measured: worst, met: stops.length >= stopRounds * 0.75 && worst <= 100 },
    ],
  };
};

/** The measured choice against every fixed count; all take turns. */
export const runThreads = async (path: string): Promise<Part> => {
  const fixed = Array.from({ length: availableParallelism() }, (_, index) => index + 1);
  const chosenAtMs = performance.now();
  const contenders = [null, ...fixed].map((threads) => ({ threads, ...open(path, threads, 1), speeds: [] as number[] }));
  for (const { model } of contenders) await ask(model, requestFor(question("warm"), "warm", 4));
  const loadedMs = performance.now() - chosenAtMs;
  const startedAtMs = performance.now();
  for (let index = 0; index < threadRounds && performance.now() - startedAtMs < threadLimitMs; index += 1)
    for (const { model, speeds } of index % 2 === 0 ? contenders : contenders.toReversed())
      speeds.push((await ask(model, requestFor(question("tell me of the river"), `${index}`, threadTokens))).tokensPerSecond);
  const chosen = contenders[0]?.engine.state().threads ?? 0;
  const measured = await contenders[0]?.engine.measureThreads(path, new AbortController().signal);
  for (const { engine } of contenders) await engine.dispose();

  const speedOf = (threads: number | null) => median(contenders.find((one) => one.threads === threads)?.speeds ?? []);
  const best = Math.max(...fixed.map(speedOf));
  const again = measured?.ok === true ? `, measured again: ${measured.value.threads}` : "";
  return {
    rows: [
      ...fixed.map((threads) => ({ what: `${threads} fixed`, threads, tokensPerSecond: round(speedOf(threads)), note: load() })),
      {
        what: "threads as measured",
        threads: chosen,
        tokensPerSecond: round(speedOf(null)),
        note: `all loaded in ${round(loadedMs)} ms${again}`,
      },
    ],
    goals: [
      {
        goal: "tokens/s with the chosen threads against the best fixed count ≥ 0.9",
        measured: speedOf(chosen) / best,
        met: speedOf(chosen) / best >= 0.9,
      },
    ],
  };
};
