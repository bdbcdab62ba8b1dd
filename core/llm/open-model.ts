import type { ClockDep } from "#core/base";
import type { SecretsDep } from "#core/settings";
import { createExtractiveModel } from "./extractive.ts";
import type { LanguageModel } from "./language-model.ts";
import { createLlamaModel } from "./llama-cpp.ts";
import type { LlamaEngine } from "./llama-port.ts";
import { openProvider } from "./provider-wires.ts";
import type { ModelInfo, Provider } from "./schema.ts";

export interface OpenModelDeps extends ClockDep, SecretsDep {
  readonly engine: LlamaEngine;
  readonly silenceMs: number;
}

/** The model itself, ready to be asked; only the gateway may ask it. `provider` is the account of a cloud model. */
export const openModel = (deps: OpenModelDeps, info: ModelInfo, provider: Provider | null): LanguageModel => {
  if (info.place === "extractive") return createExtractiveModel(deps);
  if (info.place === "local") return createLlamaModel(deps, info.detail, info);
  if (provider === null) throw new Error(`no provider behind ${info.id}`);
  return openProvider(deps, provider, info, deps.silenceMs);
};
