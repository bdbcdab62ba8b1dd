import { useEffect, useId, useState } from "react";
import type { Price } from "#core/llm/schema";
import { attempt, useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { Select } from "../../ui/select.tsx";
import { typedAmount } from "../../ui/money.ts";
import { showToast } from "../../ui/toast-store.ts";
import { isPaid, withPreset, type FormProblem, type ProviderForm } from "./provider-form.ts";
import { presetNames, presetOf, type PresetName } from "./provider-presets.ts";

interface ProviderFieldsProps {
  readonly form: ProviderForm;
  readonly problems: readonly FormProblem[];
  readonly onChange: (form: ProviderForm) => void;
}

/** Typing is not asking: the list is read when it has been quiet for so long. */
const quietMs = 250;

/** What the chosen model costs by the price list. */
const useListedPrice = ({ preset, baseUrl, model }: ProviderForm): Price | null => {
  const client = useClient();
  const [found, setFound] = useState<{ readonly of: string; readonly price: Price | null } | null>(null);
  const { kind } = presetOf(preset);
  const address = URL.canParse(baseUrl.trim()) ? baseUrl.trim() : null;
  const name = model.trim();
  const wanted = JSON.stringify([kind, address, name]);
  useEffect(() => {
    if (name === "") return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      void attempt(client.providers.listedPrice({ kind, baseUrl: address, model: name }), controller.signal).then((answer) => {
        if (answer.ok && !controller.signal.aborted) setFound({ of: wanted, price: answer.value.price });
      });
    }, quietMs);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [client, kind, address, name, wanted]);
  return found?.of === wanted ? found.price : null;
};

/** The names a provider offers, asked for when somebody wants them. */
const useNames = ({ preset, baseUrl, key }: ProviderForm) => {
  const client = useClient();
  const [names, setNames] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const ask = async () => {
    setBusy(true);
    const address = baseUrl.trim();
    const answer = await attempt(
      client.providers.names({ kind: presetOf(preset).kind, baseUrl: URL.canParse(address) ? address : null, key: key.trim() || null }),
    );
    setBusy(false);
    if (answer.ok) setNames(answer.value);
    else showToast({ tone: "danger", ...errorText(answer.error) });
  };
  return { names, busy, ask };
};

export const ProviderFields = ({ form, problems, onChange }: ProviderFieldsProps) => {
  const t = useTexts("settings");
  const list = useId();
  const offered = useNames(form);
  const listed = useListedPrice(form);
  const proposed = (amount: number | undefined) => (amount === undefined ? t("models.notListed") : typedAmount("money", amount));
  const preset = presetOf(form.preset);
  const problemOf = (field: FormProblem) => (problems.includes(field) ? t(`models.problem.${field}`) : null);
  const text = (field: Exclude<keyof ProviderForm, "preset">) => ({
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
            <Select<PresetName>
              id={props.id}
              value={form.preset}
              className="w-full"
              onChange={(next) => onChange(withPreset(form, next))}
              options={presetNames.map((value) => ({ value, label: t(`models.kinds.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t("models.name")} error={problemOf("name")}>
          {(props) => <Input {...props} {...text("name")} />}
        </Field>
      </div>
      {(preset.baseUrl !== null || form.baseUrl !== "") && (
        <Field label={t("models.baseUrl")} hint={t("models.baseUrlHint")} error={problemOf("baseUrl")}>
          {(props) => <Input {...props} {...text("baseUrl")} inputMode="url" />}
        </Field>
      )}
      <Field label={t(preset.key === "needed" ? "models.key" : "models.keyOptional")} hint={t("models.keyHint")} error={problemOf("key")}>
        {(props) => <Input {...props} {...text("key")} type="password" autoComplete="new-password" />}
      </Field>
      <Field label={t("models.model")} hint={t(`models.modelHint.${preset.kind}`)} error={problemOf("model")}>
        {(props) => (
          <div className="flex gap-2">
            <Input {...props} {...text("model")} list={list} />
            <Button className="h-9" busy={offered.busy} onClick={() => void offered.ask()}>
              {t("models.listNames")}
            </Button>
            <datalist id={list}>
              {offered.names.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </div>
        )}
      </Field>
      {offered.names.length > 0 && (
        <p role="status" className="-mt-2 text-note text-ink-soft">
          {t("models.namesFound", { count: offered.names.length })}
        </p>
      )}
      {isPaid(form) && (
        <>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label={t("models.inputPrice")}
              hint={t(listed === null ? "models.priceNeeded" : "models.priceListed")}
              error={problemOf("price")}
            >
              {(props) => <Input {...props} {...text("inputPrice")} inputMode="decimal" placeholder={proposed(listed?.inputMicroUsd)} />}
            </Field>
            <Field label={t("models.outputPrice")}>
              {(props) => <Input {...props} {...text("outputPrice")} inputMode="decimal" placeholder={proposed(listed?.outputMicroUsd)} />}
            </Field>
          </div>
          <Field label={t("models.monthly")} hint={t("models.monthlyHint")} error={problemOf("monthly")}>
            {(props) => <Input {...props} {...text("monthly")} inputMode="decimal" className="max-w-40" />}
          </Field>
        </>
      )}
    </>
  );
};
