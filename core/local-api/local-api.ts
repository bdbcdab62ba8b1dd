import type { Aborted, ClockDep, IdsDep, Result } from "#core/base";
import type { EmbeddingError, EmbeddingModel } from "#core/embedding/schema";
import type { AnswerEvent, Models } from "#core/llm";
import type { GenerateRequest, ModelInfo } from "#core/llm/schema";
import type { SettingsDep } from "#core/settings";
import type { StoreDep } from "#core/store";
import type { ApiToken, ApiTokenId, LocalApiStatus } from "./schema.ts";
import { createTokenStore } from "./token-store.ts";

/** The library's own embedding: one row for each text, in order. */
export interface TextEmbedding {
  readonly embedTexts: (
    texts: readonly string[],
    purpose: "passage",
    signal?: AbortSignal,
  ) => Promise<Result<{ readonly model: EmbeddingModel; readonly rows: Float32Array }, EmbeddingError | Aborted>>;
  readonly embeddingStatus: () => { readonly active: EmbeddingModel };
}

/** What other programs may do through Olympus. Every question goes the way of every other one: router, privacy, budgets. */
export interface LocalApi {
  readonly status: () => LocalApiStatus;
  readonly enable: (enabled: boolean) => LocalApiStatus;
  readonly watchEnabled: (signal: AbortSignal) => AsyncGenerator<boolean, void, void>;
  /** The port a host of its own listens on. */
  readonly port: () => number;
  readonly createToken: (name: string) => ApiToken & { readonly key: string };
  readonly removeToken: (tokenId: string) => boolean;
  /** Null: the API is off or the key is nobody's. `revoked` aborts when the key is taken back or the API is switched off. */
  readonly admit: (key: string) => { readonly tokenId: ApiTokenId; readonly revoked: AbortSignal } | null;
  /** The host says where it listens, or why it cannot. */
  readonly listening: (baseUrl: string | null, problem?: string | null) => void;
  readonly models: () => Promise<ModelInfo[]>;
  readonly embedding: TextEmbedding;
  /** As `Models.answer`; `modelId` null leaves the choice to the router. */
  readonly answer: (request: GenerateRequest, modelId: string | null, signal: AbortSignal) => AsyncGenerator<AnswerEvent, void, void>;
  /** Ends requests under way. */
  readonly close: () => void;
}

export type LocalApiDeps = ClockDep &
  IdsDep &
  SettingsDep &
  StoreDep & { readonly models: Pick<Models, "answer" | "list">; readonly embedding: TextEmbedding };

export const createLocalApi = (deps: LocalApiDeps): LocalApi => {
  const { models, settings } = deps;
  const tokens = createTokenStore(deps);
  const revocations = new Map<string, AbortController>();
  let place: Pick<LocalApiStatus, "baseUrl" | "problem"> = { baseUrl: null, problem: null };

  const revoke = (tokenId: string) => {
    revocations.get(tokenId)?.abort();
    revocations.delete(tokenId);
  };
  const revocationOf = (tokenId: string): AbortSignal => {
    const known = revocations.get(tokenId) ?? new AbortController();
    revocations.set(tokenId, known);
    return known.signal;
  };
  const ended = new AbortController();
  const watchEnabled = async function* watchEnabled(signal: AbortSignal): AsyncGenerator<boolean, void, void> {
    let last: boolean | undefined;
    for await (const { localApiEnabled } of settings.watch(signal)) {
      if (localApiEnabled !== last) yield localApiEnabled;
      last = localApiEnabled;
    }
  };
  const revokeAll = () => [...revocations.keys()].forEach(revoke);
  const followSettings = async (): Promise<void> => {
    for await (const enabled of watchEnabled(ended.signal)) if (!enabled) revokeAll();
  };
  void followSettings();
  const status = (): LocalApiStatus => {
    const enabled = settings.get().localApiEnabled;
    return { enabled, baseUrl: enabled ? place.baseUrl : null, problem: enabled ? place.problem : null, tokens: tokens.list() };
  };

  return {
    status,
    enable: (enabled) => {
      settings.update({ localApiEnabled: enabled });
      return status();
    },
    watchEnabled,
    port: () => settings.get().localApiPort,
    createToken: tokens.create,
    removeToken: (tokenId) => {
      const removed = tokens.remove(tokenId);
      revoke(tokenId);
      return removed;
    },
    admit: (key) => {
      if (!settings.get().localApiEnabled) return null;
      const tokenId = tokens.admit(key);
      return tokenId === null ? null : { tokenId, revoked: revocationOf(tokenId) };
    },
    listening: (baseUrl, problem = null) => {
      place = { baseUrl, problem };
    },
    models: models.list,
    embedding: deps.embedding,
    answer: (request, modelId, signal) => models.answer(request, { modelId, signal, purpose: "api" }),
    close: () => {
      ended.abort();
      revokeAll();
    },
  };
};
