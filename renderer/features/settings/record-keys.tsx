import { useEffect, useRef, useState } from "react";
import { useBridge } from "../../bridge/index.ts";
import { Button } from "../../ui/button.tsx";
import type { ListedCommand } from "../../ui/commands.ts";
import { useTexts } from "../../ui/i18n.ts";
import { isApple, pressOf, troubleOf } from "../../ui/key-press.ts";
import { Keys } from "../../ui/keys.tsx";
import { holderOf, keysOfAccelerator } from "./key-changes.ts";
import type { KeyDesk } from "./use-keys.ts";

interface RecordKeysProps {
  readonly command: ListedCommand;
  readonly desk: KeyDesk;
  readonly onDone: () => void;
}

/** Takes the next key press for a command, says what speaks against it, and gives it when somebody agrees. Esc leaves everything as it was. */
export const RecordKeys = ({ command, desk, onDone }: RecordKeysProps) => {
  const t = useTexts("settings");
  const { host } = useBridge();
  const box = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [pressed, setPressed] = useState<string | null>(null);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isHere = event.target instanceof Node && panel.current?.contains(event.target) === true;
      if (!isHere) return;
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopImmediatePropagation();
        return onDone();
      }
      if (event.target !== box.current || (event.key === "Tab" && !event.ctrlKey && !event.altKey && !event.metaKey)) return;
      // Nobody else is to hear it: neither the window's commands nor the dialog this may stand in.
      event.preventDefault();
      event.stopImmediatePropagation();
      const keys = pressOf(event);
      if (keys !== null) setPressed(keys);
    };
    window.addEventListener("keydown", listen, { capture: true });
    box.current?.focus();
    return () => window.removeEventListener("keydown", listen, { capture: true });
  }, [onDone]);

  const systemKeys = host === "desktop" && desk.quickPromptKey !== null ? keysOfAccelerator(desk.quickPromptKey, isApple) : null;
  const found = pressed === null ? null : troubleOf(pressed, { inBrowser: host === "browser", apple: isApple });
  const trouble = pressed !== null && pressed === systemKeys ? "quick" : found;
  const isPossible = pressed !== null && trouble !== "bare" && trouble !== "editing";
  const holder = pressed === null ? null : holderOf(desk.commands, command.id, pressed);
  const give = (keys: string | null) => {
    void desk.give(command.id, keys);
    onDone();
  };

  return (
    <div ref={panel} className="mb-2 animate-appear rounded-medium border border-line-strong bg-sunken p-3">
      <div className="flex flex-wrap items-center gap-2">
        <button
          ref={box}
          type="button"
          aria-label={t("keyboard.press", { title: command.title })}
          aria-describedby="recorded-keys"
          className="flex h-9 min-w-40 items-center justify-center rounded-medium border border-focus bg-surface px-3 text-note text-ink-soft"
        >
          {pressed === null ? t("keyboard.pressNow") : <Keys keys={pressed} />}
        </button>
        <Button tone="primary" disabled={!isPossible} onClick={() => give(pressed)}>
          {t(holder === null ? "keyboard.use" : "keyboard.take")}
        </Button>
        {command.keys !== null && <Button onClick={() => give(null)}>{t("keyboard.none")}</Button>}
        <Button tone="quiet" onClick={onDone}>
          {t("keyboard.cancel")}
        </Button>
      </div>
      <p id="recorded-keys" role="status" className="mt-2 min-h-5 text-note text-ink-soft">
        {pressed === null && t("keyboard.hint")}
        {trouble !== null && <span className={isPossible ? "text-warning" : "text-danger"}>{t(`keyboard.trouble.${trouble}`)} </span>}
        {isPossible && holder !== null && <span className="text-warning">{t("keyboard.conflict", { title: holder.title })}</span>}
        {isPossible && holder === null && trouble === null && t("keyboard.free")}
      </p>
    </div>
  );
};
