import { useEffect, useRef, useState } from "react";
import { useTexts } from "../../../ui/i18n.ts";
import { useAutosize } from "./use-autosize.ts";

interface QueueEditorProps {
  readonly text: string;
  readonly onSave: (text: string) => void;
  readonly onCancel: () => void;
  /** The question was asked or taken away while it was being edited: what was changed of it, to be kept. */
  readonly onGone: (text: string) => void;
}

/** Other words for a question that waits, where it stands. */
export const QueueEditor = ({ text: before, onSave, onCancel, onGone }: QueueEditorProps) => {
  const t = useTexts("chat");
  const [text, setText] = useState(before);
  const area = useRef<HTMLTextAreaElement>(null);
  const unsaved = useRef<string | null>(null);
  useAutosize(area, text, 160);
  useEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(before.length, before.length);
  }, [before.length]);
  useEffect(() => {
    unsaved.current = text.trim() === "" || text === before ? null : text;
  }, [text, before]);
  const gone = useRef(onGone);
  useEffect(() => {
    gone.current = onGone;
  });
  useEffect(
    () => () => {
      if (unsaved.current !== null) gone.current(unsaved.current);
    },
    [],
  );
  const leave = (then: () => void) => {
    unsaved.current = null;
    then();
  };
  return (
    <textarea
      ref={area}
      aria-label={t("queue.edit")}
      rows={1}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => leave(() => (text.trim() === "" || text.trim() === before ? onCancel() : onSave(text.trim())))}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Escape") {
          event.preventDefault();
          event.stopPropagation();
          leave(onCancel);
        }
        if (event.key === "Enter" && !event.shiftKey) {
          event.preventDefault();
          leave(() => (text.trim() === "" ? onCancel() : onSave(text.trim())));
        }
      }}
      className="block min-w-0 flex-1 resize-none rounded-small bg-sunken px-2 py-1 text-note ring-1 ring-line-strong outline-none ring-inset"
    />
  );
};
