import { providerKindSchema, type ProviderKind } from "#core/llm/schema";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { kindFacts, withKind, type FormProblem, type ProviderForm } from "./provider-form.ts";

interface ProviderFieldsProps {
  readonly form: ProviderForm;
  readonly problems: readonly FormProblem[];
  readonly onChange: (form: ProviderForm) => void;
}

export const ProviderFields = ({ form, problems, onChange }: ProviderFieldsProps) => {
  const t = useTexts("settings");
  const facts = kindFacts[form.kind];
  const problemOf = (field: FormProblem) => (problems.includes(field) ? t(`models.problem.${field}`) : null);
  const text = (field: FormProblem) => ({
    value: form[field],
    spellCheck: false,
    autoComplete: "off",
    onChange: (event: { readonly currentTarget: HTMLInputElement }) => onChange({ ...form, [field]: event.currentTarget.value }),
  });
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("models.kind")}>
          {(props) => (
            <Select<ProviderKind>
              id={props.id}
              value={form.kind}
              className="w-full"
              onChange={(kind) => onChange(withKind(form, kind))}
              options={providerKindSchema.options.map((value) => ({ value, label: t(`models.kinds.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t("models.name")} error={problemOf("name")}>
          {(props) => <Input {...props} {...text("name")} />}
        </Field>
      </div>
      <Field label={t("models.model")} hint={t(`models.modelHint.${form.kind}`)} error={problemOf("model")}>
        {(props) => <Input {...props} {...text("model")} />}
      </Field>
      {(facts.baseUrl !== null || form.baseUrl !== "") && (
        <Field label={t("models.baseUrl")} hint={t("models.baseUrlHint")} error={problemOf("baseUrl")}>
          {(props) => <Input {...props} {...text("baseUrl")} inputMode="url" />}
        </Field>
      )}
      <Field label={t(facts.key === "needed" ? "models.key" : "models.keyOptional")} hint={t("models.keyHint")} error={problemOf("key")}>
        {(props) => <Input {...props} {...text("key")} type="password" autoComplete="new-password" />}
      </Field>
    </>
  );
};
