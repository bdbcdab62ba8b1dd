import type { ProviderKind } from "#core/llm/schema";

export interface ProviderPreset {
  readonly kind: ProviderKind;
  /** Also the name it is kept under; empty where there is none to propose. */
  readonly name: string;
  /** The address asked for; null where the provider's own is used. */
  readonly baseUrl: string | null;
  readonly key: "needed" | "optional";
  /** `paid`: a bill comes, so that an allowance is asked for. */
  readonly place: "paid" | "here";
}

/** Who is commonly asked, with the address they publish or listen at when nobody changed it. */
const presets = {
  openai: { kind: "openai", name: "OpenAI", baseUrl: null, key: "needed", place: "paid" },
  anthropic: { kind: "anthropic", name: "Anthropic", baseUrl: null, key: "needed", place: "paid" },
  gemini: { kind: "gemini", name: "Google Gemini", baseUrl: null, key: "needed", place: "paid" },
  openrouter: { kind: "compatible", name: "OpenRouter", baseUrl: "https://openrouter.ai/api/v1", key: "needed", place: "paid" },
  mistral: { kind: "compatible", name: "Mistral", baseUrl: "https://api.mistral.ai/v1", key: "needed", place: "paid" },
  groq: { kind: "compatible", name: "Groq", baseUrl: "https://api.groq.com/openai/v1", key: "needed", place: "paid" },
  deepseek: { kind: "compatible", name: "DeepSeek", baseUrl: "https://api.deepseek.com/v1", key: "needed", place: "paid" },
  ollama: { kind: "ollama", name: "Ollama", baseUrl: "http://127.0.0.1:11434/v1", key: "optional", place: "here" },
  lmstudio: { kind: "compatible", name: "LM Studio", baseUrl: "http://127.0.0.1:1234/v1", key: "optional", place: "here" },
  llamacpp: { kind: "compatible", name: "llama.cpp", baseUrl: "http://127.0.0.1:8080/v1", key: "optional", place: "here" },
  compatible: { kind: "compatible", name: "", baseUrl: "", key: "optional", place: "paid" },
} as const satisfies Record<string, ProviderPreset>;

export type PresetName = keyof typeof presets;
export const presetNames = Object.keys(presets) as PresetName[];
export const presetOf = (name: PresetName): ProviderPreset => presets[name];
