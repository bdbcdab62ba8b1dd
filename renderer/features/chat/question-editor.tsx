import { useEffect, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { useAutosize } from "./use-autosize.ts";

interface QuestionEditorProps {
  readonly text: string;
  readonly onCancel: () => void;
  readonly onSend: (text: string) => void;
}

export const QuestionEditor = ({ text: before, onCancel, onSend }: QuestionEditorProps) => {
  const t = useTexts("chat");
  const [text, setText] = useState(before);
  const area = useRef<HTMLTextAreaElement>(null);
  useAutosize(area, text, 320);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(before.length, before.length);
  }, [before.length]);

  const trimmed = text.trim();
  return (
    <form
      className="my-2 rounded-huge border border-line-strong bg-surface p-3 shadow-low"
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed !== "") onSend(trimmed);
      }}
    >
      <textarea
        ref={area}
        aria-label={t("message.edit")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            onCancel();
          }
          if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            if (trimmed !== "") onSend(trimmed);
          }
        }}
        className="block w-full resize-none bg-transparent px-1 text-read outline-none"
      />
      <div className="mt-2 flex items-center justify-end gap-2">
        <p className="flex-1 px-1 text-small text-ink-faint">{t("message.editHint")}</p>
        <Button size="small" tone="quiet" onClick={onCancel}>
          {t("message.cancel")}
        </Button>
        <Button size="small" tone="primary" type="submit" disabled={trimmed === ""}>
          {t("message.ask")}
        </Button>
      </div>
    </form>
  );
};
