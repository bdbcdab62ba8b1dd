import type { Complexity, Intent, RouteRule } from "#core/router/schema";

export type RuleDraft = Omit<RouteRule, "id">;

export interface RuleForm {
  readonly name: string;
  readonly intents: readonly Intent[];
  readonly complexities: readonly Complexity[];
  /** Words and phrases, separated by commas. */
  readonly contains: string;
  readonly languages: string;
  readonly minimumTokens: string;
  /** `local`, `cloud`, `extractive`, `never-cloud`, or `model:` and a model's id. */
  readonly use: string;
}

export type RuleProblem = "name" | "when" | "minimumTokens";

export const emptyRule: RuleForm = {
  name: "",
  intents: [],
  complexities: [],
  contains: "",
  languages: "",
  minimumTokens: "",
  use: "local",
};

const listOf = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

const targetOf = (use: RouteRule["use"]): string =>
  use.type === "model" ? `model:${use.modelId}` : use.type === "place" ? use.place : "never-cloud";

const parseUse = (use: string): RouteRule["use"] => {
  if (use.startsWith("model:")) return { type: "model", modelId: use.slice("model:".length) };
  if (use === "cloud" || use === "extractive" || use === "local") return { type: "place", place: use };
  return { type: "never-cloud" };
};

export const formOf = ({ name, when, use }: RuleDraft): RuleForm => ({
  name,
  intents: when.intents ?? [],
  complexities: when.complexities ?? [],
  contains: (when.contains ?? []).join(", "),
  languages: (when.languages ?? []).join(", "),
  minimumTokens: when.minimumTokens === undefined ? "" : String(when.minimumTokens),
  use: targetOf(use),
});

/** The rule to keep, or which fields stand in its way. What the form does not show of the rule `before` stays as it is. */
export const draftOf = (
  form: RuleForm,
  before?: RuleDraft,
): { readonly rule: RuleDraft; readonly problems: [] } | { readonly rule: null; readonly problems: RuleProblem[] } => {
  const contains = listOf(form.contains);
  const languages = listOf(form.languages.toLowerCase());
  const minimum = form.minimumTokens.trim();
  const purposes = before?.when.purposes ?? [];
  const problems: RuleProblem[] = [];
  if (form.name.trim() === "") problems.push("name");
  if (!/^\d{0,9}$/.test(minimum)) problems.push("minimumTokens");
  const conditions = [form.intents, form.complexities, contains, languages, purposes].some((list) => list.length > 0);
  if (!conditions && minimum === "") problems.push("when");
  if (problems.length > 0) return { rule: null, problems };
  return {
    problems: [],
    rule: {
      name: form.name.trim(),
      enabled: before?.enabled ?? true,
      when: {
        ...(form.intents.length === 0 ? {} : { intents: [...form.intents] }),
        ...(form.complexities.length === 0 ? {} : { complexities: [...form.complexities] }),
        ...(contains.length === 0 ? {} : { contains }),
        ...(languages.length === 0 ? {} : { languages }),
        ...(minimum === "" ? {} : { minimumTokens: Number(minimum) }),
        ...(purposes.length === 0 ? {} : { purposes }),
      },
      use: parseUse(form.use),
    },
  };
};
