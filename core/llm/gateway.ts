import { abortedBy, reasonOf, type Aborted, type ClockDep, type LogDep } from "#core/base";
import { ok, type Result } from "#core/base/schema";
import type { Budgets, Reservation } from "#core/budgets";
import type { BudgetSubjects, Spend } from "#core/budgets/schema";
import type { SecretsDep } from "#core/settings";
import { createBreakers, type CallOutcome } from "./breaker.ts";
import { countedUsage, newReceipt, saneUsage, spendOf, type CallReceipt } from "./call-receipt.ts";
import type { Deadline } from "./deadline.ts";
import { nextOrAbandoned } from "./next-event.ts";
import { openModel, type OpenModelDeps } from "./open-model.ts";
import { worstCostMicroUsd, type Tariff } from "./price-list.ts";
import { createRateLimits } from "./rate-limits.ts";
import { imageCount, likelyInputTokens, mostInputTokens } from "./request-size.ts";
import { createRetryBudget, waitBeforeRetryMs, type RetryPolicy } from "./retry.ts";
import type { GenerateRequest, ModelError, ModelEvent, ModelInfo, Provider, Usage } from "./schema.ts";

/** What one request came to, over all its attempts. */
export interface Tally {
  /** Null once a call without a known price was made. */
  costMicroUsd: number | null;
  asked: boolean;
  /** Text or a tool call reached the caller: from here on nobody else is asked. */
  delivered: boolean;
  /** Repetitions made so far, over all models. */
  retries: number;
}

export const newTally = (): Tally => ({ costMicroUsd: 0, asked: false, delivered: false, retries: 0 });

export interface Call {
  readonly info: ModelInfo;
  readonly request: GenerateRequest;
  readonly subjects: BudgetSubjects;
  /** The account of a cloud model. */
  readonly provider: Provider | null;
  readonly tariff: Tariff | null;
  readonly deadline: Deadline;
  readonly tally: Tally;
  /** In place of the stored keys: for a provider that is only tried. */
  readonly secrets?: SecretsDep["secrets"] | undefined;
}

export interface Gateway {
  /**
   * The only way to a model: breaker, allowances, the call, and its settlement, whatever becomes of it. Asks again what failed before its first word
   * and passes by itself. Exactly one `model-end` or `model-error`, never rejects. Errors: those of the model, BudgetReached, BudgetMissing,
   * PriceUnknown, ModelPaused, DeadlinePassed.
   */
  readonly ask: (call: Call) => AsyncGenerator<ModelEvent, void, void>;
  /** What a call could use at most. */
  readonly worstOf: (call: Pick<Call, "request" | "subjects" | "tariff">, limitMs: number) => Spend;
  /** Until when a model is left alone; null when it may be asked. */
  readonly pausedUntilMs: (info: ModelInfo, request: GenerateRequest) => number | null;
}

type Failure = ModelError | Aborted;

/** After a stop, so long a model may take to end in good form and say what it used. */
const graceMs = 2000;

const outcomeFor = (failure: Failure | null): ((key: string) => CallOutcome) => {
  switch (failure?.type) {
    case "ProviderUnreachable":
    case "ProviderSilent":
      return () => "failed";
    case "ProviderBroken":
    case "ModelEngineFailed":
    case "ModelEngineStuck":
      return (key) => (key.startsWith("host ") ? "neutral" : "failed");
    case "ProviderBusy":
      // A limit that was named is kept apart; it says nothing about health.
      return (key) => (failure.retryAfterMs !== null || key.startsWith("host ") ? "neutral" : "failed");
    case "Aborted":
    case "DeadlinePassed":
    case "ProviderKeyMissing":
      return () => "neutral";
    default:
      return () => "worked";
  }
};

const keysOf = (info: ModelInfo): string[] =>
  info.place === "cloud"
    ? [`model ${info.id}`, `host ${URL.canParse(info.detail) ? new URL(info.detail).host : info.detail}`]
    : [`model ${info.id}`];

export const createGateway = (
  deps: OpenModelDeps & LogDep & { readonly budgets: Budgets; readonly retry: RetryPolicy } & ClockDep,
): Gateway => {
  const { budgets, clock, log, retry } = deps;
  const breakers = createBreakers(deps);
  const limits = createRateLimits(deps);
  const retries = createRetryBudget(deps);

  const worstOf: Gateway["worstOf"] = ({ request, tariff }, limitMs) => {
    const inputTokens = mostInputTokens(request);
    return {
      costMicroUsd: tariff === null ? null : worstCostMicroUsd(tariff, inputTokens, request.maxOutputTokens),
      tokens: inputTokens + request.maxOutputTokens,
      durationMs: limitMs,
    };
  };

  const pausedUntilMs: Gateway["pausedUntilMs"] = (info, request) => {
    const times = keysOf(info).map((key) => breakers.pausedUntilMs(key) ?? 0);
    const untilMs = Math.max(...times, limits.pausedUntilMs(info.id, likelyInputTokens(request)) ?? 0);
    return untilMs === 0 ? null : untilMs;
  };

  /** Leave to make one call: the breaker lets it through and every allowance has room for its worst. */
  const admit = (
    call: Call,
    limitMs: number,
  ): Result<{ reservation: Reservation; report: (failure: Failure | null) => void }, ModelError> => {
    const entered = breakers.enter(keysOf(call.info), call.info.id);
    if (!entered.ok) return entered;
    let isAdmitted = false;
    try {
      const reserved = budgets.reserve(call.subjects, worstOf(call, limitMs));
      isAdmitted = reserved.ok;
      return reserved.ok
        ? ok({ reservation: reserved.value, report: (failure: Failure | null) => entered.value(outcomeFor(failure)) })
        : reserved;
    } finally {
      // Also when the ledger cannot be written: a probe that never ends would close the breaker for good.
      if (!isAdmitted) entered.value(() => "neutral");
    }
  };

  /** Hears what the adapter learnt on the way. */
  const learn = (info: ModelInfo, { headers }: CallReceipt, failure: Failure | null): void => {
    if (headers !== null) limits.note(info.id, headers);
    if (failure?.type === "ProviderBusy" && failure.retryAfterMs !== null) limits.pause(info.id, failure.retryAfterMs);
  };

  /** One call. Gives its failure, or null when it came to its end, with the last event still to be told. */
  async function* attempt(call: Call): AsyncGenerator<ModelEvent, { readonly last: ModelEvent; readonly failure: Failure | null }, void> {
    const { deadline, info, request, subjects, tally, tariff } = call;
    const failed = (error: Failure, usage: Usage = { inputTokens: 0, outputTokens: 0 }) => ({
      last: { type: "model-error" as const, error, usage },
      failure: error,
    });
    const startedAtMs = clock.nowMs();
    const timeLeftMs = budgets.timeLeftMs(subjects);
    const limitMs = Math.max(1, Math.ceil(Math.min(deadline.leftMs(), timeLeftMs ?? Infinity)));
    const admitted = admit(call, limitMs);
    if (!admitted.ok) return failed(admitted.error);
    const { report, reservation } = admitted.value;

    tally.asked = true;
    retries.noteRequest(info.id);
    const receipt = newReceipt();
    if (info.place === "local") receipt.state = "accepted";
    const left = new AbortController();
    const timer = new AbortController();
    let isLate = false;
    void clock.sleep(limitMs, timer.signal).then(() => {
      if (timer.signal.aborted) return;
      isLate = true;
      left.abort({ type: "Aborted", by: "timeout" } satisfies Aborted);
    });
    const signal = AbortSignal.any([deadline.signal, left.signal]);

    let usage: Usage = { inputTokens: 0, outputTokens: 0 };
    let delivered = false;
    let ended = false;
    let failure: Failure | null = { type: "Aborted", by: "user" };
    const settle = (): void => {
      timer.abort();
      left.abort();
      const most = { inputTokens: mostInputTokens(request), outputTokens: request.maxOutputTokens };
      const counted = info.place === "local" ? saneUsage(usage) : countedUsage({ receipt, usage, delivered, most });
      const spend = spendOf(counted, tariff, clock.nowMs() - startedAtMs);
      if (receipt.state === "unsent") reservation.release();
      else reservation.settle(spend);
      if (receipt.state === "accepted")
        tally.costMicroUsd = tally.costMicroUsd === null || spend.costMicroUsd === null ? null : tally.costMicroUsd + spend.costMicroUsd;
      learn(info, receipt, failure);
      report(failure);
    };

    try {
      const model = openModel({ ...deps, secrets: call.secrets ?? deps.secrets }, info, call.provider);
      const events = model.generate(request, signal, receipt)[Symbol.asyncIterator]();
      try {
        for (;;) {
          const event = await nextOrAbandoned(events, signal, clock, graceMs);
          if (event === null) {
            failure = signal.aborted
              ? abortedBy(signal)
              : info.place === "cloud"
                ? { type: "ProviderBroken", provider: info.name, reason: "the answer has no end" }
                : { type: "ModelEngineFailed", reason: "the answer has no end" };
            break;
          }
          if (event.type === "model-end") {
            ({ usage } = event);
            ended = true;
            failure = null;
            return { last: { ...event, usage: saneUsage(usage) }, failure };
          }
          if (event.type === "model-error") {
            ({ usage } = event);
            failure = event.error;
            break;
          }
          delivered = true;
          tally.delivered = true;
          yield event;
        }
      } finally {
        left.abort();
        // Whoever is left in the middle ends in its own time; nobody waits for it.
        void Promise.resolve(events.return?.()).catch(() => {});
      }
    } catch (cause) {
      // An adapter that throws is a defect of the adapter; the question must end in words all the same.
      log.error("a model threw", { modelId: info.id, reason: reasonOf(cause) });
      failure =
        info.place === "cloud"
          ? { type: "ProviderBroken", provider: info.name, reason: "the answer could not be read" }
          : { type: "ModelEngineFailed", reason: reasonOf(cause) };
    } finally {
      if (isLate || deadline.isPassed())
        failure = ended ? null : { type: "DeadlinePassed", limitMs: deadline.isPassed() ? deadline.limitMs : limitMs };
      settle();
    }
    return failed(failure ?? { type: "Aborted", by: "user" }, saneUsage(usage));
  }

  async function* askFluent(call: Call): AsyncGenerator<ModelEvent, void, void> {
    const { deadline, info, request, tally } = call;
    const untilMs = limits.pausedUntilMs(info.id, likelyInputTokens(request));
    const usage = { inputTokens: 0, outputTokens: 0 };
    if (untilMs !== null)
      return yield { type: "model-error", error: { type: "ModelPaused", modelId: info.id, untilMs, failures: 0 }, usage };
    if (imageCount(request) > 0 && !info.images)
      return yield { type: "model-error", error: { type: "PictureUnseen", modelId: info.id }, usage };
    for (;;) {
      const { failure, last } = yield* attempt(call);
      const delayMs = retry.delaysMs[tally.retries];
      const waitMs = failure === null || tally.delivered || delayMs === undefined ? null : waitBeforeRetryMs(failure, delayMs, retry);
      if (waitMs === null || waitMs >= deadline.leftMs() || !retries.take(info.id)) return yield last;
      tally.retries += 1;
      await clock.sleep(waitMs, deadline.signal);
      if (!deadline.signal.aborted) continue;
      const error: Failure = deadline.isPassed() ? { type: "DeadlinePassed", limitMs: deadline.limitMs } : abortedBy(deadline.signal);
      return yield { type: "model-error", error, usage };
    }
  }

  /** Quoting costs nothing and asks nobody: no allowance, no breaker. */
  async function* askQuotes(call: Call): AsyncGenerator<ModelEvent, void, void> {
    call.tally.asked = true;
    for await (const event of openModel(deps, call.info, null).generate(call.request, call.deadline.signal)) {
      call.tally.delivered = true;
      yield event;
    }
  }

  return { ask: (call) => (call.info.place === "extractive" ? askQuotes(call) : askFluent(call)), worstOf, pausedUntilMs };
};
