import { z } from "zod";
import { err, ok, parseJson, type Aborted, type ClockDep, type Result } from "#core/base";
import { failureOfConnection, shortReason } from "./provider-failure.ts";
import { createGuardedFetch } from "./provider-fetch.ts";
import { baseUrlOf } from "./provider-kinds.ts";
import type { ModelError, ProviderKind } from "./schema.ts";

export interface NamesQuestion {
  readonly kind: ProviderKind;
  readonly baseUrl: string | null;
  readonly key: string | null;
}

/** A list is asked while a person waits at a form. */
const silenceMs = 10_000;

const listed = z.object({ data: z.array(z.object({ id: z.string() })) });
const geminiListed = z.object({
  models: z.array(z.object({ name: z.string(), supportedGenerationMethods: z.array(z.string()).default([]) })),
});

/** The key goes into a header in each protocol, never into the address. */
const requestOf = (kind: ProviderKind, baseUrl: string, key: string | null): { url: string; headers: Record<string, string> } => {
  if (kind === "anthropic")
    return {
      url: `${baseUrl}/v1/models?limit=1000`,
      headers: { "anthropic-version": "2023-06-01", ...(key === null ? {} : { "x-api-key": key }) },
    };
  if (kind === "gemini") return { url: `${baseUrl}/v1beta/models?pageSize=1000`, headers: key === null ? {} : { "x-goog-api-key": key } };
  return { url: `${baseUrl}/models`, headers: key === null ? {} : { authorization: `Bearer ${key}` } };
};

const namesIn = (kind: ProviderKind, text: string): string[] | null => {
  if (kind === "gemini") {
    const parsed = parseJson(text, geminiListed);
    if (!parsed.ok) return null;
    return parsed.value.models
      .filter(({ supportedGenerationMethods: methods }) => methods.length === 0 || methods.includes("generateContent"))
      .map(({ name }) => name.replace(/^models\//, ""));
  }
  const parsed = parseJson(text, listed);
  return parsed.ok ? parsed.value.data.map(({ id }) => id) : null;
};

/** The models a provider offers, by its own names and in its order. Costs nothing. Errors: those of a cloud model, Aborted. */
export const listProviderNames = async (
  { clock }: ClockDep,
  { kind, baseUrl, key }: NamesQuestion,
  signal: AbortSignal,
): Promise<Result<string[], ModelError | Aborted>> => {
  const url = baseUrlOf({ name: kind, kind, baseUrl, hasKey: key !== null });
  if (!url.ok) return url;
  const { url: address, headers } = requestOf(kind, url.value, key);
  const guard = createGuardedFetch({ provider: kind, key, clock, silenceMs, signal });
  try {
    const response = await guard.fetch(address, { headers });
    const names = namesIn(kind, await response.text());
    return names === null ? err({ type: "ProviderBroken", provider: kind, reason: "its list of models cannot be read" }) : ok(names);
  } catch (cause) {
    if (signal.aborted) return err({ type: "Aborted", by: "user" });
    const failure = guard.failure() ?? failureOfConnection(kind, cause, key);
    return err("reason" in failure ? { ...failure, reason: shortReason(failure.reason, key) } : failure);
  } finally {
    guard.close();
  }
};
