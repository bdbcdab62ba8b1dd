import { providerDraftSchema, type ProviderDraft, type ProviderKind } from "#core/llm/schema";

export interface ProviderForm {
  readonly kind: ProviderKind;
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly key: string;
}

interface KindFacts {
  readonly name: string;
  /** The address asked for; null where the provider's own is used. */
  readonly baseUrl: string | null;
  readonly key: "needed" | "optional";
}

/** What each kind needs. Addresses are where these programs listen when nobody changes them. */
export const kindFacts: Record<ProviderKind, KindFacts> = {
  openai: { name: "OpenAI", baseUrl: null, key: "needed" },
  anthropic: { name: "Anthropic", baseUrl: null, key: "needed" },
  gemini: { name: "Google Gemini", baseUrl: null, key: "needed" },
  ollama: { name: "Ollama", baseUrl: "http://127.0.0.1:11434/v1", key: "optional" },
  compatible: { name: "", baseUrl: "http://127.0.0.1:1234/v1", key: "optional" },
};

/** The form after another kind is chosen: what was typed stays unless it was only the other kind's proposal. */
export const withKind = (form: ProviderForm, kind: ProviderKind): ProviderForm => {
  const before = kindFacts[form.kind];
  const next = kindFacts[kind];
  return {
    ...form,
    kind,
    name: form.name === "" || form.name === before.name ? next.name : form.name,
    baseUrl: form.baseUrl === "" || form.baseUrl === before.baseUrl ? (next.baseUrl ?? "") : form.baseUrl,
  };
};

export type FormProblem = "name" | "baseUrl" | "model" | "key";

/** The draft to test and keep, or which fields still stand in its way. */
export const draftOf = (
  form: ProviderForm,
): { readonly draft: ProviderDraft; readonly problems: [] } | { readonly draft: null; readonly problems: FormProblem[] } => {
  const facts = kindFacts[form.kind];
  const baseUrl = form.baseUrl.trim();
  const problems: FormProblem[] = [];
  if (form.name.trim() === "") problems.push("name");
  if (form.model.trim() === "") problems.push("model");
  if (baseUrl === "" ? facts.baseUrl !== null : !/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl)) problems.push("baseUrl");
  if (facts.key === "needed" && form.key.trim() === "") problems.push("key");
  if (problems.length > 0) return { draft: null, problems };
  const draft = providerDraftSchema.parse({
    kind: form.kind,
    name: form.name.trim(),
    baseUrl: baseUrl === "" ? null : baseUrl,
    model: form.model.trim(),
    key: form.key.trim() === "" ? null : form.key.trim(),
  });
  return { draft, problems: [] };
};

export const emptyProvider: ProviderForm = { kind: "openai", name: kindFacts.openai.name, baseUrl: "", model: "", key: "" };
