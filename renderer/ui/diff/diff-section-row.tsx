import {
  ArrowRight,
  Bell,
  Brain,
  ChevronRight,
  FilePen,
  FilePlus2,
  FolderPlus,
  SquareTerminal,
  Trash2,
  Upload,
  type LucideIcon,
} from "lucide-react";
import { classNames } from "../class-names.ts";
import { useTexts } from "../i18n.ts";
import { canOpen, type DiffRow, type DiffSign } from "./diff-rows.ts";

const looks: Record<DiffSign, { readonly icon: LucideIcon; readonly tone: string }> = {
  created: { icon: FilePlus2, tone: "text-accent" },
  changed: { icon: FilePen, tone: "text-warning" },
  moved: { icon: ArrowRight, tone: "text-ink-soft" },
  deleted: { icon: Trash2, tone: "text-danger" },
  folder: { icon: FolderPlus, tone: "text-accent" },
  sent: { icon: Upload, tone: "text-danger" },
  command: { icon: SquareTerminal, tone: "text-warning" },
  remembered: { icon: Brain, tone: "text-accent" },
  notified: { icon: Bell, tone: "text-ink-soft" },
};

interface DiffSectionRowProps {
  readonly row: Extract<DiffRow, { type: "section" }>;
  readonly id: string;
  readonly onToggle: () => void;
}

/** What happens to one thing: sign, name, the rest of the sentence, and how many lines come and go. */
export const DiffSectionRow = ({ row: { section, open }, id, onToggle }: DiffSectionRowProps) => {
  const t = useTexts("diff");
  const look = looks[section.sign];
  const opens = canOpen(section);
  return (
    <button
      type="button"
      id={id}
      disabled={!opens}
      aria-expanded={opens ? open : undefined}
      onClick={onToggle}
      className="sticky left-0 flex h-full w-(--diff-width) max-w-full items-center gap-2 border-t border-line/60 bg-surface px-3 text-left text-note enabled:hover:bg-sunken focus-visible:-outline-offset-2"
    >
      <ChevronRight
        aria-hidden
        size={14}
        className={classNames("shrink-0 text-ink-faint transition-transform duration-100", open && "rotate-90", !opens && "invisible")}
      />
      <look.icon aria-hidden size={15} strokeWidth={1.75} className={classNames("shrink-0", look.tone)} />
      <span className={classNames("shrink-0 text-small font-medium", look.tone)}>{t(`sign.${section.sign}`)}</span>
      <span className="min-w-0 truncate font-medium" title={section.title}>
        {section.title}
      </span>
      {section.detail !== "" && (
        <span className="min-w-0 flex-1 truncate text-small text-ink-faint" title={section.detail}>
          {section.detail}
        </span>
      )}
      <span className="ml-auto flex shrink-0 gap-2 text-small tabular-nums">
        {section.addedCount > 0 && (
          <span className="text-accent" aria-label={t("added", { count: section.addedCount })}>
            +{section.addedCount}
          </span>
        )}
        {section.removedCount > 0 && (
          <span className="text-danger" aria-label={t("removed", { count: section.removedCount })}>
            −{section.removedCount}
          </span>
        )}
      </span>
    </button>
  );
};
