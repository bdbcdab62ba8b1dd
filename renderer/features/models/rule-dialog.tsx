import { useId, useState } from "react";
import type { Result } from "#core/base/schema";
import { complexitySchema, intentSchema } from "#core/router/schema";
import type { ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Select } from "../../ui/select.tsx";
import { draftOf, emptyRule, formOf, type RuleDraft, type RuleForm, type RuleProblem } from "./rule-form.ts";
import { useModelsState } from "./use-models.ts";

interface ChoicesProps<Value extends string> {
  readonly label: string;
  readonly all: readonly Value[];
  readonly chosen: readonly Value[];
  readonly nameOf: (value: Value) => string;
  readonly onChange: (chosen: Value[]) => void;
}

const Choices = <Value extends string>({ label, all, chosen, nameOf, onChange }: ChoicesProps<Value>) => (
  <fieldset>
    <legend className="text-note font-medium">{label}</legend>
    <div className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1.5">
      {all.map((value) => (
        <label key={value} className="flex items-center gap-2 text-note text-ink-soft">
          <Checkbox
            label={nameOf(value)}
            checked={chosen.includes(value)}
            onChange={(checked) => onChange(checked ? [...chosen, value] : chosen.filter((one) => one !== value))}
          />
          {nameOf(value)}
        </label>
      ))}
    </div>
  </fieldset>
);

interface RuleDialogProps {
  /** The rule to change; null for a new one. */
  readonly rule: RuleDraft | null;
  readonly onKeep: (rule: RuleDraft) => Promise<Result<unknown, ClientError>>;
  readonly onClose: () => void;
}

/** When this, then that: one rule of the person's own. */
export const RuleDialog = ({ rule, onKeep, onClose }: RuleDialogProps) => {
  const t = useTexts("models");
  const shared = useTexts("ui");
  const id = useId();
  const models = useModelsState((state) => state.models) ?? [];
  const [form, setForm] = useState<RuleForm>(rule === null ? emptyRule : formOf(rule));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ClientError | null>(null);
  const { rule: draft, problems } = draftOf(form, rule ?? undefined);
  const problemOf = (field: RuleProblem) => (tried && (problems as RuleProblem[]).includes(field) ? t(`rule.problem.${field}`) : null);
  const keep = async () => {
    setTried(true);
    if (draft === null) return;
    setBusy(true);
    const outcome = await onKeep(draft);
    setBusy(false);
    if (outcome.ok) onClose();
    else setError(outcome.error);
  };
  const text = (field: "name" | "contains" | "languages" | "minimumTokens") => ({
    value: form[field],
    autoComplete: "off",
    onChange: (event: { readonly currentTarget: HTMLInputElement }) => setForm({ ...form, [field]: event.currentTarget.value }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(rule === null ? "rule.newTitle" : "rule.changeTitle")}
      description={t("rule.text")}
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button tone="primary" type="submit" form={id} busy={busy}>
            {t("rule.keep")}
          </Button>
        </>
      }
    >
      <form
        id={id}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <Field label={t("rule.name")} error={problemOf("name")}>
          {(props) => <Input {...props} {...text("name")} autoFocus placeholder={t("rule.namePlaceholder")} maxLength={120} />}
        </Field>
        {problemOf("when") !== null && <Notice tone="danger" title={t("rule.problem.when")} />}
        <Choices
          label={t("rule.intents")}
          all={intentSchema.options}
          chosen={form.intents}
          nameOf={(value) => t(`intent.${value}`)}
          onChange={(intents) => setForm({ ...form, intents })}
        />
        <Choices
          label={t("rule.complexities")}
          all={complexitySchema.options}
          chosen={form.complexities}
          nameOf={(value) => t(`complexity.${value}`)}
          onChange={(complexities) => setForm({ ...form, complexities })}
        />
        <Field label={t("rule.contains")} hint={t("rule.containsHint")}>
          {(props) => <Input {...props} {...text("contains")} />}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t("rule.languages")} hint={t("rule.languagesHint")}>
            {(props) => <Input {...props} {...text("languages")} />}
          </Field>
          <Field label={t("rule.minimumTokens")} error={problemOf("minimumTokens")}>
            {(props) => <Input {...props} {...text("minimumTokens")} inputMode="numeric" />}
          </Field>
        </div>
        <Field label={t("rule.use")}>
          {(props) => (
            <Select
              id={props.id}
              value={form.use}
              className="w-full"
              onChange={(use) => setForm({ ...form, use })}
              options={[
                ...(["local", "cloud", "extractive", "never-cloud"] as const).map((value) => ({
                  value: value as string,
                  label: t(`rule.uses.${value}`),
                })),
                ...models.filter(({ place }) => place !== "extractive").map((model) => ({ value: `model:${model.id}`, label: model.name })),
              ]}
            />
          )}
        </Field>
        {error !== null && (
          <Notice tone="danger" title={errorText(error).title}>
            {errorText(error).text}
          </Notice>
        )}
      </form>
    </Dialog>
  );
};
