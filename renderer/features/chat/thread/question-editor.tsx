import { useEffect, useRef } from "react";
import { Button } from "../../../ui/button.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { useAutosize } from "../composer/use-autosize.ts";

interface QuestionEditorProps {
  /** As far as it is written; kept outside, since a row that scrolls far away is taken down. */
  readonly text: string;
  readonly busy: boolean;
  readonly onText: (text: string) => void;
  readonly onCancel: () => void;
  readonly onSend: (text: string) => void;
}

export const QuestionEditor = ({ text, busy, onText, onCancel, onSend }: QuestionEditorProps) => {
  const t = useTexts("chat");
  const area = useRef<HTMLTextAreaElement>(null);
  useAutosize(area, text, 320);
  useEffect(() => {
    const element = area.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);

  const trimmed = text.trim();
  const sendable = trimmed !== "" && !busy;
  return (
    <form
      className="my-2 w-full rounded-huge border border-line-strong bg-surface p-3 shadow-low"
      onSubmit={(event) => {
        event.preventDefault();
        if (sendable) onSend(trimmed);
      }}
    >
      <textarea
        ref={area}
        aria-label={t("message.edit")}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            onCancel();
          }
          if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            if (sendable) onSend(trimmed);
          }
        }}
        className="block w-full resize-none bg-transparent px-1 text-read outline-none"
      />
      <div className="mt-2 flex items-center justify-end gap-2">
        <p className="flex-1 px-1 text-small text-ink-faint">{t("message.editHint")}</p>
        <Button size="small" tone="quiet" onClick={onCancel}>
          {t("message.cancel")}
        </Button>
        <Button size="small" tone="primary" type="submit" disabled={!sendable}>
          {t("message.ask")}
        </Button>
      </div>
    </form>
  );
};
