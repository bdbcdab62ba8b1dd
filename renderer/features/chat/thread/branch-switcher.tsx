import { ChevronLeft, ChevronRight } from "lucide-react";
import type { Message, MessageId } from "#core/chat/schema";
import { IconButton } from "../../../ui/icon-button.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { branchOf } from "./thread.ts";

interface BranchSwitcherProps {
  readonly message: Message;
  readonly disabled: boolean;
  readonly onSelect: (messageId: MessageId) => void;
}

export const BranchSwitcher = ({ message, disabled, onSelect }: BranchSwitcherProps) => {
  const t = useTexts("chat");
  const branch = branchOf(message);
  if (branch === null) return null;
  const { previous, next } = branch;
  return (
    <span role="group" aria-label={t("branch.label")} className="inline-flex items-center text-small text-ink-faint tabular-nums">
      <IconButton
        icon={ChevronLeft}
        size="small"
        label={t("branch.previous")}
        disabled={disabled || previous === null}
        onClick={() => previous !== null && onSelect(previous)}
      />
      <span aria-live="polite">{t("branch.position", { position: branch.position, count: branch.count })}</span>
      <IconButton
        icon={ChevronRight}
        size="small"
        label={t("branch.next")}
        disabled={disabled || next === null}
        onClick={() => next !== null && onSelect(next)}
      />
    </span>
  );
};
