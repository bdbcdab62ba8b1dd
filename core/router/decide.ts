import { exclusionOf, isTrusted, neededComplexity, type Limits } from "./fitness.ts";
import { matchRule } from "./match-rule.ts";
import type { Complexity, RouteCandidate, RouteDecision, RoutePolicy, RouteQuestion, RouteReason, RouteRule, RouteStep } from "./schema.ts";
import { sentenceOf } from "./sentence.ts";

interface Standing {
  readonly policy: RoutePolicy;
  readonly rules: readonly RouteRule[];
  /** Who answered in this conversation before. */
  readonly earlierModelId: string | null;
}

type Compare = (left: RouteCandidate, right: RouteCandidate) => number;

const byNumber =
  (value: (candidate: RouteCandidate) => number | null): Compare =>
  (left, right) => {
    const [first, second] = [value(left) ?? Infinity, value(right) ?? Infinity];
    return first === second ? 0 : first - second;
  };
const byId: Compare = (left, right) => (left.modelId < right.modelId ? -1 : left.modelId > right.modelId ? 1 : 0);
const sorted = (candidates: readonly RouteCandidate[], ...comparisons: readonly Compare[]): RouteCandidate[] =>
  candidates.toSorted((left, right) => [...comparisons, byId].reduce((found, compare) => (found === 0 ? compare(left, right) : found), 0));

const byOrder = byNumber(({ order }) => order);
const bySize = byNumber(({ billionParameters }) => (billionParameters === null ? null : -billionParameters));
const byCost = byNumber(({ worstCostMicroUsd }) => worstCostMicroUsd);

interface Choice {
  readonly lead: RouteReason;
  readonly queue: readonly RouteCandidate[];
}

/** Everyone who may be asked, by need: on this machine whoever is up to it, the cloud for the rest, then whoever is left. */
const queueByNeed = (usable: readonly RouteCandidate[], { policy, question }: Limits, needed: Complexity): Choice => {
  const trusted = (candidate: RouteCandidate) => isTrusted(candidate, question.features.intent, needed);
  const locals = sorted(
    usable.filter(({ place }) => place === "local"),
    byOrder,
    bySize,
  );
  const up = locals.filter(trusted);
  // Whoever is not up to it: the largest is nearest to it.
  const rest = sorted(
    locals.filter((candidate) => !trusted(candidate)),
    bySize,
    byOrder,
  );
  const clouds = sorted(
    usable.filter(({ place }) => place === "cloud"),
    ...(needed === "complex" ? [byOrder, byCost] : [byCost, byOrder]),
  );
  if (policy.cloud === "always" && clouds.length > 0) return { lead: "cloud-preferred", queue: [...clouds, ...up, ...rest] };
  if (up.length > 0) return { lead: "local-is-enough", queue: [...up, ...clouds, ...rest] };
  return { lead: clouds.length > 0 ? "cloud-needed" : "fallback", queue: [...clouds, ...rest] };
};

const queueInOrder = (usable: readonly RouteCandidate[]): Choice => ({
  lead: "order",
  queue: sorted(
    usable.filter(({ place }) => place !== "extractive"),
    byOrder,
    bySize,
  ),
});

const toFront = (queue: readonly RouteCandidate[], first: (candidate: RouteCandidate) => boolean): RouteCandidate[] => [
  ...queue.filter(first),
  ...queue.filter((candidate) => !first(candidate)),
];

/** Who is asked first and after whom: choice, rule, the settings' order, the conversation's model, need. */
const choose = (usable: readonly RouteCandidate[], limits: Limits, { earlierModelId, policy }: Standing): Choice => {
  const { chosen, question, rule, ruled } = limits;
  const needed = neededComplexity(question.features, policy);
  const plain = policy.choose === "order" ? queueInOrder(usable) : queueByNeed(usable, limits, needed);
  const lead = (modelId: string, reason: RouteReason): Choice => ({
    lead: reason,
    queue: toFront(plain.queue, (candidate) => candidate.modelId === modelId),
  });
  const isUsable = (candidate: RouteCandidate | null): candidate is RouteCandidate =>
    candidate !== null && usable.some(({ modelId }) => modelId === candidate.modelId);

  if (isUsable(chosen)) return lead(chosen.modelId, "chosen-by-person");
  if (isUsable(ruled)) return lead(ruled.modelId, "rule");
  if (question.chosenModelId === null && rule?.use.type === "place") {
    const { place } = rule.use;
    const first = usable.some((candidate) => candidate.place === place);
    if (first) return { lead: "rule", queue: toFront(plain.queue, (candidate) => candidate.place === place) };
  }
  if (policy.choose === "order" || !policy.sticky || earlierModelId === null) return plain;
  const earlier = plain.queue.find(({ modelId }) => modelId === earlierModelId);
  if (earlier === undefined || earlier.modelId === plain.queue[0]?.modelId) return plain;
  // Reasons of weight: the conversation's model is not up to this; it is surely easy, and the cloud is for what is not; the cloud is wanted first.
  if (needed === "simple" && policy.cloud === "when-needed" && earlier.place === "cloud" && plain.queue[0]?.place === "local") return plain;
  if (!isTrusted(earlier, question.features.intent, needed)) return plain;
  if (policy.cloud === "always" && earlier.place !== "cloud" && plain.queue[0]?.place === "cloud") return plain;
  return lead(earlier.modelId, "same-conversation");
};

const toStep = ({ modelId, modelName, place, worstCostMicroUsd }: RouteCandidate, reason: RouteReason): RouteStep => ({
  modelId,
  modelName,
  place,
  reason,
  worstCostMicroUsd: place === "extractive" ? 0 : worstCostMicroUsd,
});

/** Quotes come last, unless they are what was asked for: then nobody else is asked. */
const toChain = ({ lead, queue }: Choice, usable: readonly RouteCandidate[], limits: Limits): RouteStep[] => {
  const quotes = usable.find(({ place }) => place === "extractive");
  const fluent = queue.filter(({ place }) => place !== "extractive");
  const wished = limits.chosen ?? limits.ruled;
  const onlyQuotes = wished?.place === "extractive" && quotes !== undefined;
  if (onlyQuotes) return [toStep(quotes, lead)];
  const steps = fluent.map((candidate, index) => toStep(candidate, index === 0 ? lead : "fallback"));
  if (quotes === undefined) return steps;
  return [...steps, toStep(quotes, steps.length === 0 && lead === "rule" ? "rule" : "only-quotes")];
};

/** Who answers a request, who would if they fail, who may not and why. The same question and standing give the same decision, whatever the order of the candidates. */
export const decide = (question: RouteQuestion, standing: Standing): Omit<RouteDecision, "durationMs"> => {
  const { policy, rules, earlierModelId } = standing;
  const rule = matchRule(rules, question);
  const find = (id: string | null) => question.candidates.find(({ modelId }) => modelId === id) ?? null;
  const chosen = find(question.chosenModelId);
  const ruled = question.chosenModelId === null && rule?.use.type === "model" ? find(rule.use.modelId) : null;
  const limits: Limits = { question, policy, rule, chosen, ruled };

  const judged = sorted(question.candidates, byOrder).map((candidate) => ({ candidate, reason: exclusionOf(candidate, limits) }));
  const usable = judged.filter(({ reason }) => reason === null).map(({ candidate }) => candidate);
  const excluded = judged.flatMap(({ candidate, reason }) => (reason === null ? [] : [toStep(candidate, reason)]));
  const chain = toChain(choose(usable, limits, standing), usable, limits);

  const first = chain[0];
  const movedFrom = earlierModelId !== null && first !== undefined && first.modelId !== earlierModelId ? earlierModelId : null;
  const decided = { features: question.features, privacy: question.privacy, chain, excluded, ruleId: rule?.id ?? null, movedFrom };
  return { ...decided, sentence: sentenceOf(decided, { rule, chosenModelId: question.chosenModelId, policy }) };
};
