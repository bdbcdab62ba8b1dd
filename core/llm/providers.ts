import { abortedBy, err, ok, type Aborted, type ClockDep, type IdsDep, type LogDep, type Result } from "#core/base";
import type { Budgets } from "#core/budgets";
import type { SecretsDep } from "#core/settings";
import type { SecretError } from "#core/settings/schema";
import { startDeadline } from "./deadline.ts";
import { newTally, type Gateway } from "./gateway.ts";
import { tariffOf } from "./price-list.ts";
import { baseUrlOf, needsKey, providerInfo } from "./provider-kinds.ts";
import { listProviderNames, type NamesQuestion } from "./provider-names.ts";
import { priceSchema, type GenerateRequest, type ModelError, type Price, type Provider, type ProviderDraft } from "./schema.ts";
import type { ModelStore } from "./store.ts";

/** The shortest real question. Room for models that think before they speak. */
const trial: GenerateRequest = {
  messages: [{ role: "user", text: "Reply with the single word: ready" }],
  sources: [],
  maxOutputTokens: 256,
};
/** A person waits at the form. */
const trialLimitMs = 45_000;
/** Enough of the trial's answer to recognise it. */
const shownLength = 200;

export interface ProviderTrial {
  readonly answer: string;
  readonly durationMs: number;
}

export interface Providers {
  /** Oldest first. */
  readonly list: () => Provider[];
  /**
   * Asks the provider something real, then stores its key and itself; nothing is kept when it does not answer.
   * Errors: every ModelError of a cloud model, SecretError (the key could not be stored), Aborted.
   */
  readonly add: (draft: ProviderDraft, signal?: AbortSignal) => Promise<Result<Provider, ModelError | SecretError | Aborted>>;
  /** The models a provider offers, in its order. Costs nothing. Errors: those of a cloud model, Aborted. */
  readonly names: (question: NamesQuestion, signal?: AbortSignal) => Promise<Result<string[], ModelError | Aborted>>;
  /** Errors: ProviderNotFound, every ModelError of a cloud model, Aborted. */
  readonly test: (providerId: string, signal?: AbortSignal) => Promise<Result<ProviderTrial, ModelError | Aborted>>;
  /** What it costs, as the person says; null goes back to the price list. Errors: ProviderNotFound. */
  readonly setPrice: (providerId: string, price: Price | null) => Result<Provider, ModelError>;
  /** Whether its model sees pictures; null goes back to what is usual for its kind. Errors: ProviderNotFound. */
  readonly setSeesImages: (providerId: string, seesImages: boolean | null) => Result<Provider, ModelError>;
  /** Forgets the key first, then the provider; false when there was none. Errors: SecretError, nothing was removed then. */
  readonly remove: (providerId: string) => Promise<Result<boolean, SecretError>>;
}

/** Providers in the database, keys in the secret store. */
export const createProviders = (
  deps: ClockDep & IdsDep & LogDep & SecretsDep & { readonly budgets: Budgets; readonly gateway: Gateway; readonly rows: ModelStore },
): Providers => {
  const { budgets, clock, gateway, ids, log, rows, secrets } = deps;

  const tryOut = async (
    provider: Provider,
    from: SecretsDep,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<Result<ProviderTrial, ModelError | Aborted>> => {
    const startedAtMs = clock.nowMs();
    const deadline = startDeadline(deps, trialLimitMs, signal);
    const tariff = tariffOf(provider);
    const call = {
      info: providerInfo(provider, tariff?.price ?? null),
      request: trial,
      subjects: { modelId: provider.id, providerId: provider.id, purpose: "trial" },
      provider,
      tariff,
      deadline,
      tally: newTally(),
      secrets: from.secrets,
    };
    try {
      let answer = "";
      for await (const event of gateway.ask(call)) {
        if (event.type === "model-delta") answer = (answer + event.text).slice(0, shownLength);
        if (event.type === "model-error") return err(event.error);
        if (event.type === "model-end") return ok({ answer: answer.trim(), durationMs: clock.nowMs() - startedAtMs });
      }
      return err(abortedBy(signal));
    } finally {
      deadline.end();
    }
  };

  /** Tries it, then stores its key. */
  const keep = async (
    provider: Provider,
    key: string | null,
    unsaved: SecretsDep,
    signal: AbortSignal | undefined,
  ): Promise<Result<void, ModelError | SecretError | Aborted>> => {
    const tried = await tryOut(provider, unsaved, signal);
    if (!tried.ok) return tried;
    return key === null ? ok(undefined) : secrets.set(provider.id, key);
  };

  const add: Providers["add"] = async (draft, signal) => {
    const key = draft.key?.trim() || null;
    const provider: Provider = {
      id: ids.create("provider"),
      kind: draft.kind,
      name: draft.name,
      baseUrl: draft.baseUrl ?? null,
      model: draft.model,
      hasKey: key !== null,
      price: priceSchema.nullable().parse(draft.price ?? null),
      seesImages: null,
    };
    const url = baseUrlOf(provider);
    if (!url.ok) return url;
    if (key === null && needsKey(provider.kind)) return err({ type: "ProviderKeyMissing", provider: provider.name });
    const unsaved = { secrets: { ...secrets, get: async () => ok(key) } };
    // The trial costs money too, so what the person gives for this provider counts from here on; it is taken back with the provider.
    const { monthlyMicroUsd = null } = draft;
    const allowance =
      monthlyMicroUsd === null
        ? null
        : budgets.set({ scope: "provider-month", subject: provider.id, measure: "money", amount: monthlyMicroUsd });
    const kept = await keep(provider, key, unsaved, signal);
    if (!kept.ok) {
      if (allowance !== null) budgets.remove(allowance.id);
      return kept;
    }
    rows.addProvider(provider, clock.nowMs());
    log.info("a provider was added", { id: provider.id, kind: provider.kind });
    return ok(provider);
  };

  const find = (providerId: string): Result<Provider, ModelError> => {
    const provider = rows.providers().find(({ id }) => id === providerId);
    return provider === undefined ? err({ type: "ProviderNotFound", providerId }) : ok(provider);
  };

  return {
    list: rows.providers,
    names: (question, signal) => listProviderNames({ clock }, question, signal ?? new AbortController().signal),
    add,
    test: async (providerId, signal) => {
      const provider = find(providerId);
      return provider.ok ? tryOut(provider.value, { secrets }, signal) : provider;
    },
    setPrice: (providerId, price) => {
      rows.setPrice(providerId, price);
      return find(providerId);
    },
    setSeesImages: (providerId, seesImages) => {
      rows.setSeesImages(providerId, seesImages);
      return find(providerId);
    },
    remove: async (providerId) => {
      const forgotten = await secrets.remove(providerId);
      return forgotten.ok ? ok(rows.removeProvider(providerId)) : forgotten;
    },
  };
};
