import type { ClockDep, IdsDep, Result } from "#core/base";
import type { StoreDep } from "#core/store";
import { createClassifier } from "./classifier.ts";
import { decide } from "./decide.ts";
import type {
  RouteDecision,
  RouteFeatures,
  RoutePolicy,
  RoutePolicyPatch,
  RouteQuestion,
  RouterError,
  RouteRule,
  RouteRuleDraft,
} from "./schema.ts";
import { createRouteStore } from "./store.ts";

/** What is to be classified. `inputTokens` counts the whole request, sources and history included. */
export interface RouteRequest {
  readonly text: string;
  readonly inputTokens: number;
  readonly tools: boolean;
  readonly images: boolean;
  readonly json: boolean;
}

/** Decides who answers. Sends nothing, spends nothing, and asks nobody but its own tables and classifier. */
export interface Router {
  readonly features: (request: RouteRequest) => RouteFeatures;
  /** Pure apart from reading policy, rules and the conversation's model. */
  readonly decide: (question: RouteQuestion) => RouteDecision;
  /** After an answer began: who the conversation stays with. */
  readonly remember: (conversationId: string, modelId: string) => void;
  readonly policy: () => RoutePolicy;
  readonly setPolicy: (patch: RoutePolicyPatch) => RoutePolicy;
  /** First one first. */
  readonly rules: () => readonly RouteRule[];
  readonly addRule: (draft: RouteRuleDraft) => RouteRule;
  readonly changeRule: (ruleId: string, draft: RouteRuleDraft) => Result<RouteRule, RouterError>;
  readonly removeRule: (ruleId: string) => boolean;
  readonly orderRules: (ruleIds: readonly string[]) => readonly RouteRule[];
}

export interface RouterDep {
  readonly router: Router;
}

export const createRouter = (deps: ClockDep & IdsDep & StoreDep): Router => {
  const { modelOf, remember, ...store } = createRouteStore(deps);
  const classify = createClassifier();
  return {
    ...store,
    remember,
    features: ({ images, inputTokens, json, text, tools }) => ({
      ...classify(text),
      inputTokens,
      toolsNeeded: tools,
      imagesNeeded: images,
      jsonNeeded: json,
    }),
    decide: (question) => {
      const startMs = performance.now();
      const { conversationId } = question;
      const earlierModelId = conversationId === null ? null : modelOf(conversationId);
      const decided = decide(question, { policy: store.policy(), rules: store.rules(), earlierModelId });
      return { ...decided, durationMs: performance.now() - startMs };
    },
  };
};
