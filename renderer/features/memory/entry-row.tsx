import { Copy, Ellipsis, GitCompare, Info, Lock, LockOpen, RotateCw, Split, Trash2 } from "lucide-react";
import type { DocumentId, MemoryEntry } from "#core/memory/schema";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox } from "../../ui/checkbox.tsx";
import { classNames } from "../../ui/class-names.ts";
import { formatDate } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { showToast } from "../../ui/toast-store.ts";
import { remedyOf, stalenessOf } from "./entry-state.ts";
import { TrustMenu } from "./trust-menu.tsx";
import type { Actions } from "./use-actions.ts";

/** The same columns in the head and in every row; where there is little room, what matters stays. */
export const columns =
  "grid grid-cols-[1rem_minmax(0,1fr)_auto_2rem] @3xl:grid-cols-[1rem_minmax(0,1fr)_10rem_9.5rem_6.5rem_2rem] items-center gap-x-3 px-4 sm:px-6";

interface EntryRowProps {
  readonly entry: MemoryEntry;
  readonly selected: boolean;
  readonly onSelect: (selected: boolean) => void;
  readonly actions: Actions;
  readonly onAbout: (id: DocumentId) => void;
  readonly onCopies: (id: DocumentId) => void;
}

export const EntryRow = ({ entry, selected, onSelect, actions, onAbout, onCopies }: EntryRowProps) => {
  const t = useTexts("memory");
  const { id, isPrivate, path, title } = entry;
  const staleness = stalenessOf(entry);
  const remedy = remedyOf(staleness);
  const copyPath = async () => {
    await navigator.clipboard.writeText(path);
    showToast({ title: t("action.copied"), text: path });
  };
  const state = staleness !== null && (
    <Badge tone={staleness === "merged" ? "neutral" : staleness === "missing" ? "danger" : "warning"}>{t(`state.${staleness}`)}</Badge>
  );
  return (
    <div className={classNames(columns, "h-full transition-colors duration-100", selected ? "bg-accent-soft/60" : "hover:bg-hover")}>
      <span role="cell">
        <Checkbox label={t("table.select", { title })} checked={selected} onChange={onSelect} />
      </span>
      <span role="cell" className="min-w-0">
        <button
          type="button"
          onClick={() => onAbout(id)}
          className="flex max-w-full items-center gap-1.5 rounded-small text-left font-medium hover:underline"
        >
          {isPrivate && <Lock role="img" aria-label={t("private.mark")} size={12} className="shrink-0 text-accent" />}
          <span className="truncate">{title}</span>
        </button>
        <span className="flex min-w-0 items-center gap-1.5 text-small text-ink-faint">
          {state !== false && <span className="shrink-0 @3xl:hidden">{state}</span>}
          <span className="truncate text-left" dir="rtl" title={path}>
            <bdi>{path}</bdi>
          </span>
        </span>
      </span>
      <span role="cell">
        <TrustMenu entry={entry} onChange={(trust) => void actions.setTrust([id], trust)} />
      </span>
      <span role="cell" className="hidden items-center gap-1 @3xl:flex">
        {state}
        {remedy === "read-again" && (
          <Button size="small" tone="quiet" className="px-1.5 text-accent" onClick={() => void actions.readAgain([id])}>
            {t("action.readAgain")}
          </Button>
        )}
        {remedy === "forget" && (
          <Button size="small" tone="quiet" className="px-1.5 text-accent" onClick={() => void actions.forget([id])}>
            {t("action.forget")}
          </Button>
        )}
        {remedy === "compare" && (
          <Button size="small" tone="quiet" className="px-1.5 text-accent" onClick={() => onCopies(id)}>
            {t("action.compare")}
          </Button>
        )}
      </span>
      <span role="cell" className="hidden text-right text-small text-ink-faint tabular-nums @3xl:block">
        {entry.lastUsedAtMs === null ? t("table.neverUsed") : formatDate(entry.lastUsedAtMs)}
      </span>
      <span role="cell">
        <Menu
          trigger={<IconButton icon={Ellipsis} size="small" label={t("table.actions", { title })} />}
          entries={[
            { label: t("action.about"), icon: Info, onSelect: () => onAbout(id) },
            { label: t("action.copyPath"), icon: Copy, onSelect: () => void copyPath() },
            {
              label: t("action.readAgain"),
              icon: RotateCw,
              disabled: entry.fileState === "missing" || entry.fileState === "away",
              onSelect: () => void actions.readAgain([id]),
            },
            ...(entry.copyCount > 0 ? [{ label: t("action.copies"), icon: GitCompare, onSelect: () => onCopies(id) }] : []),
            ...(entry.mergedInto === null
              ? []
              : [{ label: t("copies.separate"), icon: Split, onSelect: () => void actions.separate([id]) }]),
            {
              label: t(isPrivate ? "private.unset" : "private.set"),
              icon: isPrivate ? LockOpen : Lock,
              onSelect: () => void actions.setPrivate([id], !isPrivate),
            },
            "line",
            { label: t("action.forget"), icon: Trash2, tone: "danger", onSelect: () => void actions.forget([id]) },
          ]}
        />
      </span>
    </div>
  );
};
