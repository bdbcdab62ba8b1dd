import { useState } from "react";
import type { ClientError } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { errorText } from "../../ui/error-text.ts";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { Input } from "../../ui/input.tsx";
import { useLibrary } from "./use-library.ts";

export const PathDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useTexts("library");
  const shared = useTexts("ui");
  const library = useLibrary();
  const [path, setPath] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ClientError | null>(null);
  const add = async () => {
    setBusy(true);
    const outcome = await library.addPaths([path.trim()]);
    setBusy(false);
    if (outcome.ok) onClose();
    else setError(outcome.error);
  };
  const wording = error === null ? null : errorText(error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("add.pathTitle")}
      description={t("add.pathText")}
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button tone="primary" type="submit" form="library-path" busy={busy} disabled={path.trim() === ""}>
            {t("add.pathAdd")}
          </Button>
        </>
      }
    >
      <form
        id="library-path"
        onSubmit={(event) => {
          event.preventDefault();
          if (path.trim() !== "") void add();
        }}
      >
        <Field label={t("add.pathLabel")} hint={t("add.pathHint")} error={wording === null ? null : `${wording.title}. ${wording.text}`}>
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
