import { ok, systemClock, type Clock, type Result } from "#core/base";
import { budgetsMigrations, createBudgets } from "#core/budgets";
import { createRouter, routerMigrations } from "#core/router";
import { createSettings, settingsMigrations, type SecretStore } from "#core/settings";
import type { SecretError } from "#core/settings/schema";
import { createSeededIds, openTestStore } from "#core/testing";
import type { AnswerEvent, AnswerOptions } from "./answer-event.ts";
import type { KeptAnswers } from "./kept-answer.ts";
import { createModels, type Models, type ModelsOptions } from "./models.ts";
import type { RetryPolicy } from "./retry.ts";
import type { ModelError, ProviderDraft } from "./schema.ts";
import { llmMigrations } from "./store.ts";

const createMemorySecrets = () => {
  const values = new Map<string, string>();
  let refusal: SecretError | null = null;
  const answer = <T>(work: () => T): Promise<Result<T, SecretError>> =>
    Promise.resolve(refusal === null ? ok(work()) : { ok: false, error: refusal });
  const store: SecretStore = {
    get: (name) => answer(() => values.get(name) ?? null),
    set: (name, value) => answer(() => void values.set(name, value)),
    remove: (name) => answer(() => void values.delete(name)),
    status: () => (refusal === null ? "open" : "locked"),
  };
  return { store, values, lock: () => (refusal = { type: "SecretsLocked" }) };
};

/** Repetitions after a moment, as far as a test waits for them at all. */
const quickRetry: RetryPolicy = { delaysMs: [1, 2], longestWaitMs: 5000, silenceMs: 30_000 };

export interface TestModelsOptions extends ModelsOptions {
  readonly clock?: Clock | undefined;
  readonly cache?: KeptAnswers | undefined;
}

/** Models over a real store, real allowances and the real router. */
export const openTestModels = ({ cache, clock = systemClock, ...options }: TestModelsOptions = {}) => {
  const store = openTestStore([...settingsMigrations, ...llmMigrations, ...budgetsMigrations, ...routerMigrations], clock);
  const secrets = createMemorySecrets();
  const settings = createSettings({ store });
  const logged: string[] = [];
  const write = (message: string, fields?: Record<string, unknown>) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  const log = { info: write, warn: write, error: write };
  const base = { clock, ids: createSeededIds({ clock }), log, secrets: secrets.store, settings, store };
  const budgets = createBudgets(base);
  const router = createRouter(base);
  const models = createModels(
    { ...base, budgets, router, cache },
    { retry: quickRetry, llama: { threads: 1, contextTokens: 512 }, ...options },
  );

  /** Adds a provider that answers its trial. */
  const add = async (draft: ProviderDraft): Promise<string> => {
    const added = await models.providers.add(draft);
    if (!added.ok) throw new Error(JSON.stringify(added.error));
    return added.value.id;
  };
  const close = async () => {
    await models.close();
    store.cleanup();
  };
  return { add, base, budgets, close, logged, models, router, secrets, settings, store };
};

export type TestModels = ReturnType<typeof openTestModels>;

/** The whole story of one answer. */
export const answered = async (
  models: Models,
  request: Parameters<Models["answer"]>[0],
  options: Partial<AnswerOptions> = {},
): Promise<AnswerEvent[]> => {
  const events: AnswerEvent[] = [];
  for await (const event of models.answer(request, { modelId: null, signal: new AbortController().signal, ...options })) events.push(event);
  return events;
};

export const errorIn = (events: readonly AnswerEvent[]): ModelError | { type: "Aborted" } | null => {
  const last = events.at(-1);
  return last?.type === "model-error" ? last.error : null;
};
