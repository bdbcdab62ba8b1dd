import { afterAll, beforeAll, expect, it } from "vitest";
import { silentLog, type Clock } from "#core/base";
import {
  createFakeClock,
  startProviderServer,
  startTrapServer,
  type ProviderScript,
  type ProviderServer,
  type ScriptedAnswer,
  type SeenRequest,
  type TrapServer,
} from "#core/testing";
import type { AnswerEvent } from "./answer-event.ts";
import { createAnswering, type Answering } from "./answering.ts";
import { toKnown } from "./candidates.ts";
import { extractiveInfo } from "./extractive.ts";
import { createGateway } from "./gateway.ts";
import { noKeptAnswers } from "./kept-answer.ts";
import { providerInfo } from "./provider-kinds.ts";
import { mostInputTokens } from "./request-size.ts";
import type { GenerateRequest, Provider, ProviderId, ProviderKind } from "./schema.ts";
import { createModelStore } from "./store.ts";
import type { RetryPolicy } from "./retry.ts";
import { createRandom, mayBeBilled, randomStep, type Random } from "./test-faults.ts";
import { openTestModels, type TestModels } from "./test-models.ts";

const runCount = 1200;
const atOnce = 24;
const kinds = ["openai", "anthropic", "gemini"] as const;
/** Longer virtual waits are watches over silence and time, shorter ones are for the next attempt. */
const longestPauseMs = 1500;
/** Real time without a sign after which virtual time moves on, where the server has fallen silent and where it has not; and how far at once. */
const silentMs = 60;
const quietMs = 4000;
const stepMs = 500;
/** In virtual time. */
const retry: RetryPolicy = { delaysMs: [40, 160], longestWaitMs: longestPauseMs, silenceMs: 2000 };
/** Real time after which a run counts as hanging. */
const patienceMs = 60_000;
const maxOutputTokens = 60;

interface Run {
  readonly steps: readonly ProviderScript[];
  /** What the server has played, in order. */
  readonly played: ProviderScript[];
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number };
  lastSignMs: number;
  /** The server will say no more to the last request. */
  isSilent: boolean;
}

interface Outcome {
  readonly seed: number;
  readonly kind: ProviderKind;
  readonly run: Run;
  readonly events: readonly AnswerEvent[];
  readonly elapsedMs: number;
  readonly deadlineMs: number;
  readonly stopped: boolean;
  readonly left: boolean;
  readonly capMicroUsd: number;
  readonly spentMicroUsd: number;
  readonly expected: ScriptedAnswer;
}

let test: TestModels;
let trap: TrapServer;
const servers: ProviderServer[] = [];
const runs = new Map<number, Run>();
const providerIds = new Map<string, string>();

/** Serves each run its own steps; the last one repeats. */
const serve = (seen: SeenRequest): ProviderScript => {
  const run = runs.get(Number(/run (\d+) ends/.exec(JSON.stringify(seen.body))?.[1]));
  if (run === undefined) return { type: "status", status: 404 };
  run.lastSignMs = Date.now();
  const step = run.steps[Math.min(run.played.length, run.steps.length - 1)] as ProviderScript;
  run.played.push(step);
  run.isSilent = step.type === "mute" || (step.type === "cut-at-byte" && step.ending === "stall");
  return step;
};

const addProvider = async (name: string, kind: ProviderKind, baseUrl: string): Promise<void> => {
  const provider: Provider = {
    id: test.base.ids.create("provider") as ProviderId,
    kind,
    name,
    baseUrl,
    model: "scripted",
    hasKey: true,
    seesImages: null,
    price: { inputMicroUsd: 1_000_000, outputMicroUsd: 1_000_000, cachedInputMicroUsd: null },
  };
  createModelStore(test.base).addProvider(provider, 0);
  await test.secrets.store.set(provider.id, "sk-scripted");
  providerIds.set(name, provider.id);
};

beforeAll(async () => {
  test = openTestModels({ clock: createFakeClock() });
  trap = await startTrapServer();
  for (const kind of kinds) {
    const server = await startProviderServer(kind);
    server.choose(serve);
    servers.push(server);
    const path = kind === "openai" ? "/v1" : "";
    await addProvider(kind, kind, server.origin + path);
    await addProvider(`${kind} without encryption`, kind, server.origin.replace("http:", "https:") + path);
    await addProvider(`${kind} gone`, kind, `http://127.0.0.1:9${path}`);
  }
  test.budgets.set({ scope: "month", subject: null, measure: "money", amount: 1_000_000_000 });
});
afterAll(async () => {
  await test.close();
  await Promise.all([...servers, trap].map((server) => server.close()));
});

const requestOf = (seed: number, random: Random): GenerateRequest => ({
  messages: [
    { role: "system", text: "Be brief." },
    { role: "user", text: `This is where run ${seed} ends.` },
  ],
  sources: [],
  maxOutputTokens,
  ...(random.chance(0.35)
    ? { tools: [{ name: "send", description: "Sends", inputSchema: { type: "object", properties: { to: { type: "string" } } } }] }
    : {}),
});

const answerOf = (random: Random, withTools: boolean, usage: Run["usage"]): ScriptedAnswer => ({
  text: ["Grüße ", "aus 東京 ", "🌍🌍 ", "und zurück"].slice(0, random.whole(4) + (withTools ? 0 : 1)),
  ...(withTools && random.chance(0.7) ? { toolCalls: [{ id: "t1", name: "send", input: { to: "Zoë 🌍" } }] } : {}),
  usage,
});

/** All that answers a question, with breakers and limits of its own. */
const openAnswering = (clock: Clock): Answering => {
  const deps = { ...test.base, clock, log: silentLog, budgets: test.budgets, router: test.router };
  const gateway = createGateway({ ...deps, engine: test.models.local.engine, retry, silenceMs: retry.silenceMs });
  const known = async () => [
    ...test.models.providers.list().map((provider) => toKnown(providerInfo(provider, provider.price), provider, [])),
    toKnown(extractiveInfo, null, []),
  ];
  return createAnswering({ ...deps, cache: noKeptAnswers, gateway, known });
};

/** A clock that says how long somebody waits before asking again, if anybody does. */
const createWatchedClock = () => {
  const clock = createFakeClock();
  const pauses = new Set<{ readonly untilMs: number }>();
  const sleep: typeof clock.sleep = async (delayMs, signal) => {
    const pause = { untilMs: clock.nowMs() + delayMs };
    if (delayMs <= longestPauseMs) pauses.add(pause);
    await clock.sleep(delayMs, signal);
    pauses.delete(pause);
  };
  const pauseMs = (): number | null => {
    const [first] = pauses;
    return first === undefined ? null : Math.max(1, first.untilMs - clock.nowMs());
  };
  return { clock: { ...clock, sleep }, pauseMs };
};

const perform = async (seed: number, fixed?: ProviderScript): Promise<Outcome> => {
  const random = createRandom(seed);
  const kind = kinds[seed % kinds.length] as (typeof kinds)[number];
  const request = requestOf(seed, random);
  const mostInput = mostInputTokens(request);
  const usage = { inputTokens: 1 + random.whole(mostInput), outputTokens: 1 + random.whole(maxOutputTokens) };
  const expected = answerOf(random, request.tools !== undefined, usage);
  const steps = fixed === undefined ? [randomStep(random, expected, trap.origin)] : [fixed];
  if (random.chance(0.5)) steps.push(randomStep(random, expected, trap.origin));
  if (random.chance(0.6)) steps.push({ type: "answer", answer: expected });
  const run: Run = { steps, played: [], usage, lastSignMs: Date.now(), isSilent: false };
  runs.set(seed, run);

  const place = fixed !== undefined || random.chance(0.94) ? kind : random.chance(0.5) ? `${kind} gone` : `${kind} without encryption`;
  const worst = mostInput + maxOutputTokens;
  const capMicroUsd = Math.floor(worst * (random.chance(0.05) ? 0.5 : random.pick([1, 1.5, 2.2, 4, 4])));
  const conversationId = `chat_${seed}`;
  const { id: allowanceId } = test.budgets.set({ scope: "conversation", subject: conversationId, measure: "money", amount: capMicroUsd });

  const { clock, pauseMs } = createWatchedClock();
  const startedAtMs = clock.nowMs();
  const deadlineMs = random.pick([1800, 5000, 5000, 8000]);
  const { answer } = openAnswering(clock);
  const controller = new AbortController();
  const stopAfter = random.chance(0.08) ? 1 + random.whole(4) : Infinity;
  const leaveAfter = random.chance(0.06) ? 1 + random.whole(4) : Infinity;
  const events: AnswerEvent[] = [];
  let over = false;

  const listen = async (): Promise<void> => {
    const options = { modelId: providerIds.get(place) ?? null, signal: controller.signal, about: { conversationId }, deadlineMs };
    for await (const event of answer(request, options)) {
      run.lastSignMs = Date.now();
      events.push(event);
      if (events.length === stopAfter) controller.abort({ type: "Aborted", by: "user" });
      if (events.length === leaveAfter) break;
    }
    over = true;
  };
  const moveTime = async (): Promise<void> => {
    const givenUpAtMs = Date.now() + patienceMs;
    while (!over && Date.now() < givenUpAtMs) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const leftMs = startedAtMs + deadlineMs - clock.nowMs();
      const quietForMs = Date.now() - run.lastSignMs;
      const isDue = quietForMs > (run.isSilent ? silentMs : quietMs);
      const advanceMs = Math.min(pauseMs() ?? (isDue ? stepMs : 0), leftMs);
      if (advanceMs > 0) await clock.advance(advanceMs);
    }
  };
  const listening = listen();
  await Promise.race([listening, moveTime()]);
  expect(
    over,
    `run ${seed} hangs: ${JSON.stringify({ steps, played: run.played, virtualMs: clock.nowMs() - startedAtMs, pauseMs: pauseMs(), deadlineMs, last: events.at(-1)?.type })}`,
  ).toBe(true);
  await listening;
  const elapsedMs = clock.nowMs() - startedAtMs;
  test.budgets.remove(allowanceId);
  const charges = test.budgets.charges({ limit: 10, conversationId });
  expect(
    charges.every(({ state }) => state === "settled"),
    `run ${seed} left a reservation open`,
  ).toBe(true);
  return {
    seed,
    kind,
    run,
    events,
    elapsedMs,
    deadlineMs,
    stopped: events.length >= stopAfter,
    left: events.length === leaveAfter,
    capMicroUsd,
    spentMicroUsd: charges.reduce((sum, { costMicroUsd }) => sum + (costMicroUsd ?? Infinity), 0),
    expected,
  };
};

const textOf = (events: readonly AnswerEvent[]): string => {
  const from = events.findLastIndex(({ type }) => type === "model-chosen");
  return events.slice(from).reduce((text, event) => (event.type === "model-delta" ? text + event.text : text), "");
};

/** What must hold of every run, whatever happened in it. */
const judge = ({ capMicroUsd, deadlineMs, elapsedMs, events, expected, left, run, seed, spentMicroUsd }: Outcome): void => {
  const told = `run ${seed}: ${JSON.stringify({ played: run.played, events })}`;
  const count = (type: AnswerEvent["type"]) => events.filter((event) => event.type === type).length;
  const ends = count("model-end") + count("model-error");
  const whole = (expected.text ?? []).join("");

  expect(elapsedMs, told).toBeLessThanOrEqual(deadlineMs);
  expect(spentMicroUsd, told).toBeLessThanOrEqual(capMicroUsd);
  const billed = run.played.filter(mayBeBilled).length * (run.usage.inputTokens + run.usage.outputTokens);
  expect(spentMicroUsd, told).toBeGreaterThanOrEqual(billed);
  expect(count("model-tool-call"), told).toBeLessThanOrEqual(expected.toolCalls?.length ?? 0);
  expect(ends, told).toBe(left && ends === 0 ? 0 : 1);
  if (ends === 1) expect(["model-end", "model-error"], told).toContain(events.at(-1)?.type);
  // One visible failure at most: the one passed on, or the end. A person's stop is no failure.
  const failures = events.filter(
    (event) => event.type === "model-fallback" || (event.type === "model-error" && event.error.type !== "Aborted"),
  );
  expect(failures.length, told).toBeLessThanOrEqual(1);
  expect(count("model-account"), told).toBeLessThanOrEqual(1);
  const chosen = events.findLast((event) => event.type === "model-chosen");
  if (chosen?.info.place === "cloud") {
    const text = textOf(events);
    expect(whole.startsWith(text), told).toBe(true);
    if (events.at(-1)?.type === "model-end") expect(text, told).toBe(whole);
  }
};

it("[G1, G3, G8, G14, G15] more than 1,000 random faults: none hangs, none passes an allowance, no tool call comes twice, each failure is told once", async () => {
  const outcomes: Outcome[] = [];
  let next = 1;
  const work = async (): Promise<void> => {
    while (next <= runCount) outcomes.push(await perform(next++));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  outcomes.forEach(judge);

  const isFault = (event: AnswerEvent): boolean =>
    (event.type === "model-fallback" || event.type === "model-error") && !["Aborted", "BudgetReached"].includes(event.error.type);
  const faulty = outcomes.filter(({ events, run }) => run.played.some(({ type }) => type !== "answer") || events.some(isFault));
  const answered = outcomes.filter(
    ({ events }) => events.at(-1)?.type === "model-end" && !events.some(({ type }) => type === "model-fallback"),
  );
  const refused = outcomes.filter(({ events }) =>
    events.some((event) => event.type === "model-error" && event.error.type === "BudgetReached"),
  );
  expect(outcomes).toHaveLength(runCount);
  expect(faulty.length, "faults").toBeGreaterThanOrEqual(1000);
  expect({ answered: answered.length > 60, refused: refused.length > 60 }, `${answered.length} and ${refused.length}`).toEqual({
    answered: true,
    refused: true,
  });
  expect(test.budgets.status().reduce((sum, { reserved }) => sum + reserved, 0)).toBe(0);
  expect(trap.requests).toEqual([]);
}, 420_000);

it("[G3, G14] an answer that unfolds without end is cut off, and counts what was held", async () => {
  for (const seed of [100_001, 100_002, 100_003]) {
    const outcome = await perform(seed, { type: "gzip-bomb", megabytes: 70 });
    judge(outcome);
  }
}, 120_000);
