import type { Aborted, ClockDep, IdsDep, LogDep, Result } from "#core/base";
import type { Budgets } from "#core/budgets";
import type { Router } from "#core/router";
import type { Privacy, RouteDecision } from "#core/router/schema";
import type { SecretsDep, SettingsDep } from "#core/settings";
import type { StoreDep } from "#core/store";
import type { AnswerEvent, AnswerOptions } from "./answer-event.ts";
import { createAnswering } from "./answering.ts";
import { toKnown, type KnownModel } from "./candidates.ts";
import { extractiveInfo } from "./extractive.ts";
import { createGateway } from "./gateway.ts";
import { noKeptAnswers, type KeptAnswers } from "./kept-answer.ts";
import type { LlamaEngineOptions } from "./llama-port.ts";
import { createLocalModels, type LocalModels } from "./local-models.ts";
import { createModelFiles } from "./model-files.ts";
import { tariffOf } from "./price-list.ts";
import { providerInfo } from "./provider-kinds.ts";
import { createProviders, type Providers } from "./providers.ts";
import { defaultRetryPolicy, type RetryPolicy } from "./retry.ts";
import type { GenerateRequest, ModelError, ModelInfo } from "./schema.ts";
import { createModelStore } from "./store.ts";

export interface Models {
  /** Everybody who can answer: the settings' order, then other files, then other providers (asked only when chosen), the extractive one last. */
  readonly list: () => Promise<ModelInfo[]>;
  /** Errors: ModelFileMissing, ModelFileCorrupt. */
  readonly addFile: (path: string) => Promise<Result<ModelInfo, ModelError>>;
  /** Forgets a file, also in the settings' order; the file stays. False when it was not known. */
  readonly removeFile: (modelId: string) => boolean;
  readonly providers: Providers;
  /** The files on this machine at work. */
  readonly local: LocalModels;
  /**
   * Answers with a kept answer or with whom the router chooses, within every allowance (SPEC.md). A failure before the first word passes the question
   * on; after it, or when stopped, the stream ends with the error. Exactly one `model-end` or `model-error`; never rejects. `request` may be made for the
   * model that gets it; it is also called for models that are only weighed.
   */
  readonly answer: (
    request: GenerateRequest | ((info: ModelInfo) => GenerateRequest),
    options: AnswerOptions,
  ) => AsyncGenerator<AnswerEvent, void, void>;
  /** Where a prompt would go. Sends and spends nothing. */
  readonly explain: (question: {
    readonly prompt: string;
    readonly privacy: Privacy;
    readonly modelId: string | null;
    readonly conversationId?: string | undefined;
  }) => Promise<RouteDecision>;
  /** Stops answers under way and frees memory. */
  readonly close: () => Promise<void>;
}

export interface ModelsOptions {
  readonly llama?: Partial<LlamaEngineOptions> | undefined;
  readonly retry?: RetryPolicy | undefined;
}

export interface ModelsDeps extends ClockDep, IdsDep, LogDep, SecretsDep, SettingsDep, StoreDep {
  readonly budgets: Budgets;
  /** Nothing is kept without. */
  readonly cache?: KeptAnswers | undefined;
  readonly router: Router;
}

/** The answer's length that a prompt is weighed with when nobody asks for one. */
const explainedOutputTokens = 1500;

/** All models of one data folder. Loads no native code and no vendor's client before the first question that needs it. */
export const createModels = (deps: ModelsDeps, options: ModelsOptions = {}): Models => {
  const { clock, settings } = deps;
  const retry = options.retry ?? defaultRetryPolicy;
  const rows = createModelStore(deps);
  const files = createModelFiles({ clock, rows });
  const local = createLocalModels({ ...deps, files: rows.files }, options.llama);
  const gateway = createGateway({ ...deps, engine: local.engine, retry, silenceMs: retry.silenceMs });
  const providers = createProviders({ ...deps, gateway, rows });
  const closing = new AbortController();

  const known = async (): Promise<KnownModel[]> => {
    const { modelOrder } = settings.get();
    const here = (await files.list()).map((info) => toKnown(local.describe(info), null, modelOrder));
    const cloud = providers
      .list()
      .map((provider) => toKnown(providerInfo(provider, tariffOf(provider)?.price ?? null), provider, modelOrder));
    const place = ({ order }: KnownModel): number => order ?? Infinity;
    const sorted = [...here, ...cloud].toSorted((left, right) => (place(left) === place(right) ? 0 : place(left) - place(right)));
    return [...sorted, toKnown(extractiveInfo, null, modelOrder)];
  };

  const answering = createAnswering({ ...deps, cache: deps.cache ?? noKeptAnswers, gateway, known });

  const forget = (modelId: string): void => {
    const { modelOrder } = settings.get();
    if (modelOrder.includes(modelId)) settings.update({ modelOrder: modelOrder.filter((id) => id !== modelId) });
  };

  return {
    list: async () => (await known()).map(({ info }) => info),
    addFile: async (path) => {
      const added = await files.add(path);
      if (added.ok) local.added(added.value);
      return added;
    },
    removeFile: (modelId) => {
      const removed = files.remove(modelId);
      if (removed) forget(modelId);
      if (removed) local.removed(modelId);
      return removed;
    },
    local,
    providers: {
      ...providers,
      remove: async (providerId) => {
        const removed = await providers.remove(providerId);
        if (removed.ok) forget(providerId);
        return removed;
      },
    },
    answer: (request, asked) => answering.answer(request, { ...asked, signal: AbortSignal.any([asked.signal, closing.signal]) }),
    explain: ({ conversationId, modelId, privacy, prompt }) =>
      answering.decide(
        { messages: [{ role: "user", text: prompt }], sources: [], maxOutputTokens: explainedOutputTokens },
        { modelId, privacy, about: { conversationId } },
      ),
    close: async () => {
      closing.abort({ type: "Aborted", by: "shutdown" } satisfies Aborted);
      await local.close();
    },
  };
};
