import { useId, useState } from "react";
import type { Price, Provider } from "#core/llm/schema";
import { attempt, useClient, type ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { typedAmount } from "../../ui/money.ts";
import { priceOf } from "./provider-form.ts";

interface ChangePriceProps {
  readonly provider: Provider;
  /** What holds now, by the person's word or by the list. */
  readonly listed: Price | null;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** What a provider costs. Left empty, the price list's figure holds again. */
export const ChangePrice = ({ provider, listed, onClose, onChanged }: ChangePriceProps) => {
  const t = useTexts("settings");
  const shared = useTexts("ui");
  const client = useClient();
  const form = useId();
  const [inputPrice, setInput] = useState(listed === null ? "" : typedAmount("money", listed.inputMicroUsd));
  const [outputPrice, setOutput] = useState(listed === null ? "" : typedAmount("money", listed.outputMicroUsd));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ClientError | null>(null);
  const price = priceOf({ inputPrice, outputPrice });
  const keep = async () => {
    setTried(true);
    if (price === undefined) return;
    setBusy(true);
    const outcome = await attempt(client.providers.setPrice({ providerId: provider.id, price }));
    setBusy(false);
    if (!outcome.ok) return setError(outcome.error);
    onChanged();
    onClose();
  };
  const wording = error === null ? null : errorText(error);
  const problem = tried && price === undefined ? t("models.problem.price") : wording === null ? null : `${wording.title}. ${wording.text}`;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("models.priceTitle", { name: provider.name })}
      description={t("models.priceText")}
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button tone="primary" type="submit" form={form} busy={busy}>
            {t("models.priceKeep")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={(event) => {
          event.preventDefault();
          void keep();
        }}
      >
        <Field label={t("models.inputPrice")} hint={t("models.priceHint")} error={problem}>
          {(props) => (
            <Input
              {...props}
              autoFocus
              inputMode="decimal"
              placeholder={t("models.fromList")}
              value={inputPrice}
              onChange={(event) => setInput(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("models.outputPrice")}>
          {(props) => (
            <Input
              {...props}
              inputMode="decimal"
              placeholder={t("models.fromList")}
              value={outputPrice}
              onChange={(event) => setOutput(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
};
