import { useState } from "react";
import type { ClientError } from "../../../bridge/index.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { errorText } from "../../../ui/error-text.ts";
import { Field } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { useTexts } from "../../../ui/i18n.ts";

interface NameDialogProps {
  readonly title: string;
  readonly label: string;
  readonly name: string;
  readonly maxLength: number;
  /** Says what the main button does. */
  readonly done: string;
  /** Answers why it could not be. */
  readonly onSave: (name: string) => Promise<ClientError | null>;
  readonly onClose: () => void;
}

/** Asks for one short name. */
export const NameDialog = ({ title, label, name: before, maxLength, done, onSave, onClose }: NameDialogProps) => {
  const t = useTexts("chat");
  const [name, setName] = useState(before);
  const [problem, setProblem] = useState<string | null>(null);
  const trimmed = name.trim();

  const save = async () => {
    if (trimmed === "") return;
    const error = await onSave(trimmed);
    if (error === null) onClose();
    else setProblem(errorText(error).title);
  };

  return (
    <Dialog
      open
      onClose={onClose}
      width="small"
      title={title}
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>
            {t("list.cancel")}
          </Button>
          <Button tone="primary" type="submit" form="name" disabled={trimmed === ""}>
            {done}
          </Button>
        </>
      }
    >
      <form
        id="name"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field label={label} error={problem}>
          {(props) => (
            <Input
              {...props}
              autoFocus
              maxLength={maxLength}
              value={name}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
};
