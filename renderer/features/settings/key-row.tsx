import { Pencil, RotateCcw } from "lucide-react";
import { useCallback, useRef, useState } from "react";
import type { ListedCommand } from "../../ui/commands.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Keys } from "../../ui/keys.tsx";
import { RecordKeys } from "./record-keys.tsx";
import type { KeyDesk } from "./use-keys.ts";

/** A command, its keys, and what changes them. */
export const KeyRow = ({ command, desk }: { readonly command: ListedCommand; readonly desk: KeyDesk }) => {
  const t = useTexts("settings");
  const [recording, setRecording] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const done = useCallback(() => {
    setRecording(false);
    opener.current?.focus();
  }, []);
  const { icon: Icon, id, keys, title } = command;
  return (
    <li data-command={id}>
      <div className="flex min-h-10 items-center gap-3">
        <Icon aria-hidden size={15} strokeWidth={1.75} className="shrink-0 text-ink-faint" />
        <span data-title className="min-w-0 flex-1 py-1">
          {title}
        </span>
        {keys === null ? <span className="text-small text-ink-faint">{t("keyboard.noKeys")}</span> : <Keys keys={keys} />}
        <span className="flex shrink-0">
          {Object.hasOwn(desk.own, id) ? (
            <IconButton
              icon={RotateCcw}
              size="small"
              label={t("keyboard.reset", { title })}
              onClick={() => {
                void desk.reset(id);
                opener.current?.focus();
              }}
            />
          ) : (
            <span className="size-7" />
          )}
          <IconButton
            ref={opener}
            icon={Pencil}
            size="small"
            label={t("keyboard.change", { title })}
            aria-expanded={recording}
            onClick={() => setRecording(!recording)}
          />
        </span>
      </div>
      {recording && <RecordKeys command={command} desk={desk} onDone={done} />}
    </li>
  );
};
