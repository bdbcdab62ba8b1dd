import type { Budgets } from "#core/budgets";
import type { BudgetSubjects } from "#core/budgets/schema";
import type { RouteCandidate } from "#core/router/schema";
import type { AnswerAbout } from "./answer-event.ts";
import { extractiveId } from "./extractive.ts";
import type { Gateway } from "./gateway.ts";
import { tariffOf, type Tariff } from "./price-list.ts";
import type { GenerateRequest, ModelInfo, Provider } from "./schema.ts";

/** Somebody who can answer, with the account behind it and what it costs. */
export interface KnownModel {
  readonly info: ModelInfo;
  /** Null on this machine. */
  readonly provider: Provider | null;
  readonly tariff: Tariff | null;
  /** Position in the settings' order; null when it is not in it. */
  readonly order: number | null;
}

const freeTariff: Tariff = { price: { inputMicroUsd: 0, outputMicroUsd: 0, cachedInputMicroUsd: null }, above: null };

export const toKnown = (info: ModelInfo, provider: Provider | null, modelOrder: readonly string[]): KnownModel => {
  const at = modelOrder.indexOf(info.id);
  return { info, provider, tariff: provider === null ? freeTariff : tariffOf(provider), order: at < 0 ? null : at };
};

export const subjectsOf = ({ info, provider }: KnownModel, purpose: string, about: AnswerAbout): BudgetSubjects => ({
  modelId: info.id,
  providerId: provider?.id ?? null,
  purpose,
  ...about,
});

interface Asking {
  readonly purpose: string;
  readonly about: AnswerAbout;
  readonly limitMs: number;
  readonly requestFor: (info: ModelInfo) => GenerateRequest;
}

/** A model as the router sees it now: its price for this request, the room in every allowance, whether it is left alone. */
export const toCandidate = (
  { budgets, gateway }: { readonly budgets: Budgets; readonly gateway: Gateway },
  known: KnownModel,
  { about, limitMs, purpose, requestFor }: Asking,
): RouteCandidate => {
  const { info, order, tariff } = known;
  const shared = {
    modelId: info.id,
    modelName: info.name,
    place: info.place,
    problem: info.problem?.type ?? (info.available ? null : "unavailable"),
    order,
    contextTokens: info.contextTokens,
    keepsJson: info.jsonSchema ? (info.abilities?.keepsJson ?? null) : false,
    callsTools: info.tools ? (info.abilities?.callsTools ?? null) : false,
    seesImages: info.images,
    tokensPerSecond: info.speed?.tokensPerSecond ?? null,
    billionParameters: info.billionParameters,
  };
  if (info.id === extractiveId || !info.available)
    return { ...shared, worstCostMicroUsd: info.place === "cloud" ? null : 0, withinBudget: true, paused: false };
  const request = requestFor(info);
  const subjects = subjectsOf(known, purpose, about);
  const worst = gateway.worstOf({ request, subjects, tariff }, Math.min(limitMs, budgets.timeLeftMs(subjects) ?? limitMs) || 1);
  return {
    ...shared,
    worstCostMicroUsd: worst.costMicroUsd,
    withinBudget: budgets.check(subjects, worst).ok,
    paused: gateway.pausedUntilMs(info, request) !== null,
  };
};
