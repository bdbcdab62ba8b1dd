import type { ClockDep } from "#core/base";
import type { SecretsDep } from "#core/settings";
import { anthropicWire } from "./anthropic.ts";
import { geminiWire } from "./gemini.ts";
import type { LanguageModel } from "./language-model.ts";
import { openaiWire } from "./openai.ts";
import { createProviderModel, type ProviderWire } from "./provider-model.ts";
import type { ModelInfo, Provider, ProviderKind } from "./schema.ts";

/** Which protocol a kind speaks. The vendors' clients are loaded at the first question, not here. */
const wires: Readonly<Record<ProviderKind, ProviderWire>> = {
  openai: openaiWire,
  ollama: openaiWire,
  compatible: openaiWire,
  anthropic: anthropicWire,
  gemini: geminiWire,
};

/** The model behind a stored provider. */
export const openProvider = (deps: ClockDep & SecretsDep, provider: Provider, info: ModelInfo, silenceMs: number): LanguageModel =>
  createProviderModel(deps, provider, info, wires[provider.kind], silenceMs);
