import { providerDraftSchema, type Price, type ProviderDraft } from "#core/llm/schema";
import { amountOf } from "../../ui/money.ts";
import { presetOf, type PresetName } from "./provider-presets.ts";

export interface ProviderForm {
  readonly preset: PresetName;
  readonly name: string;
  readonly baseUrl: string;
  readonly model: string;
  readonly key: string;
  /** US dollars for a million tokens, as typed; both empty: the price list's. */
  readonly inputPrice: string;
  readonly outputPrice: string;
  /** US dollars a month, as typed. */
  readonly monthly: string;
}

/** What a month may cost when nobody says otherwise: 5 USD. */
const proposedMonthly = "5";

const ownAddress = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/]|$)/i;

/** A bill may come: not for what runs on this machine. */
export const isPaid = ({ preset, baseUrl }: ProviderForm): boolean => presetOf(preset).place === "paid" && !ownAddress.test(baseUrl.trim());

/** The form after another preset is chosen: what was typed stays unless it was only the other preset's proposal. */
export const withPreset = (form: ProviderForm, preset: PresetName): ProviderForm => {
  const before = presetOf(form.preset);
  const next = presetOf(preset);
  return {
    ...form,
    preset,
    name: form.name === "" || form.name === before.name ? next.name : form.name,
    baseUrl: form.baseUrl === (before.baseUrl ?? "") ? (next.baseUrl ?? "") : form.baseUrl,
  };
};

export type FormProblem = "name" | "baseUrl" | "model" | "key" | "price" | "monthly";

/** Null: nothing typed. Undefined: it is no price. */
export const priceOf = ({ inputPrice, outputPrice }: Pick<ProviderForm, "inputPrice" | "outputPrice">): Price | null | undefined => {
  if (inputPrice.trim() === "" && outputPrice.trim() === "") return null;
  const inputMicroUsd = amountOf("money", inputPrice);
  const outputMicroUsd = amountOf("money", outputPrice);
  return inputMicroUsd === null || outputMicroUsd === null ? undefined : { inputMicroUsd, outputMicroUsd, cachedInputMicroUsd: null };
};

/** The draft to test and keep, or which fields still stand in its way. */
export const draftOf = (
  form: ProviderForm,
): { readonly draft: ProviderDraft; readonly problems: [] } | { readonly draft: null; readonly problems: FormProblem[] } => {
  const { baseUrl: proposed, key, kind } = presetOf(form.preset);
  const baseUrl = form.baseUrl.trim();
  const price = priceOf(form);
  const monthlyMicroUsd = isPaid(form) && form.monthly.trim() !== "" ? amountOf("money", form.monthly) : null;
  const problems: FormProblem[] = [];
  if (form.name.trim() === "") problems.push("name");
  if (form.model.trim() === "") problems.push("model");
  if (baseUrl === "" ? proposed !== null : !/^https?:\/\//i.test(baseUrl) || !URL.canParse(baseUrl)) problems.push("baseUrl");
  if (key === "needed" && form.key.trim() === "") problems.push("key");
  if (price === undefined) problems.push("price");
  if (isPaid(form) && form.monthly.trim() !== "" && monthlyMicroUsd === null) problems.push("monthly");
  if (problems.length > 0) return { draft: null, problems };
  const draft = providerDraftSchema.parse({
    kind,
    name: form.name.trim(),
    baseUrl: baseUrl === "" ? null : baseUrl,
    model: form.model.trim(),
    key: form.key.trim() === "" ? null : form.key.trim(),
    price: price ?? null,
    monthlyMicroUsd,
  });
  return { draft, problems: [] };
};

export const emptyProvider: ProviderForm = {
  preset: "openai",
  name: presetOf("openai").name,
  baseUrl: "",
  model: "",
  key: "",
  inputPrice: "",
  outputPrice: "",
  monthly: proposedMonthly,
};
