import { useState } from "react";
import { attempt, useClient, type ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { showToast } from "../../ui/toast-store.ts";

interface AddModelFileProps {
  readonly onClose: () => void;
  readonly onAdded: () => void;
}

export const AddModelFile = ({ onClose, onAdded }: AddModelFileProps) => {
  const t = useTexts("settings");
  const shared = useTexts("ui");
  const client = useClient();
  const [path, setPath] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ClientError | null>(null);
  const add = async () => {
    setBusy(true);
    const outcome = await attempt(client.models.addFile({ path: path.trim() }));
    setBusy(false);
    if (!outcome.ok) return setError(outcome.error);
    showToast({ title: t("models.added", { name: outcome.value.name }) });
    onAdded();
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("models.fileTitle")}
      description={t("models.fileText")}
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button tone="primary" type="submit" form="model-file" busy={busy} disabled={path.trim() === ""}>
            {t("models.fileAdd")}
          </Button>
        </>
      }
    >
      <form
        id="model-file"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Field
          label={t("models.filePath")}
          hint={t("models.fileHint")}
          error={error === null ? null : `${errorText(error).title}. ${errorText(error).text}`}
        >
          {(props) => (
            <Input
              {...props}
              autoFocus
              spellCheck={false}
              autoComplete="off"
              value={path}
              onChange={(event) => {
                setPath(event.target.value);
                setError(null);
              }}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
};
