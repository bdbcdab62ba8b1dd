import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { attempt, useClient, type ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { orderWith } from "../../ui/model-order.ts";
import { Notice } from "../../ui/notice.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { draftOf, emptyProvider } from "./provider-form.ts";
import { ProviderFields } from "./provider-fields.tsx";

interface AddProviderProps {
  readonly onClose: () => void;
  readonly onAdded: () => void;
}

/** Asks for an account or a server, tests it with a real completion, and keeps it only when that worked. */
export const AddProvider = ({ onClose, onAdded }: AddProviderProps) => {
  const t = useTexts("settings");
  const shared = useTexts("ui");
  const client = useClient();
  const [form, setForm] = useState(emptyProvider);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ClientError | null>(null);
  const { draft, problems } = draftOf(form);

  const add = async () => {
    setTried(true);
    if (draft === null) return;
    setBusy(true);
    setError(null);
    const outcome = await attempt(client.providers.add(draft));
    setBusy(false);
    if (!outcome.ok) return setError(outcome.error);
    // Whoever adds one wants it asked: it joins the order at the end, and the policy and its allowance say when.
    const [settings, models] = await Promise.all([attempt(client.settings.get()), attempt(client.models.list())]);
    if (settings.ok && models.ok)
      await attempt(client.settings.update({ modelOrder: orderWith(models.value, settings.value.modelOrder, outcome.value.id) }));
    showToast({ title: t("models.providerAdded", { name: outcome.value.name }), text: t("models.providerAddedText") });
    onAdded();
    onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={t("models.providerTitle")}
      description={t("models.providerText")}
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button tone="primary" type="submit" form="provider" busy={busy}>
            {t(busy ? "models.testing" : "models.testAndSave")}
          </Button>
        </>
      }
    >
      <form
        id="provider"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <ProviderFields form={form} problems={tried ? problems : []} onChange={setForm} />
        <p className="flex items-start gap-2 text-note text-ink-faint">
          <ShieldAlert aria-hidden size={14} className="mt-0.5 shrink-0" />
          {t("models.providerPrivacy")}
        </p>
        {error !== null && (
          <Notice tone="danger" title={errorText(error).title}>
            {errorText(error).text} {t("models.notSaved")}
          </Notice>
        )}
      </form>
    </Dialog>
  );
};
