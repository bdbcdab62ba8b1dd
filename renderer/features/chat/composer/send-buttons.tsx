import { ArrowUp, ListEnd, Square } from "lucide-react";
import { useTexts } from "../../../ui/i18n.ts";
import { Tooltip } from "../../../ui/tooltip.tsx";

interface SendButtonsProps {
  /** An answer is being written. */
  readonly busy: boolean;
  /** What is sent waits for its turn. */
  readonly lining: boolean;
  readonly act: boolean;
  readonly sendable: boolean;
  readonly onStop: () => void;
}

/** Stop, while there is something to stop, and Send beside it. */
export const SendButtons = ({ busy, lining, act, sendable, onStop }: SendButtonsProps) => {
  const t = useTexts("chat");
  const Icon = lining ? ListEnd : ArrowUp;
  const label = t(act ? "composer.sendDo" : lining ? "composer.line" : "composer.send");
  return (
    <span className="flex shrink-0 items-center gap-1.5">
      {busy && (
        <Tooltip text={t("composer.stop")} shortcut="escape" side="top">
          <button
            type="button"
            aria-label={t("composer.stop")}
            onClick={onStop}
            className="grid size-8 place-items-center rounded-full bg-ink text-canvas hover:opacity-85"
          >
            <Square aria-hidden size={12} fill="currentColor" strokeWidth={0} />
          </button>
        </Tooltip>
      )}
      {(!busy || !act) && (
        <Tooltip text={label} shortcut="enter" side="top">
          <button
            type="submit"
            aria-label={label}
            disabled={!sendable}
            className="grid size-8 place-items-center rounded-full bg-accent text-accent-ink transition-colors duration-100 hover:bg-accent-strong disabled:bg-active disabled:text-ink-faint"
          >
            <Icon aria-hidden size={17} strokeWidth={2.25} />
          </button>
        </Tooltip>
      )}
    </span>
  );
};
