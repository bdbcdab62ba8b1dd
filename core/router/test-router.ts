import type { Store } from "#core/store";
import { createFakeClock, createSeededIds, openTestStore } from "#core/testing";
import { createRouter, type Router } from "./router.ts";
import type { RouteCandidate, RouteFeatures, RouteQuestion } from "./schema.ts";
import { routerMigrations } from "./store.ts";

export interface TestRouter {
  readonly router: Router;
  readonly store: Store & { readonly cleanup: () => void };
  /** A second router over the same data, as after a restart. */
  readonly reopen: () => Router;
  /** `router` is as new; opening a store anew takes longer than a test. */
  readonly clear: () => void;
}

export const openTestRouter = (): TestRouter => {
  const clock = createFakeClock();
  const store = openTestStore(routerMigrations, clock);
  const reopen = () => createRouter({ clock, ids: createSeededIds({ clock }), store });
  let router = reopen();
  return {
    get router() {
      return router;
    },
    store,
    reopen,
    clear: () => {
      store.database.exec("DELETE FROM route_policy; DELETE FROM route_rules; DELETE FROM route_conversations;");
      router = reopen();
    },
  };
};

const anyone = {
  problem: null,
  order: null,
  contextTokens: 100_000,
  keepsJson: null,
  callsTools: null,
  seesImages: true,
  tokensPerSecond: null,
  billionParameters: null,
  worstCostMicroUsd: 0,
  withinBudget: true,
  paused: false,
} as const;

export const localModel = (name: string, changes: Partial<RouteCandidate> = {}): RouteCandidate => ({
  ...anyone,
  modelId: `gguf:${name}`,
  modelName: name,
  place: "local",
  order: 1,
  billionParameters: 8,
  tokensPerSecond: 20,
  ...changes,
});

export const cloudModel = (name: string, changes: Partial<RouteCandidate> = {}): RouteCandidate => ({
  ...anyone,
  modelId: `provider_${name}`,
  modelName: name,
  place: "cloud",
  order: 2,
  worstCostMicroUsd: 20_000,
  ...changes,
});

export const quotes: RouteCandidate = {
  ...anyone,
  modelId: "extractive",
  modelName: "Quotes",
  place: "extractive",
  contextTokens: 0,
  keepsJson: false,
  callsTools: false,
  seesImages: false,
};

export const sure = (changes: Partial<RouteFeatures> = {}): RouteFeatures => ({
  intent: "lookup",
  complexity: "simple",
  confidence: 0.95,
  inputTokens: 200,
  toolsNeeded: false,
  imagesNeeded: false,
  jsonNeeded: false,
  language: "en",
  ...changes,
});

export const ask = (candidates: readonly RouteCandidate[], changes: Partial<RouteQuestion> = {}): RouteQuestion => ({
  features: sure(),
  privacy: "open",
  purpose: "chat",
  text: "",
  chosenModelId: null,
  conversationId: null,
  candidates,
  ...changes,
});
