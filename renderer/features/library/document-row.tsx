import { Brain, Copy, Ellipsis, FolderLock, Lock, LockOpen, RotateCw, Trash2 } from "lucide-react";
import type { Document } from "#core/memory/schema";
import { Checkbox } from "../../ui/checkbox.tsx";
import { classNames } from "../../ui/class-names.ts";
import { formatBytes, formatDate, formatNumber } from "../../ui/format.ts";
import { useTexts } from "../../ui/i18n.ts";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { goTo } from "../../ui/route.ts";
import { showToast } from "../../ui/toast-store.ts";
import { columns } from "./table-columns.ts";
import { KindIcon } from "./kind-icon.tsx";

interface DocumentRowProps {
  readonly document: Document;
  readonly selected: boolean;
  readonly onSelect: (selected: boolean) => void;
  readonly onForget: () => void;
  readonly onReread: () => void;
  /** `root`: everything below its folder, too. */
  readonly onPrivate: (isPrivate: boolean, root: string | null) => void;
}

/** Null at the top of a disk. */
const folderOf = (path: string): string | null => /^(.+)[\\/][^\\/]+$/.exec(path)?.[1] ?? null;

const Figure = ({ children }: { readonly children: string }) => (
  <span role="cell" className="hidden text-right text-note text-ink-soft tabular-nums @3xl:block">
    {children}
  </span>
);

export const DocumentRow = ({ document, selected, onSelect, onForget, onReread, onPrivate }: DocumentRowProps) => {
  const t = useTexts("library");
  const copyPath = async () => {
    await navigator.clipboard.writeText(document.path);
    showToast({ title: t("action.copied"), text: document.path });
  };
  return (
    <div className={classNames(columns, "h-full transition-colors duration-100", selected ? "bg-accent-soft/60" : "hover:bg-hover")}>
      <span role="cell">
        <Checkbox label={t("table.select", { title: document.title })} checked={selected} onChange={onSelect} />
      </span>
      <span role="cell" className="flex min-w-0 items-center gap-3">
        <KindIcon kind={document.kind} />
        <span className="min-w-0">
          <span className="block truncate font-medium" title={document.notes.length > 0 ? document.notes.join("\n") : document.title}>
            {document.isPrivate && (
              <Lock role="img" aria-label={t("private.mark")} size={12} className="mr-1.5 mb-0.5 inline-block text-accent" />
            )}
            {document.title}
          </span>
          <span className="block truncate text-left text-small text-ink-faint" dir="rtl" title={document.path}>
            <bdi>{document.path}</bdi>
          </span>
        </span>
      </span>
      <Figure>{document.pageCount === null ? "–" : formatNumber(document.pageCount)}</Figure>
      <Figure>{formatNumber(document.chunkCount)}</Figure>
      <Figure>{formatBytes(document.sizeBytes)}</Figure>
      <Figure>{formatDate(document.addedAtMs)}</Figure>
      <span role="cell">
        <Menu
          trigger={<IconButton icon={Ellipsis} size="small" label={t("table.actions", { title: document.title })} />}
          entries={[
            { label: t("action.copyPath"), icon: Copy, onSelect: () => void copyPath() },
            { label: t("action.memory"), icon: Brain, onSelect: () => goTo({ screen: "memory", documentId: document.id }) },
            { label: t("action.reread"), icon: RotateCw, onSelect: onReread },
            "line",
            {
              label: t(document.isPrivate ? "private.unset" : "private.set"),
              icon: document.isPrivate ? LockOpen : Lock,
              onSelect: () => onPrivate(!document.isPrivate, null),
            },
            {
              label: t(document.isPrivate ? "private.unsetFolder" : "private.setFolder"),
              icon: FolderLock,
              disabled: folderOf(document.path) === null,
              onSelect: () => onPrivate(!document.isPrivate, folderOf(document.path)),
            },
            "line",
            { label: t("action.forget"), icon: Trash2, tone: "danger", onSelect: onForget },
          ]}
        />
      </span>
    </div>
  );
};
