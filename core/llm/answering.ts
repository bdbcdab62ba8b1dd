import { abortedBy, type Aborted, type ClockDep, type LogDep } from "#core/base";
import type { CacheKey } from "#core/answer-cache";
import type { Budgets } from "#core/budgets";
import type { Router } from "#core/router";
import type { RouteDecision, RouteStep } from "#core/router/schema";
import type { AnswerEvent, AnswerOptions, TriedModel } from "./answer-event.ts";
import { subjectsOf, toCandidate, type KnownModel } from "./candidates.ts";
import { startDeadline, type Deadline } from "./deadline.ts";
import { extractiveId, extractiveInfo } from "./extractive.ts";
import { newTally, type Gateway, type Tally } from "./gateway.ts";
import { cacheKeyOf, type KeptAnswers } from "./kept-answer.ts";
import { imageCount, likelyInputTokens } from "./request-size.ts";
import type { AnswerAccount, GenerateRequest, ModelError, ModelInfo, Usage } from "./schema.ts";
import { whyWording } from "./wording.ts";

/** From the question to the last word, when the caller names no time: a long answer of a slow processor takes minutes. */
const usualLimitMs = 15 * 60_000;

const noUsage: Usage = { inputTokens: 0, outputTokens: 0 };

export type RequestFor = GenerateRequest | ((info: ModelInfo) => GenerateRequest);

export interface AnsweringDeps extends ClockDep, LogDep {
  readonly budgets: Budgets;
  readonly cache: KeptAnswers;
  readonly gateway: Gateway;
  readonly router: Router;
  /** Everybody, the extractive one included. */
  readonly known: () => Promise<readonly KnownModel[]>;
}

export interface Answering {
  readonly answer: (request: RequestFor, options: AnswerOptions) => AsyncGenerator<AnswerEvent, void, void>;
  /** What `answer` would decide now. */
  readonly decide: (request: RequestFor, options: Omit<AnswerOptions, "signal">) => Promise<RouteDecision>;
}

interface Routed {
  readonly decision: RouteDecision;
  readonly models: readonly KnownModel[];
  readonly requestFor: (info: ModelInfo) => GenerateRequest;
  readonly cacheKey: CacheKey;
}

const memoized = (request: RequestFor): ((info: ModelInfo) => GenerateRequest) => {
  if (typeof request !== "function") return () => request;
  const made = new Map<string, GenerateRequest>();
  return (info) => {
    const known = made.get(info.id) ?? request(info);
    made.set(info.id, known);
    return known;
  };
};

const isOutOfBudget = ({ reason }: RouteStep): boolean => reason === "over-budget" || reason === "no-price";

/** Classify, look into the kept answers, choose, ask one after the other through the gateway, account for it. */
export const createAnswering = ({ budgets, cache, clock, gateway, known, log, router }: AnsweringDeps): Answering => {
  const route = async (request: RequestFor, options: Omit<AnswerOptions, "signal">): Promise<Routed> => {
    const { about = {}, deadlineMs: limitMs = usualLimitMs, modelId, privacy = "open", purpose = "chat" } = options;
    const models = await known();
    const requestFor = memoized(request);
    const whole = requestFor(extractiveInfo);
    const text = options.text ?? whole.messages.findLast(({ role }) => role === "user")?.text ?? "";
    // A request that is made to measure fits whoever gets it; the smallest one says what is needed at least.
    const sizes = models.filter(({ info }) => info.available).map(({ info }) => likelyInputTokens(requestFor(info)));
    const features = router.features({
      text,
      inputTokens: Math.min(...sizes, likelyInputTokens(whole)),
      tools: (whole.tools?.length ?? 0) > 0,
      images: imageCount(whole) > 0,
      json: whole.jsonSchema !== undefined,
    });
    const asking = { purpose, about, limitMs, requestFor };
    const decision = router.decide({
      features,
      privacy,
      purpose,
      text,
      chosenModelId: modelId,
      conversationId: about.conversationId ?? null,
      candidates: models.map((model) => toCandidate({ budgets, gateway }, model, asking)),
    });
    return { decision, models, requestFor, cacheKey: cacheKeyOf(whole, { features, modelId, privacy }) };
  };

  /** Why a model that the router passed over may not be asked. */
  const errorOf = ({ decision, models, requestFor }: Routed, step: RouteStep, options: AnswerOptions): ModelError => {
    const { modelId, reason } = step;
    const model = models.find(({ info }) => info.id === modelId);
    if (model === undefined) return { type: "ModelNotFound", modelId };
    switch (reason) {
      case "private-content":
        return { type: "PrivateContent", modelId };
      case "over-budget":
      case "no-price": {
        const { about = {}, deadlineMs = usualLimitMs, purpose = "chat" } = options;
        const subjects = subjectsOf(model, purpose, about);
        const checked = budgets.check(subjects, gateway.worstOf({ ...model, request: requestFor(model.info), subjects }, deadlineMs));
        return checked.ok ? { type: "ModelNotFound", modelId } : checked.error;
      }
      case "paused-after-failures": {
        const untilMs = gateway.pausedUntilMs(model.info, requestFor(model.info)) ?? clock.nowMs();
        return { type: "ModelPaused", modelId, untilMs, failures: 0 };
      }
      case "context-too-small":
        return { type: "ContextTooLong", limitTokens: model.info.contextTokens, neededTokens: decision.features.inputTokens };
      case "cannot-see-images":
        return { type: "PictureUnseen", modelId };
      case "cannot-use-tools":
      case "cannot-keep-json":
        return { type: "AnswerInvalid", reason: `${model.info.name}: ${reason.replaceAll("-", " ")}` };
      default:
        return model.info.problem ?? { type: "ModelNotFound", modelId };
    }
  };

  /** Why nobody looks at the pictures: what keeps those who could, where the person can do something about it. */
  const unseen = (routed: Routed, options: AnswerOptions): ModelError => {
    const { decision, models } = routed;
    const order: readonly RouteStep["reason"][] = [
      "over-budget",
      "no-price",
      "private-content",
      "paused-after-failures",
      "not-available",
      "context-too-small",
    ];
    const kept = decision.excluded
      .filter(({ modelId, reason }) => order.includes(reason) && models.some(({ info }) => info.id === modelId && info.images))
      .toSorted((left, right) => order.indexOf(left.reason) - order.indexOf(right.reason))[0];
    return kept === undefined ? { type: "PictureUnseen", modelId: options.modelId ?? extractiveId } : errorOf(routed, kept, options);
  };

  /** The failure when nobody may be asked, or when nothing but quotes is left of what the person chose or of a question with pictures. */
  const refusal = (routed: Routed, options: AnswerOptions): ModelError | null => {
    const { chain, excluded, features } = routed.decision;
    const chosen = excluded.find(({ modelId }) => modelId === options.modelId);
    const onlyQuotes = chain.every(({ place }) => place === "extractive");
    if (chosen !== undefined && isOutOfBudget(chosen)) return errorOf(routed, chosen, options);
    if (chosen?.reason === "private-content" && onlyQuotes) return errorOf(routed, chosen, options);
    const wantsQuotes = options.modelId === extractiveId || chain[0]?.reason === "rule";
    if (features.imagesNeeded && onlyQuotes && !wantsQuotes) return unseen(routed, options);
    if (chain.length > 0) return null;
    const others = excluded.filter(({ place }) => place !== "extractive");
    const weight = (step: RouteStep): number => (isOutOfBudget(step) ? 0 : step.reason === "private-content" ? 1 : 2);
    const step = chosen ?? others.toSorted((left, right) => weight(left) - weight(right))[0] ?? excluded[0];
    return step === undefined ? { type: "ModelNotFound", modelId: options.modelId ?? extractiveId } : errorOf(routed, step, options);
  };

  /** Models that were wanted and could not even be asked. */
  const triedBefore = (routed: Routed, options: AnswerOptions): TriedModel[] => {
    const { decision, models } = routed;
    const { modelId } = options;
    const missing: TriedModel[] =
      modelId !== null && !models.some(({ info }) => info.id === modelId) ? [{ modelId, error: { type: "ModelNotFound", modelId } }] : [];
    // Where a model here is the right one, nobody in the cloud was missed.
    const lead = decision.chain[0]?.reason;
    const isSecondBest = lead === undefined || lead === "fallback" || lead === "only-quotes";
    const wanted = decision.excluded.filter(
      (step) =>
        step.modelId === modelId || (step.reason === "not-available" && step.place === "local") || (isOutOfBudget(step) && isSecondBest),
    );
    return [...missing, ...wanted.map((step) => ({ modelId: step.modelId, error: errorOf(routed, step, options) }))];
  };

  async function* tellKept(routed: Routed, signal: AbortSignal): AsyncGenerator<AnswerEvent, boolean, void> {
    const found = await cache.lookup(routed.cacheKey, signal);
    if (found === null || signal.aborted) return false;
    const { hit, text } = found;
    const info = routed.models.find((model) => model.info.id === hit.modelId)?.info;
    // Whoever answered then is gone, and nobody could say who it was.
    if (info === undefined) return false;
    const why = hit.kind === "exact" ? whyWording.kept : whyWording.keptSimilar;
    yield { type: "model-chosen", info, why, tried: [], decision: routed.decision };
    yield { type: "model-delta", text };
    yield { type: "model-account", account: { decision: routed.decision, costMicroUsd: 0, cache: hit } };
    yield { type: "model-end", reason: "stop", usage: noUsage, firstTokenMs: 0 };
    return true;
  }

  const keep = (routed: Routed, model: KnownModel, text: string, usage: Usage, tally: Tally, startedAtMs: number): void => {
    const { place, id: modelId } = model.info;
    if (place === "extractive" || text === "" || !routed.cacheKey.cacheable) return;
    const durationMs = clock.nowMs() - startedAtMs;
    cache.store(routed.cacheKey, { text, modelId, place, usage, costMicroUsd: tally.costMicroUsd, durationMs });
  };

  async function* askInTurn(routed: Routed, options: AnswerOptions, deadline: Deadline): AsyncGenerator<AnswerEvent, void, void> {
    const { decision, models, requestFor } = routed;
    const { about = {}, modelId, purpose = "chat" } = options;
    const tally = newTally();
    const tried = triedBefore(routed, options);
    const account = (): AnswerAccount => ({ decision, costMicroUsd: tally.costMicroUsd, cache: null });
    const chain = decision.chain.flatMap((step) => models.find(({ info }) => info.id === step.modelId) ?? []);
    const startedAtMs = clock.nowMs();

    for (const [index, model] of chain.entries()) {
      const { info } = model;
      const why = index === 0 ? decision.sentence : info.place === "extractive" ? whyWording.lastResort : whyWording.instead(info.name);
      yield { type: "model-chosen", info, why, tried: [...tried], decision };
      const subjects = subjectsOf(model, purpose, about);
      let text = "";
      let failure: ModelError | Aborted | null = null;
      for await (const event of gateway.ask({ ...model, request: requestFor(info), subjects, deadline, tally })) {
        if (event.type === "model-error") {
          const { error } = event;
          const isFinal = tally.delivered || error.type === "Aborted" || error.type === "DeadlinePassed" || index === chain.length - 1;
          const isChoiceOverBudget = info.id === modelId && /^(BudgetReached|BudgetMissing|PriceUnknown)$/.test(error.type);
          if (!isFinal && !isChoiceOverBudget) {
            failure = error;
            break;
          }
          if (tally.asked) yield { type: "model-account", account: account() };
          return yield event;
        }
        if (event.type === "model-end") {
          yield { type: "model-account", account: account() };
          if (options.cache !== undefined && event.reason === "stop") keep(routed, model, text, event.usage, tally, startedAtMs);
          return yield event;
        }
        // A conversation stays with whoever took it over, but a stumble of a model here does not move it to the cloud for good.
        const isStandIn = info.place === "cloud" && decision.chain[0]?.place === "local";
        if (text === "" && about.conversationId !== undefined && info.place !== "extractive" && !isStandIn)
          router.remember(about.conversationId, info.id);
        if (event.type === "model-delta") text += event.text;
        yield event;
      }
      const error: ModelError | Aborted = failure ?? abortedBy(deadline.signal);
      tried.push({ modelId: info.id, error });
      log.warn("a model could not answer", { modelId: info.id, error: error.type });
      yield { type: "model-fallback", modelId: info.id, error };
    }
    const error = tried.at(-1)?.error ?? { type: "ModelNotFound" as const, modelId: modelId ?? extractiveId };
    if (tally.asked) yield { type: "model-account", account: account() };
    yield { type: "model-error", error, usage: noUsage };
  }

  async function* answer(request: RequestFor, options: AnswerOptions): AsyncGenerator<AnswerEvent, void, void> {
    const deadline = startDeadline({ clock }, options.deadlineMs ?? usualLimitMs, options.signal);
    try {
      const routed = await route(request, options);
      if (options.cache === "use" && routed.cacheKey.cacheable && (yield* tellKept(routed, deadline.signal))) return;
      const refused = refusal(routed, options);
      if (refused !== null) return yield { type: "model-error", error: refused, usage: noUsage };
      yield* askInTurn(routed, options, deadline);
    } finally {
      deadline.end();
    }
  }

  return { answer, decide: async (request, options) => (await route(request, options)).decision };
};
