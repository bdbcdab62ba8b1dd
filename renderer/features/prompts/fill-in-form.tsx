import { useId, useState, type KeyboardEvent } from "react";
import type { Prompt } from "#core/prompts/schema";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { fillIn, placeholdersOf } from "./placeholders.ts";
import { PromptText } from "./prompt-text.tsx";
import { textAreaLook } from "./text-area-look.ts";

interface FillInFormProps {
  readonly prompt: Prompt;
  /** The prompt's text with everything filled in. */
  readonly onFilled: (text: string) => void;
  readonly onCancel: () => void;
}

/**
 * Asks for what a prompt leaves open. It may stand inside another form, so it is none itself: Enter goes on, Shift+Enter begins a line, Escape
 * cancels.
 */
export const FillInForm = ({ prompt, onFilled, onCancel }: FillInFormProps) => {
  const t = useTexts("prompts");
  const shared = useTexts("ui");
  const headingId = useId();
  const placeholders = placeholdersOf(prompt.text);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(placeholders.map(({ name, usual }) => [name, usual])),
  );
  const finish = () => onFilled(fillIn(prompt.text, values));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const inField = event.target instanceof HTMLTextAreaElement;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    } else if (event.key === "Enter" && !event.shiftKey && inField) {
      event.preventDefault();
      event.stopPropagation();
      finish();
    }
  };
  return (
    <div role="group" aria-labelledby={headingId} className="flex flex-col gap-3" onKeyDown={onKeyDown}>
      <h3 id={headingId} className="font-medium">
        {prompt.title}
      </h3>
      {placeholders.map(({ name }, position) => (
        <Field key={name} label={name}>
          {(props) => (
            <textarea
              {...props}
              autoFocus={position === 0}
              rows={1}
              value={values[name] ?? ""}
              onFocus={(event) => event.target.select()}
              onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              className={`${textAreaLook} field-sizing-content max-h-40 resize-none`}
            />
          )}
        </Field>
      ))}
      <p className="max-h-28 overflow-y-auto rounded-medium bg-sunken px-3 py-2 text-note wrap-anywhere whitespace-pre-wrap text-ink-soft">
        <PromptText text={prompt.text} values={values} />
      </p>
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onCancel}>
          {shared("cancel")}
        </Button>
        <Button size="small" tone="primary" onClick={finish}>
          {t("fill.use")}
        </Button>
      </div>
    </div>
  );
};
