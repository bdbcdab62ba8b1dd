import { useId, useState } from "react";
import type { Result } from "#core/base/schema";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { errorText, type TellableError } from "./error-text.ts";
import { Field } from "./field.tsx";
import { useTexts } from "./i18n.ts";
import { Input } from "./input.tsx";

interface PathDialogProps {
  readonly title: string;
  readonly description: string;
  readonly label: string;
  readonly hint: string;
  readonly action: string;
  /** What stands in the field at first. */
  readonly initial?: string | undefined;
  /** Given the trimmed path; the dialog closes when it succeeds and shows the error when it does not. */
  readonly onPath: (path: string) => Promise<Result<unknown, TellableError>>;
  readonly onClose: () => void;
}

/** Asks for one path on the host's machine. */
export const PathDialog = ({ title, description, label, hint, action, initial = "", onPath, onClose }: PathDialogProps) => {
  const shared = useTexts("ui");
  const form = useId();
  const [path, setPath] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<TellableError | null>(null);
  const submit = async () => {
    if (path.trim() === "") return;
    setBusy(true);
    const outcome = await onPath(path.trim());
    setBusy(false);
    if (outcome.ok) onClose();
    else setError(outcome.error);
  };
  const wording = error === null ? null : errorText(error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>{shared("cancel")}</Button>
          <Button tone="primary" type="submit" form={form} busy={busy} disabled={path.trim() === ""}>
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
        <Field label={label} hint={hint} error={wording === null ? null : `${wording.title}. ${wording.text}`}>
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
