import { Copy, MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import type { Prompt } from "#core/prompts/schema";
import { Button } from "../../ui/button.tsx";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { PromptText } from "./prompt-text.tsx";

interface PromptRowProps {
  readonly prompt: Prompt;
  readonly onUse: () => void;
  readonly onEdit: () => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}

export const PromptRow = ({ prompt, onUse, onEdit, onDuplicate, onRemove }: PromptRowProps) => {
  const t = useTexts("prompts");
  const { keyword, text, title, useCount } = prompt;
  return (
    <li className="group flex items-start gap-3 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2">
          <span className="min-w-0 truncate font-medium">{title}</span>
          {keyword !== null && <span className="shrink-0 font-mono text-small text-ink-soft">/{keyword}</span>}
        </p>
        <p className="mt-0.5 line-clamp-2 text-note wrap-anywhere text-ink-soft">
          <PromptText text={text} />
        </p>
        {useCount > 0 && <p className="mt-1 text-small text-ink-faint">{t("usedTimes", { count: useCount })}</p>}
      </div>
      <Button size="small" aria-label={t("useTitle", { title })} onClick={onUse}>
        {t("use")}
      </Button>
      <Menu
        trigger={<IconButton icon={MoreHorizontal} size="small" label={t("more", { title })} />}
        entries={[
          { label: t("edit"), icon: Pencil, onSelect: onEdit },
          { label: t("duplicate"), icon: Copy, onSelect: onDuplicate },
          "line",
          { label: t("remove"), icon: Trash2, tone: "danger", onSelect: onRemove },
        ]}
      />
    </li>
  );
};
