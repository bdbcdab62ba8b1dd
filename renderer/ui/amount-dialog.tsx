import { useId, useState } from "react";
import type { Result } from "#core/base/schema";
import type { BudgetMeasure } from "#core/budgets/schema";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { errorText, type TellableError } from "./error-text.ts";
import { Field } from "./field.tsx";
import { useTexts } from "./i18n.ts";
import { Input } from "./input.tsx";
import { amountOf } from "./money.ts";

interface AmountDialogProps {
  readonly title: string;
  readonly description: string;
  readonly label: string;
  readonly action: string;
  readonly measure: BudgetMeasure;
  /** What stands in the field at first, as it is typed. */
  readonly initial: string;
  /** Zero is an amount too. */
  readonly zero?: boolean | undefined;
  /** The dialog closes when it succeeds and shows the error when it does not. */
  readonly onAmount: (amount: number) => Promise<Result<unknown, TellableError>>;
  readonly onClose: () => void;
}

/** Asks for one amount of money, tokens or time. */
export const AmountDialog = ({
  title,
  description,
  label,
  action,
  measure,
  initial,
  zero = false,
  onAmount,
  onClose,
}: AmountDialogProps) => {
  const t = useTexts("ui");
  const form = useId();
  const [typed, setTyped] = useState(initial);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<TellableError | null>(null);
  const amount = amountOf(measure, typed);
  const fits = amount !== null && (zero || amount > 0);
  const submit = async () => {
    setTried(true);
    if (!fits) return;
    setBusy(true);
    const outcome = await onAmount(amount);
    setBusy(false);
    if (outcome.ok) onClose();
    else setError(outcome.error);
  };
  const wording = error === null ? null : errorText(error);
  const problem = tried && !fits ? t("amount.none") : wording === null ? null : `${wording.title}. ${wording.text}`;
  return (
    <Dialog
      open
      onClose={onClose}
      width="small"
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button tone="primary" type="submit" form={form} busy={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Field label={label} hint={t(`amount.hint.${measure}`)} error={problem}>
          {(props) => (
            <Input
              {...props}
              autoFocus
              inputMode="decimal"
              autoComplete="off"
              value={typed}
              onFocus={(event) => event.target.select()}
              onChange={(event) => {
                setTyped(event.target.value);
                setError(null);
              }}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
};
