import { neededComplexity } from "./fitness.ts";
import type { Intent, RouteDecision, RoutePolicy, RouteReason, RouteRule, RouteStep } from "./schema.ts";

const taskNames: Readonly<Record<Intent, string>> = {
  "small-talk": "small talk",
  lookup: "question",
  rewrite: "rewriting",
  write: "writing",
  code: "programming",
  reason: "thinking",
  act: "task to carry out",
};

/** Why a model is passed over, to be read after its name. */
const passedOver: Readonly<Partial<Record<RouteReason, string>>> = {
  "private-content": "may not see private content",
  "cloud-not-allowed": "is in the cloud, which is not allowed here",
  "over-budget": "could cost more than the allowance has left",
  "no-price": "has no known price",
  "not-available": "is not available",
  "paused-after-failures": "is paused after failures",
  "context-too-small": "cannot hold a text this long",
  "cannot-use-tools": "cannot use tools",
  "cannot-keep-json": "cannot keep to a form",
  "cannot-see-images": "cannot see pictures",
  "excluded-by-rule": "is excluded by a rule",
  order: "is not in the order of models",
};

/** Micro-USD as dollars for people, rounded up: never less than it can be. */
export const dollars = (microUsd: number): string => {
  if (microUsd >= 1_000_000) return `$${(Math.ceil(microUsd / 10_000) / 100).toFixed(2)}`;
  if (microUsd >= 10_000) return `$${(Math.ceil(microUsd / 1000) / 1000).toFixed(3)}`;
  return `$${(Math.ceil(microUsd / 10) / 100_000).toFixed(5).replace(/\.?0+$/, "")}`;
};

const costOf = ({ place, worstCostMicroUsd }: RouteStep): string =>
  place !== "cloud"
    ? ""
    : worstCostMicroUsd === null
      ? ", at an unknown price"
      : worstCostMicroUsd === 0
        ? ", at no cost"
        : `, for at most ${dollars(worstCostMicroUsd)}`;

interface Context {
  readonly rule: RouteRule | null;
  readonly chosenModelId: string | null;
  readonly policy: RoutePolicy;
}

type Decided = Omit<RouteDecision, "sentence" | "durationMs">;

const whereOf = { cloud: " from the cloud", local: " on this machine", extractive: "" } as const;

/** Why the work is not done on this machine. */
const notHere = ({ chain, excluded }: Decided, work: string): string => {
  const isLocal = ({ place }: RouteStep): boolean => place === "local";
  if (chain.some(isLocal)) return `because this (${work}) is more than a model here is trusted with`;
  return `because no model on this machine ${excluded.some(isLocal) ? "may take this" : "is there for this"} (${work})`;
};

const because = (first: RouteStep, decided: Decided, { policy, rule }: Context): string => {
  const { excluded, features } = decided;
  const needed = neededComplexity(features, policy);
  const unsure = needed === features.complexity ? "" : `, and an unsure guess counts as ${needed}`;
  const task = `${features.complexity} ${taskNames[features.intent]}`;
  switch (first.reason) {
    case "chosen-by-person":
      return "because you chose it";
    case "rule":
      return `because of your rule "${rule?.name ?? ""}"`;
    case "same-conversation":
      return "as it did before in this conversation";
    case "local-is-enough":
      return `because it is up to this (${task}${unsure})`;
    case "cloud-needed":
      return notHere(decided, `${task}${unsure}`);
    case "cloud-preferred":
      return "because the cloud comes first in your policy";
    case "order":
      return "as the first in your order that can";
    case "only-quotes":
      return excluded.some(({ place }) => place !== "extractive") ? "because nobody else may be asked" : "because there is no other model";
    default:
      return `because nobody better suited to this (${task}${unsure}) may be asked`;
  }
};

/** Who matters most of those passed over: the chosen one, the conversation's, the first cloud model when none is asked. */
const notable = (
  first: RouteStep | undefined,
  { chain, excluded, movedFrom }: Decided,
  { chosenModelId, rule }: Context,
): RouteStep | undefined => {
  const ruledId = chosenModelId === null && rule?.use.type === "model" ? rule.use.modelId : null;
  const named = [chosenModelId, ruledId, movedFrom].map((id) => excluded.find(({ modelId }) => modelId === id));
  const found = named.find((step) => step !== undefined);
  if (found !== undefined) return found;
  if (first?.reason === "cloud-needed" && chain.every(({ place }) => place !== "local"))
    return excluded.find(({ place }) => place === "local");
  const settled: readonly (RouteReason | undefined)[] = [
    "chosen-by-person",
    "rule",
    "same-conversation",
    "local-is-enough",
    "cloud-needed",
  ];
  return settled.includes(first?.reason) ? undefined : (excluded.find(({ place }) => place === "cloud") ?? excluded[0]);
};

/** The decision as one plain sentence: who, where, why, and for a cloud model the most it can cost. */
export const sentenceOf = (decided: Decided, context: Context): string => {
  const first = decided.chain[0];
  const missed = notable(first, decided, context);
  const before = decided.chain.find(({ modelId }) => modelId === decided.movedFrom);
  const beforeWords = before === undefined ? "" : `; ${before.modelName} answered before`;
  const missedWords = missed === undefined ? beforeWords : `; ${missed.modelName} ${passedOver[missed.reason] ?? "may not be asked"}`;
  if (first === undefined) return `Nobody can answer this${missedWords}.`;
  const who = first.place === "extractive" ? "Your documents are quoted" : `${first.modelName} answers${whereOf[first.place]}`;
  return `${who} ${because(first, decided, context)}${costOf(first)}${missedWords}.`;
};
