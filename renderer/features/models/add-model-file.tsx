import { attempt, useClient } from "../../bridge/index.ts";
import { useTexts } from "../../ui/i18n.ts";
import { PathDialog } from "../../ui/path-dialog.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { useModels } from "./use-models.ts";

/** Asks for the path of a GGUF file on the host's machine. */
export const AddModelFile = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useTexts("models");
  const client = useClient();
  const models = useModels();
  const add = async (path: string) => {
    const outcome = await attempt(client.models.addFile({ path }));
    if (outcome.ok) {
      showToast({ title: t("add.added", { name: outcome.value.name }) });
      await models.reload();
    }
    return outcome;
  };
  return (
    <PathDialog
      title={t("add.fileTitle")}
      description={t("add.fileText")}
      label={t("add.filePath")}
      hint={t("add.fileHint")}
      action={t("add.fileAdd")}
      onPath={add}
      onClose={onClose}
    />
  );
};
