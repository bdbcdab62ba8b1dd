import { useState } from "react";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { acceleratorOf } from "./shell-words.ts";

interface KeyRecorderProps {
  readonly accelerator: string | null;
  readonly onChange: (accelerator: string | null) => void;
}

const readable = (accelerator: string): string =>
  accelerator
    .replace("CommandOrControl", navigator.userAgent.includes("Mac") ? "⌘" : "Ctrl")
    .replace("Control", "Ctrl")
    .replaceAll("+", " + ");

/** Shows the key, and takes the next one that is pressed. Esc leaves it as it was. */
export const KeyRecorder = ({ accelerator, onChange }: KeyRecorderProps) => {
  const t = useTexts("settings");
  const [recording, setRecording] = useState(false);
  return (
    <div className="flex items-center gap-2">
      <Button
        aria-label={t("desktop.keyChange", { key: accelerator === null ? t("desktop.keyNone") : readable(accelerator) })}
        onClick={() => setRecording(true)}
        onBlur={() => setRecording(false)}
        onKeyDown={(event) => {
          if (!recording || event.key === "Tab") return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === "Escape") return setRecording(false);
          const pressed = acceleratorOf(event);
          if (pressed === null) return;
          setRecording(false);
          onChange(pressed);
        }}
      >
        {recording ? t("desktop.keyPress") : accelerator === null ? t("desktop.keyNone") : readable(accelerator)}
      </Button>
      {accelerator !== null && (
        <Button tone="quiet" onClick={() => onChange(null)}>
          {t("desktop.keyRemove")}
        </Button>
      )}
    </div>
  );
};
