import { abortedBy, type Aborted, type ClockDep, type IdsDep, type LogDep, type Result } from "#core/base";
import type { SecretsDep, SettingsDep } from "#core/settings";
import type { StoreDep } from "#core/store";
import type { AnswerEvent, AnswerOptions, TriedModel } from "./answer-event.ts";
import { createExtractiveModel, extractiveId, extractiveInfo } from "./extractive.ts";
import type { LanguageModel } from "./language-model.ts";
import { createLlamaModel } from "./llama-cpp.ts";
import { createLlamaEngine, type LlamaEngineOptions } from "./llama-engine.ts";
import { createModelFiles } from "./model-files.ts";
import { providerInfo } from "./provider-kinds.ts";
import type { RetryPolicy } from "./provider-model.ts";
import { openProvider } from "./provider-wires.ts";
import { createProviders, type Providers } from "./providers.ts";
import type { GenerateRequest, ModelError, ModelInfo } from "./schema.ts";
import { createModelStore } from "./store.ts";
import { whyWording } from "./wording.ts";

export interface Models {
  /** Everybody who can answer: the settings' order, then other files, then other providers (asked only when chosen), the extractive one last. */
  readonly list: () => Promise<ModelInfo[]>;
  /** Errors: ModelFileMissing, ModelFileCorrupt. */
  readonly addFile: (path: string) => Promise<Result<ModelInfo, ModelError>>;
  /** Forgets a file, also in the settings' order; the file stays. False when it was not known. */
  readonly removeFile: (modelId: string) => boolean;
  readonly providers: Providers;
  /**
   * Answers with the chosen model or the first available one: the settings' order, other files on this machine, and last the extractive one. A
   * provider is asked only when it stands in the order or was chosen. A failure before the first word passes the question on; after it, or when
   * stopped, the stream ends with the error. Exactly one `model-end` or `model-error`; never rejects. `request` may be made for the model that gets it.
   */
  readonly answer: (
    request: GenerateRequest | ((info: ModelInfo) => GenerateRequest),
    options: AnswerOptions,
  ) => AsyncGenerator<AnswerEvent, void, void>;
  /** Stops answers under way and frees memory. */
  readonly close: () => Promise<void>;
}

export interface ModelsOptions {
  readonly llama?: Partial<LlamaEngineOptions> | undefined;
  readonly retry?: RetryPolicy | undefined;
}

export type ModelsDeps = ClockDep & IdsDep & LogDep & SecretsDep & SettingsDep & StoreDep;

interface Candidate {
  readonly info: ModelInfo;
  readonly why: (failed: boolean) => string;
}

/** All models of one data folder. Loads no native code and no vendor's client before the first question that needs it. */
export const createModels = (deps: ModelsDeps, options: ModelsOptions = {}): Models => {
  const { clock, log, settings } = deps;
  const rows = createModelStore(deps);
  const files = createModelFiles({ clock, rows });
  const providers = createProviders({ ...deps, rows }, options.retry);
  const engine = createLlamaEngine({ clock }, options.llama);
  const extractive = createExtractiveModel({ clock });
  const closing = new AbortController();

  const ordered = (all: readonly ModelInfo[]): ModelInfo[] => {
    const order = settings.get().modelOrder.filter((id) => id !== extractiveId);
    return order.flatMap((id) => all.find((info) => info.id === id) ?? []);
  };

  const inOrder = async (): Promise<{ listed: ModelInfo[]; local: ModelInfo[]; cloud: ModelInfo[] }> => {
    const all = [...(await files.list()), ...providers.list().map(providerInfo)];
    const listed = ordered(all);
    const rest = all.filter((info) => !listed.includes(info));
    return { listed, local: rest.filter(({ place }) => place === "local"), cloud: rest.filter(({ place }) => place === "cloud") };
  };

  const candidatesFor = async (modelId: string | null): Promise<{ candidates: Candidate[]; missing: TriedModel[] }> => {
    const { listed, local, cloud } = await inOrder();
    const chosen = [...listed, ...local, ...cloud, extractiveInfo].find(({ id }) => id === modelId);
    const alone = listed.length + local.length + cloud.length === 0;
    const candidates: Candidate[] = [
      ...(chosen === undefined ? [] : [{ info: chosen, why: () => whyWording.chosen }]),
      ...listed.map((info) => ({ info, why: (failed: boolean) => (failed ? whyWording.next : whyWording.first) })),
      ...local.map((info) => ({ info, why: (failed: boolean) => (failed ? whyWording.localInstead : whyWording.local) })),
      {
        info: extractiveInfo,
        why: (failed) => (failed ? whyWording.lastResort : alone ? whyWording.nobodyElse : whyWording.onlyQuotesOrdered),
      },
    ];
    const unique = candidates.filter(({ info }, index) => candidates.findIndex((other) => other.info.id === info.id) === index);
    const missing: TriedModel[] = modelId !== null && chosen === undefined ? [{ modelId, error: { type: "ModelNotFound", modelId } }] : [];
    return { candidates: unique, missing };
  };

  const open = (info: ModelInfo): LanguageModel | undefined => {
    if (info.place === "extractive") return extractive;
    if (info.place === "local") return createLlamaModel({ clock, engine }, info.detail, info);
    const provider = providers.list().find(({ id }) => id === info.id);
    return provider === undefined ? undefined : openProvider(deps, provider, options.retry);
  };

  async function* answer(
    request: GenerateRequest | ((info: ModelInfo) => GenerateRequest),
    { modelId, signal: callerSignal }: AnswerOptions,
  ): AsyncGenerator<AnswerEvent, void, void> {
    const signal = AbortSignal.any([callerSignal, closing.signal]);
    const { candidates, missing: tried } = await candidatesFor(modelId);
    for (const { info, why } of candidates) {
      if (info.problem !== null) {
        tried.push({ modelId: info.id, error: info.problem });
        continue;
      }
      const model = open(info);
      if (model === undefined) continue;
      yield { type: "model-chosen", info, why: why(tried.length > 0), tried: [...tried], decision: null };
      const asked = typeof request === "function" ? request(info) : request;
      let said = false;
      let passedOn: TriedModel | undefined;
      for await (const event of model.generate(asked, signal)) {
        if (event.type === "model-error" && !said && event.error.type !== "Aborted" && info.id !== candidates.at(-1)?.info.id) {
          passedOn = { modelId: info.id, error: event.error };
          break;
        }
        said = true;
        yield event;
      }
      if (passedOn === undefined) return;
      tried.push(passedOn);
      log.warn("a model could not answer", { modelId: info.id, error: passedOn.error.type });
      yield { type: "model-fallback", ...passedOn };
    }
    // Only when the last model vanished between listing and asking.
    const last =
      tried.at(-1)?.error ?? (signal.aborted ? abortedBy(signal) : { type: "ModelNotFound" as const, modelId: modelId ?? extractiveId });
    yield { type: "model-error", error: last, usage: { inputTokens: 0, outputTokens: 0 } };
  }

  return {
    list: async () => {
      const { listed, local, cloud } = await inOrder();
      return [...listed, ...local, ...cloud, extractiveInfo];
    },
    addFile: files.add,
    removeFile: (modelId) => {
      const removed = files.remove(modelId);
      const { modelOrder } = settings.get();
      if (removed && modelOrder.includes(modelId)) settings.update({ modelOrder: modelOrder.filter((id) => id !== modelId) });
      return removed;
    },
    providers: {
      ...providers,
      remove: async (providerId) => {
        const removed = await providers.remove(providerId);
        const { modelOrder } = settings.get();
        if (removed.ok && modelOrder.includes(providerId)) settings.update({ modelOrder: modelOrder.filter((id) => id !== providerId) });
        return removed;
      },
    },
    answer,
    close: async () => {
      closing.abort({ type: "Aborted", by: "shutdown" } satisfies Aborted);
      await engine.dispose();
    },
  };
};
