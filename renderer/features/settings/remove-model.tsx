import { useState } from "react";
import type { ModelInfo, ProviderId } from "#core/llm/schema";
import { attempt, useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { useTexts } from "../../ui/i18n.ts";
import { showToast } from "../../ui/toast-store.ts";

interface RemoveModelProps {
  readonly model: ModelInfo;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

export const RemoveModel = ({ model, onClose, onRemoved }: RemoveModelProps) => {
  const t = useTexts("settings");
  const shared = useTexts("ui");
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const cloud = model.place === "cloud";
  const remove = async () => {
    setBusy(true);
    const removing = cloud
      ? client.providers.remove({ providerId: model.id as ProviderId })
      : client.models.removeFile({ modelId: model.id });
    const outcome = await attempt(removing);
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
      title={t("models.removeTitle", { name: model.name })}
      description={t(cloud ? "models.removeProviderText" : "models.removeFileText")}
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
