import { useId, useState } from "react";
import { budgetMeasureSchema, type BudgetMeasure } from "#core/budgets/schema";
import type { ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { amountOf } from "../../ui/money.ts";
import { Notice } from "../../ui/notice.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Select } from "../../ui/select.tsx";
import { useBudget, useBudgetState } from "./use-budget.ts";

/** Scopes a person gives an allowance for here; one for a single conversation or task is given where it runs. */
const scopes = ["month", "day", "provider-month", "conversation", "task", "schedule"] as const;
type Scope = (typeof scopes)[number];

/** Every one of the scope has this much of its own. */
const everyone = "*";

export const AddAllowance = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useTexts("budget");
  const shared = useTexts("ui");
  const form = useId();
  const budget = useBudget();
  const providers = useBudgetState((state) => state.models).filter(({ place }) => place === "cloud");
  const [scope, setScope] = useState<Scope>("month");
  const [provider, setProvider] = useState(everyone);
  const [measure, setMeasure] = useState<BudgetMeasure>("money");
  const [typed, setTyped] = useState("5");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ClientError | null>(null);
  const amount = amountOf(measure, typed);
  const give = async () => {
    setTried(true);
    if (amount === null) return;
    setBusy(true);
    const subject = scope === "provider-month" && provider !== everyone ? provider : null;
    const given = await budget.give({ scope, subject, measure, amount });
    setBusy(false);
    if (given.ok) onClose();
    else setError(given.error);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("add.title")}
      description={t("add.text")}
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button tone="primary" type="submit" form={form} busy={busy}>
            {t("add.give")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void give();
        }}
      >
        <Field label={t("add.scope")} hint={t(`add.scopeHint.${scope}`)}>
          {(props) => (
            <Select<Scope>
              id={props.id}
              value={scope}
              className="w-full"
              onChange={setScope}
              options={scopes.map((value) => ({ value, label: t(`scope.${value}`) }))}
            />
          )}
        </Field>
        {scope === "provider-month" && (
          <Field label={t("add.provider")}>
            {(props) => (
              <Select
                id={props.id}
                value={provider}
                className="w-full"
                onChange={setProvider}
                options={[
                  { value: everyone, label: t("add.everyProvider") },
                  ...providers.map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
            )}
          </Field>
        )}
        <div className="flex flex-wrap items-end gap-4">
          <div className="flex flex-col gap-1.5">
            <span className="text-note font-medium">{t("add.measure")}</span>
            <Segmented
              label={t("add.measure")}
              value={measure}
              onChange={setMeasure}
              options={budgetMeasureSchema.options.map((value) => ({ value, label: t(`measure.${value}`) }))}
            />
          </div>
          <div className="min-w-40 flex-1">
            <Field
              label={t("add.amount")}
              hint={shared(`amount.hint.${measure}`)}
              error={tried && amount === null ? shared("amount.none") : null}
            >
              {(props) => (
                <Input
                  {...props}
                  autoFocus
                  inputMode="decimal"
                  autoComplete="off"
                  value={typed}
                  onChange={(event) => setTyped(event.target.value)}
                />
              )}
            </Field>
          </div>
        </div>
        {error !== null && (
          <Notice tone="danger" title={errorText(error).title}>
            {errorText(error).text}
          </Notice>
        )}
      </form>
    </Dialog>
  );
};
