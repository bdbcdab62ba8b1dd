import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { createRouter, routerMigrations, type Router } from "#core/router";
import type { Complexity, Intent, RouteCandidate } from "#core/router/schema";
import { createSeededIds, createFakeClock, openTestStore } from "#core/testing";
import { root } from "../root.ts";
import { createRandom } from "../train-router-linear.ts";
import { readPrompts, type Prompt } from "../train-router-report.ts";
import type { BenchTable } from "./table.ts";

const taskCount = 2000;
/** How many of a hundred tasks are of each kind; the figures of this file without a source are judgement. */
const mix: Readonly<Record<Complexity, number>> = { simple: 58, medium: 29, complex: 13 };
/** Tokens of an answer; each task has half to one and a half of it. */
const answerTokens: Readonly<Record<Complexity, number>> = { simple: 120, medium: 550, complex: 1800 };
/** Tokens of what a person adds to the question: a text to work on, a file, code. */
const materialTokens: Readonly<Record<Complexity, number>> = { simple: 50, medium: 600, complex: 3000 };
/** What our own chat sends with each question: instructions, and eight passages of 1,000 characters. */
const frameTokens = 200 + 8 * 250;
const privatePercent = 8;
/** A call fails before its first word: limits, network, engine. */
const failurePercent = 1;
const longestConversation = 8;
const maximumOutputTokens = 4000;

interface Task {
  readonly prompt: Prompt;
  readonly conversationId: string;
  readonly isPrivate: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Whether the first, second, … call made for it fails, whoever it goes to. */
  readonly fails: readonly boolean[];
}

/** A month of conversations whose prompts no training saw, with what they truly are. The same on every run. */
const makeMonth = (): Task[] => {
  const random = createRandom(2026);
  const prompts = readPrompts("held-out");
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const around = (tokens: number): number => Math.round(tokens * (0.5 + random(1000) / 1000));
  const tasks: Task[] = [];
  for (let conversation = 0; tasks.length < taskCount; conversation += 1) {
    const isPrivate = random(100) < privatePercent;
    let before: Intent | null = null;
    let historyTokens = 0;
    for (let turn = 1 + random(longestConversation); turn > 0 && tasks.length < taskCount; turn -= 1) {
      const drawn = random(100);
      const complexity = drawn < mix.simple ? "simple" : drawn < mix.simple + mix.medium ? "medium" : "complex";
      const fitting = prompts.filter((prompt) => prompt.complexity === complexity);
      // People stay with a subject: every second turn has the intent of the one before, where there is such a prompt.
      const same = fitting.filter(({ intent }) => intent === before);
      const prompt = pick(random(2) === 0 && same.length > 0 ? same : fitting);
      before = prompt.intent;
      const asked = Math.ceil(prompt.text.length / 4) + around(materialTokens[complexity]);
      const outputTokens = around(answerTokens[complexity]);
      tasks.push({
        prompt,
        conversationId: `conversation_${conversation}`,
        isPrivate,
        inputTokens: frameTokens + historyTokens + asked,
        outputTokens,
        fails: Array.from({ length: 4 }, () => random(100) < failurePercent),
      });
      historyTokens += asked + outputTokens;
    }
  }
  return tasks;
};

const priceList = z.object({ models: z.array(z.object({ model: z.string(), inputMicroUsd: z.number(), outputMicroUsd: z.number() })) });
const readPrice = (model: string) => {
  const list = priceList.parse(JSON.parse(readFileSync(join(root, "resources", "models", "prices.json"), "utf8")));
  const found = list.models.find((price) => price.model === model);
  if (found === undefined) throw new Error(`no price for ${model}`);
  return found;
};

interface SimulatedModel {
  readonly candidate: Omit<RouteCandidate, "worstCostMicroUsd">;
  readonly costMicroUsd: (inputTokens: number, outputTokens: number) => number;
  /** The hardest work it does well: 1 simple, 2 medium, 3 complex. */
  readonly capability: (intent: Intent) => number;
}

const model = (
  modelName: string,
  place: "local" | "cloud",
  order: number,
  capability: SimulatedModel["capability"],
  billionParameters: number | null,
): SimulatedModel => {
  const price = place === "cloud" ? readPrice(modelName) : { inputMicroUsd: 0, outputMicroUsd: 0 };
  return {
    candidate: {
      modelId: modelName,
      modelName,
      place,
      problem: null,
      order,
      contextTokens: place === "cloud" ? 200_000 : 16_000,
      keepsJson: true,
      callsTools: true,
      seesImages: place === "cloud",
      tokensPerSecond: place === "cloud" ? null : 15,
      billionParameters,
      withinBudget: true,
      paused: false,
    },
    costMicroUsd: (inputTokens, outputTokens) =>
      Math.ceil((inputTokens * price.inputMicroUsd + outputTokens * price.outputMicroUsd) / 1_000_000),
    capability,
  };
};

const needed: Readonly<Record<Complexity, number>> = { simple: 1, medium: 2, complex: 3 };
/** Where a model of 8 billion parameters falls off first. */
const demanding: readonly Intent[] = ["code", "reason", "act"];

const local = model("local 8B", "local", 0, (intent) => (demanding.includes(intent) ? 1 : 2), 8);
const large = model("gpt-5.5", "cloud", 1, () => 3, null);
const small = model("gpt-5.4-mini", "cloud", 2, () => 2, null);

/** Who is asked for a task, first one first. */
type Way = (task: Task) => readonly SimulatedModel[];

const byRouter = (router: Router, models: readonly SimulatedModel[], durationsMs: number[]): Way => {
  const answered = (task: Task, chain: readonly SimulatedModel[]) => {
    const at = task.fails.indexOf(false);
    const answering = chain[at];
    if (answering !== undefined) router.remember(task.conversationId, answering.candidate.modelId);
    return chain;
  };
  return (task) => {
    const startMs = performance.now();
    const features = router.features({
      text: task.prompt.text,
      inputTokens: task.inputTokens,
      tools: task.prompt.intent === "act",
      images: false,
      json: false,
    });
    const { chain } = router.decide({
      features,
      privacy: task.isPrivate ? "private" : "open",
      purpose: "chat",
      text: task.prompt.text,
      chosenModelId: null,
      conversationId: task.conversationId,
      candidates: models.map(({ candidate, costMicroUsd }) => ({
        ...candidate,
        worstCostMicroUsd: costMicroUsd(task.inputTokens, maximumOutputTokens),
      })),
    });
    durationsMs.push(performance.now() - startMs);
    return answered(
      task,
      chain.flatMap(({ modelId }) => models.find(({ candidate }) => candidate.modelId === modelId) ?? []),
    );
  };
};

const play = (tasks: readonly Task[], way: Way) => {
  const total = { costMicroUsd: 0, well: 0, openWell: 0, local: 0, unanswered: 0, privateOut: 0 };
  for (const task of tasks) {
    const chain = way(task);
    const calls = task.fails.indexOf(false);
    const answering = chain[calls];
    total.privateOut += task.isPrivate && chain.slice(0, calls + 1).some(({ candidate }) => candidate.place === "cloud") ? 1 : 0;
    if (answering === undefined) {
      total.unanswered += 1;
      continue;
    }
    total.costMicroUsd += answering.costMicroUsd(task.inputTokens, task.outputTokens);
    const well = answering.capability(task.prompt.intent) >= needed[task.prompt.complexity] ? 1 : 0;
    total.well += well;
    if (!task.isPrivate) total.openWell += well;
    total.local += answering.candidate.place === "local" ? 1 : 0;
  }
  return total;
};

/** The cheapest model that can, by what the task truly is: nobody can do better. */
const knowing: Way = ({ isPrivate, prompt }) => {
  const allowed = isPrivate ? [local] : [local, small, large];
  const able = allowed.filter(({ capability }) => capability(prompt.intent) >= needed[prompt.complexity]);
  return [...able, ...allowed.filter((one) => !able.includes(one))];
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((left, right) => left - right)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;

/**
 * A month of 2,000 tasks in conversations, routed by us and by the rules of peers, with list prices. A task counts as well answered when the answering
 * model's capability reaches what the task truly is, so that saving is not bought with bad answers.
 */
export const runRouterBench = async (): Promise<BenchTable> => {
  const tasks = makeMonth();
  const durationsMs: number[] = [];
  const stores: { readonly cleanup: () => void }[] = [];
  const newRouter = (): Router => {
    const clock = createFakeClock();
    const store = openTestStore(routerMigrations, clock);
    stores.push(store);
    return createRouter({ clock, ids: createSeededIds({ clock }), store });
  };
  const unsticky = newRouter();
  unsticky.setPolicy({ sticky: false });

  const ways: readonly (readonly [name: string, way: Way])[] = [
    ["all to the large cloud model", () => [large]],
    ["all to the small cloud model", () => [small]],
    ["fail-over only, cloud first", () => [large, local]],
    ["fail-over only, this machine first", () => [local, large]],
    ["by topic only: code, thinking, tasks go out", ({ prompt }) => (demanding.includes(prompt.intent) ? [large] : [local])],
    ["router, one cloud model", byRouter(newRouter(), [local, large], durationsMs)],
    ["router, two cloud models", byRouter(newRouter(), [local, large, small], durationsMs)],
    ["router, one cloud model, not sticky", byRouter(unsticky, [local, large], durationsMs)],
    ["whoever knew the truth, two cloud models", knowing],
  ];
  const played = ways.map(([name, way]) => ({ name, ...play(tasks, way) }));
  for (const { cleanup } of stores) cleanup();

  const [allCloud] = played;
  const ours = played.find(({ name }) => name === "router, one cloud model");
  const ofTwo = played.find(({ name }) => name === "router, two cloud models");
  const byTopic = played.find(({ name }) => name.startsWith("by topic"));
  if (allCloud === undefined || ours === undefined || ofTwo === undefined || byTopic === undefined) throw new Error("a way is missing");
  const openCount = tasks.filter(({ isPrivate }) => !isPrivate).length;
  const ratio = ours.costMicroUsd / allCloud.costMicroUsd;
  const ratioOfTwo = ofTwo.costMicroUsd / allCloud.costMicroUsd;
  const kept = ofTwo.openWell / allCloud.openWell;
  const better = (ours.openWell - byTopic.openWell) / openCount;
  const sentOut = ours.privateOut + ofTwo.privateOut;
  const p95Ms = quantile(durationsMs, 0.95);
  return {
    name: "router",
    rows: played.map(({ costMicroUsd, local: here, name, openWell, privateOut, unanswered, well }) => ({
      way: name,
      "cost, $": Number((costMicroUsd / 1e6).toFixed(2)),
      "of all-cloud": Number((costMicroUsd / allCloud.costMicroUsd).toFixed(3)),
      "well answered": Number((well / tasks.length).toFixed(3)),
      "of open tasks": Number((openWell / openCount).toFixed(3)),
      "on this machine": Number((here / tasks.length).toFixed(3)),
      unanswered,
      "private sent out": privateOut,
    })),
    goals: [
      { goal: "cost with the router ≤ 0.60 of all-cloud, one cloud model", measured: ratio, met: ratio <= 0.6 },
      { goal: "cost with the router ≤ 0.40 of all-cloud, two cloud models", measured: ratioOfTwo, met: ratioOfTwo <= 0.4 },
      { goal: "open tasks well answered, two cloud models, ≥ 0.90 of all-cloud's", measured: kept, met: kept >= 0.9 },
      {
        goal: "cost with the router < 1 of the cost by topic",
        measured: ours.costMicroUsd / byTopic.costMicroUsd,
        met: ours.costMicroUsd < byTopic.costMicroUsd,
      },
      { goal: "open tasks well answered no less often than by topic", measured: better, met: better >= 0 },
      { goal: "private tasks sent out by the router: 0", measured: sentOut, met: sentOut === 0 },
      { goal: "features and decision, p95 < 5 ms", measured: p95Ms, met: p95Ms < 5 },
    ],
  };
};
