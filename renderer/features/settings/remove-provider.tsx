import { useState } from "react";
import type { Provider } from "#core/llm/schema";
import { attempt, useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { showToast } from "../../ui/toast-store.ts";

interface RemoveProviderProps {
  readonly provider: Provider;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

export const RemoveProvider = ({ provider, onClose, onRemoved }: RemoveProviderProps) => {
  const t = useTexts("settings");
  const shared = useTexts("ui");
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    const outcome = await attempt(client.providers.remove({ providerId: provider.id }));
    setBusy(false);
    if (!outcome.ok) return void showToast({ tone: "danger", ...errorText(outcome.error) });
    onRemoved();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="small"
      title={t("models.removeTitle", { name: provider.name })}
      description={t("models.removeProviderText")}
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            {shared("cancel")}
          </Button>
          <Button tone="danger" busy={busy} onClick={() => void remove()}>
            {t("models.removeConfirm")}
          </Button>
        </>
      }
    />
  );
};
