import { err, ok, type Result } from "#core/base";
import { unmeasured, type ModelError, type ModelInfo, type Price, type Provider, type ProviderKind } from "./schema.ts";

interface KindFacts {
  readonly baseUrl: string | null;
  readonly needsKey: boolean;
  /** The smallest window among the kind's current models (providers' model pages); Ollama's own default; a careful guess for the unknown. */
  readonly contextTokens: number;
  readonly images: boolean;
}

const kinds: Readonly<Record<ProviderKind, KindFacts>> = {
  openai: { baseUrl: "https://api.openai.com/v1", needsKey: true, contextTokens: 128_000, images: true },
  anthropic: { baseUrl: "https://api.anthropic.com", needsKey: true, contextTokens: 200_000, images: true },
  gemini: { baseUrl: "https://generativelanguage.googleapis.com", needsKey: true, contextTokens: 1_000_000, images: true },
  ollama: { baseUrl: "http://127.0.0.1:11434/v1", needsKey: false, contextTokens: 4096, images: false },
  compatible: { baseUrl: null, needsKey: false, contextTokens: 8192, images: false },
};

export const needsKey = (kind: ProviderKind): boolean => kinds[kind].needsKey;

/** This machine and private networks (RFC 1918, RFC 4193, names without a public suffix): where a key may go unencrypted. */
const isNearby = (host: string): boolean =>
  /^(localhost|[^.:]+|.+\.(local|lan|home|internal|localhost))$/.test(host) ||
  /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\.|^169\.254\./.test(host) ||
  /^\[(::1|f[cd][0-9a-f:]+|fe80:[0-9a-f:]+)\]$/.test(host);

/** The address asked: the provider's own or its kind's. Only http and https, no user name or password inside, no query, no final slash; a key goes to distant hosts by https only. */
export const baseUrlOf = (provider: Pick<Provider, "name" | "kind" | "baseUrl" | "hasKey">): Result<string, ModelError> => {
  const refuse = (reason: string) => err({ type: "ProviderRefused", provider: provider.name, status: 0, reason } satisfies ModelError);
  const text = provider.baseUrl ?? kinds[provider.kind].baseUrl;
  if (text === null) return refuse("an address is needed");
  if (!URL.canParse(text)) return refuse("the address is not a URL");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return refuse("the address must begin with http or https");
  if (url.username !== "" || url.password !== "") return refuse("the address must not hold a user name or password");
  if (url.protocol === "http:" && provider.hasKey && !isNearby(url.hostname)) return refuse("the key would travel unencrypted: use https");
  if (url.search !== "" || url.hash !== "") return refuse("the address must not hold a query");
  return ok(`${url.origin}${url.pathname.replace(/\/+$/, "")}`);
};

/** Whether it answers on this machine or in the near network, where nobody sends a bill. */
export const isNearbyProvider = (provider: Pick<Provider, "kind" | "baseUrl">): boolean => {
  const address = provider.baseUrl ?? kinds[provider.kind].baseUrl;
  return address !== null && URL.canParse(address) && isNearby(new URL(address).hostname);
};

/** What the interface shows for a provider. A missing key or a bad address makes it unavailable; the network is not asked. */
export const providerInfo = (provider: Provider, price: Price | null): ModelInfo => {
  const url = baseUrlOf(provider);
  const keyMissing: ModelError | null =
    needsKey(provider.kind) && !provider.hasKey ? { type: "ProviderKeyMissing", provider: provider.name } : null;
  const problem = url.ok ? keyMissing : url.error;
  return {
    ...unmeasured,
    price,
    id: provider.id,
    name: `${provider.model} (${provider.name})`,
    place: "cloud",
    detail: url.ok ? url.value : (provider.baseUrl ?? ""),
    contextTokens: kinds[provider.kind].contextTokens,
    tools: true,
    jsonSchema: true,
    images: provider.seesImages ?? kinds[provider.kind].images,
    available: problem === null,
    problem,
  };
};
