import { useState } from "react";
import type { ModelInfo, ProviderId } from "#core/llm/schema";
import { attempt, useClient } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { formatBytes } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { showToast } from "../../ui/toast-store.ts";
import { tellProblem, useModels } from "./use-models.ts";

interface RemoveModelProps {
  readonly model: ModelInfo;
  /** Its file too; it frees the room and cannot be taken back. */
  readonly fromDisk: boolean;
  readonly onClose: () => void;
}

export const RemoveModel = ({ model, fromDisk, onClose }: RemoveModelProps) => {
  const t = useTexts("models");
  const shared = useTexts("ui");
  const client = useClient();
  const models = useModels();
  const [busy, setBusy] = useState(false);
  const kind = model.place === "cloud" ? "provider" : fromDisk ? "disk" : "list";
  const remove = async () => {
    setBusy(true);
    const outcome = await attempt<{ readonly freedBytes?: number }>(
      kind === "provider"
        ? client.providers.remove({ providerId: model.id as ProviderId }).then(() => ({}))
        : kind === "disk"
          ? client.hub.deleteFile({ modelId: model.id })
          : client.models.removeFile({ modelId: model.id }).then(() => ({})),
    );
    setBusy(false);
    if (!outcome.ok) return tellProblem(outcome.error);
    const { freedBytes } = outcome.value;
    if (freedBytes !== undefined) showToast({ title: t("remove.freed", { size: formatBytes(freedBytes) }) });
    await Promise.all([models.reload(), models.readCatalogue()]);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width="small"
      title={t(`remove.title.${kind}`, { name: model.name })}
      description={t(`remove.text.${kind}`, { path: model.detail })}
      footer={
        <>
          <Button autoFocus onClick={onClose}>
            {shared("cancel")}
          </Button>
          <Button tone="danger" busy={busy} onClick={() => void remove()}>
            {t(kind === "disk" ? "remove.confirmDelete" : "remove.confirm")}
          </Button>
        </>
      }
    />
  );
};
