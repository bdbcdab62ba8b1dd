import { attempt, useClient } from "../../bridge/index.ts";
import { useTexts } from "../../ui/i18n.ts";
import { PathDialog } from "../../ui/path-dialog.tsx";
import { showToast } from "../../ui/toast-store.ts";

interface AddModelFileProps {
  readonly onClose: () => void;
  readonly onAdded: () => void;
}

export const AddModelFile = ({ onClose, onAdded }: AddModelFileProps) => {
  const t = useTexts("settings");
  const client = useClient();
  const add = async (path: string) => {
    const outcome = await attempt(client.models.addFile({ path }));
    if (outcome.ok) {
      showToast({ title: t("models.added", { name: outcome.value.name }) });
      onAdded();
    }
    return outcome;
  };
  return (
    <PathDialog
      title={t("models.fileTitle")}
      description={t("models.fileText")}
      label={t("models.filePath")}
      hint={t("models.fileHint")}
      action={t("models.fileAdd")}
      onPath={add}
      onClose={onClose}
    />
  );
};
