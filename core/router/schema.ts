import { z } from "zod";
import { idSchema } from "#core/base/schema";

export const intentSchema = z.enum(["small-talk", "lookup", "rewrite", "write", "code", "reason", "act"]);
export type Intent = z.infer<typeof intentSchema>;
export const complexitySchema = z.enum(["simple", "medium", "complex"]);
export type Complexity = z.infer<typeof complexitySchema>;
/** `private`: a message or a source in the context is marked private; nothing of it leaves this machine. */
export const privacySchema = z.enum(["open", "private"]);
export type Privacy = z.infer<typeof privacySchema>;

/** What the router knows of a request, from its text alone and computed on this machine. */
export const routeFeaturesSchema = z.object({
  intent: intentSchema,
  complexity: complexitySchema,
  /** How sure the classifier is of the complexity, 0 to 1 (calibrated on held-out prompts). */
  confidence: z.number(),
  /** Of the whole request, sources and history included; estimated. */
  inputTokens: z.number(),
  toolsNeeded: z.boolean(),
  imagesNeeded: z.boolean(),
  jsonNeeded: z.boolean(),
  /** ISO 639-1, or `und`. */
  language: z.string(),
});
export type RouteFeatures = z.infer<typeof routeFeaturesSchema>;

export const routeRuleIdSchema = idSchema("rule");

/** A person's own rule. All given conditions must hold; the first enabled rule that does decides. Privacy and budgets stand above rules. */
export const routeRuleSchema = z.object({
  id: routeRuleIdSchema,
  name: z.string().min(1).max(120),
  enabled: z.boolean(),
  when: z.object({
    intents: z.array(intentSchema).max(10).optional(),
    complexities: z.array(complexitySchema).max(3).optional(),
    languages: z.array(z.string().max(8)).max(40).optional(),
    /** Any of these words or phrases, whole and without regard to case. */
    contains: z.array(z.string().min(1).max(200)).max(50).optional(),
    minimumTokens: z.number().int().min(0).optional(),
    purposes: z.array(z.string().max(40)).max(10).optional(),
  }),
  /** A model id, or a place. `never-cloud` narrows the choice and leaves the rest to the router. */
  use: z.discriminatedUnion("type", [
    z.object({ type: z.literal("model"), modelId: z.string().min(1).max(300) }),
    z.object({ type: z.literal("place"), place: z.enum(["local", "cloud", "extractive"]) }),
    z.object({ type: z.literal("never-cloud") }),
  ]),
});
export type RouteRule = z.infer<typeof routeRuleSchema>;
export const routeRuleDraftSchema = routeRuleSchema.omit({ id: true });
export type RouteRuleDraft = z.infer<typeof routeRuleDraftSchema>;

const policyFields = {
  /** `order`: the settings' order, always. `automatic`: by need, local first. */
  choose: z.enum(["automatic", "order"]),
  /** `never`: nothing leaves this machine, whatever is chosen or ruled. `when-needed`: what a local model is not up to. `always`: the cloud first. */
  cloud: z.enum(["never", "when-needed", "always"]),
  /** Below this confidence a request that looks easy counts as one step harder. */
  confidenceFloor: z.number().min(0).max(1),
  /** A conversation stays with its model unless a reason of weight changes it. */
  sticky: z.boolean(),
};

/** What the person allows in general. */
export const routePolicySchema = z.object({
  choose: policyFields.choose.default("automatic"),
  cloud: policyFields.cloud.default("when-needed"),
  confidenceFloor: policyFields.confidenceFloor.default(0.6),
  sticky: policyFields.sticky.default(true),
});
export type RoutePolicy = z.infer<typeof routePolicySchema>;

/** Built from the bare fields: a field with a default would come back as that default when it is left out, and reset it. */
export const routePolicyPatchSchema = z.object(policyFields).partial();
export type RoutePolicyPatch = z.infer<typeof routePolicyPatchSchema>;

/** Why a model stands where it stands, or does not stand in the chain at all. */
export const routeReasonSchema = z.enum([
  "chosen-by-person",
  "rule",
  "same-conversation",
  "local-is-enough",
  "cloud-needed",
  "cloud-preferred",
  "order",
  "fallback",
  "only-quotes",
  "private-content",
  "cloud-not-allowed",
  "over-budget",
  "no-price",
  "not-available",
  "paused-after-failures",
  "context-too-small",
  "cannot-use-tools",
  "cannot-keep-json",
  "cannot-see-images",
  "excluded-by-rule",
]);
export type RouteReason = z.infer<typeof routeReasonSchema>;

export const routeStepSchema = z.object({
  modelId: z.string(),
  modelName: z.string(),
  place: z.enum(["extractive", "local", "cloud"]),
  reason: routeReasonSchema,
  /** The most this call can cost there; null: no known price. 0 on this machine. */
  worstCostMicroUsd: z.number().nullable(),
});

export type RouteStep = z.infer<typeof routeStepSchema>;

/** A decision as data and as one sentence. `chain` is asked in order until one answers; `excluded` says who is not and why. */
export const routeDecisionSchema = z.object({
  features: routeFeaturesSchema,
  privacy: privacySchema,
  chain: z.array(routeStepSchema),
  excluded: z.array(routeStepSchema),
  /** The rule that decided. */
  ruleId: z.string().nullable(),
  /** The conversation's earlier model, when another one is asked now. */
  movedFrom: z.string().nullable(),
  sentence: z.string(),
  durationMs: z.number(),
});
export type RouteDecision = z.infer<typeof routeDecisionSchema>;

/** A model as the router sees it. */
export interface RouteCandidate {
  readonly modelId: string;
  readonly modelName: string;
  readonly place: "extractive" | "local" | "cloud";
  /** Null when it can be asked. */
  readonly problem: string | null;
  /** Position in the settings' order; null when it is not in it. A cloud model outside the order is asked only when chosen by a person or a rule. */
  readonly order: number | null;
  readonly contextTokens: number;
  /** False only where it was tried and failed; null: not tried. */
  readonly keepsJson: boolean | null;
  readonly callsTools: boolean | null;
  readonly seesImages: boolean;
  /** Measured on this machine; null: not measured or in the cloud. */
  readonly tokensPerSecond: number | null;
  /** Billions of parameters, where known: what a local model may be trusted with. */
  readonly billionParameters: number | null;
  readonly worstCostMicroUsd: number | null;
  /** Whether every allowance has room for the worst case. */
  readonly withinBudget: boolean;
  /** The breaker is open. */
  readonly paused: boolean;
}

/** A request of which it is to be decided who answers. */
export interface RouteQuestion {
  readonly features: RouteFeatures;
  readonly privacy: Privacy;
  /** What the call is made for: `chat`, `agent`, `api`, … */
  readonly purpose: string;
  /** What the person wrote; rules look for words in it. */
  readonly text: string;
  readonly chosenModelId: string | null;
  readonly conversationId: string | null;
  readonly candidates: readonly RouteCandidate[];
}

export const routerErrorSchema = z.discriminatedUnion("type", [z.object({ type: z.literal("RuleNotFound"), ruleId: z.string() })]);
export type RouterError = z.infer<typeof routerErrorSchema>;
