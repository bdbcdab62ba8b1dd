import type { Complexity, Intent, RouteCandidate, RouteFeatures, RoutePolicy, RouteQuestion, RouteReason, RouteRule } from "./schema.ts";

/** Room that an answer needs beside the request. */
const answerTokens = 256;

/**
 * How many billion parameters a local model needs for work of an intent, simple and medium. Judgement: what models of these sizes are commonly used for;
 * thinking and programming break first as models get smaller.
 */
const neededBillions: Readonly<Record<Intent, Readonly<Record<"simple" | "medium", number>>>> = {
  "small-talk": { simple: 0, medium: 2 },
  lookup: { simple: 0, medium: 2 },
  rewrite: { simple: 0, medium: 2 },
  write: { simple: 0, medium: 2 },
  code: { simple: 1, medium: 12 },
  reason: { simple: 1, medium: 12 },
  act: { simple: 1, medium: 6 },
};
const neededBillionsForComplex = 30;
/** Taken for a local model of unknown size: what fits most machines. */
const usualBillions = 4;

/** A typical answer's length by complexity, and how long a person waits for one. Judgement. */
const expectedTokens: Readonly<Record<Complexity, number>> = { simple: 120, medium: 500, complex: 1500 };
const patienceSeconds = 120;

const harder: Readonly<Record<Complexity, Complexity>> = { simple: "medium", medium: "complex", complex: "complex" };

/** How hard a request is taken to be: an unsure guess counts as one step harder. */
export const neededComplexity = ({ complexity, confidence }: RouteFeatures, { confidenceFloor }: RoutePolicy): Complexity =>
  confidence < confidenceFloor ? harder[complexity] : complexity;

/** Whether a model may be trusted with work this hard. Every cloud model is; a local one by its size and its measured speed. */
export const isTrusted = (candidate: RouteCandidate, intent: Intent, complexity: Complexity): boolean => {
  if (candidate.place === "extractive") return false;
  if (candidate.place === "cloud") return true;
  const needed = complexity === "complex" ? neededBillionsForComplex : neededBillions[intent][complexity];
  const fast = candidate.tokensPerSecond === null || candidate.tokensPerSecond * patienceSeconds >= expectedTokens[complexity];
  return fast && (candidate.billionParameters ?? usualBillions) >= needed;
};

/** What bears on whether a model may be asked at all. */
export interface Limits {
  readonly question: RouteQuestion;
  readonly policy: RoutePolicy;
  /** The rule that holds for the question. */
  readonly rule: RouteRule | null;
  /** The model the person chose, when it is among the candidates. */
  readonly chosen: RouteCandidate | null;
  /** The model the rule names, when it is among the candidates and nobody chose another. */
  readonly ruled: RouteCandidate | null;
}

/** Neither a choice nor a rule can lift these. */
const byPrivacy = (candidate: RouteCandidate, { policy, question, rule }: Limits): RouteReason | null => {
  if (candidate.place !== "cloud") return null;
  if (question.privacy === "private") return "private-content";
  if (policy.cloud === "never") return "cloud-not-allowed";
  return rule?.use.type === "never-cloud" ? "excluded-by-rule" : null;
};

/** What is asked for stays in its place: choosing quotes or a model on this machine is also a choice against the cloud. */
const byWish = (candidate: RouteCandidate, { chosen, question, rule, ruled }: Limits): RouteReason | null => {
  const wished = chosen ?? ruled;
  if (candidate.modelId === wished?.modelId) return null;
  if (candidate.place === "cloud" && wished !== null && wished.place !== "cloud")
    return chosen === null ? "excluded-by-rule" : "cloud-not-allowed";
  if (question.chosenModelId === null && rule?.use.type === "place") {
    if (rule.use.place === "extractive" && candidate.place !== "extractive") return "excluded-by-rule";
    if (rule.use.place === "local" && candidate.place === "cloud") return "excluded-by-rule";
  }
  return candidate.place === "cloud" && candidate.order === null ? "order" : null;
};

const byAbility = (
  candidate: RouteCandidate,
  { inputTokens, imagesNeeded, jsonNeeded, toolsNeeded }: RouteFeatures,
): RouteReason | null => {
  const quotes = candidate.place === "extractive";
  if (toolsNeeded && (quotes || candidate.callsTools === false)) return "cannot-use-tools";
  if (jsonNeeded && (quotes || candidate.keepsJson === false)) return "cannot-keep-json";
  if (quotes) return null;
  if (imagesNeeded && !candidate.seesImages) return "cannot-see-images";
  return inputTokens + answerTokens > candidate.contextTokens ? "context-too-small" : null;
};

/** Why a model may not be asked; null when it may. The first reason in the order of weight. */
export const exclusionOf = (candidate: RouteCandidate, limits: Limits): RouteReason | null => {
  const bound = byPrivacy(candidate, limits) ?? byWish(candidate, limits);
  if (bound !== null) return bound;
  if (candidate.problem !== null) return "not-available";
  const unable = byAbility(candidate, limits.question.features);
  if (unable !== null) return unable;
  if (candidate.place === "extractive") return null;
  if (candidate.paused) return "paused-after-failures";
  if (candidate.withinBudget) return null;
  return candidate.worstCostMicroUsd === null ? "no-price" : "over-budget";
};
