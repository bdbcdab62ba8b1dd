import { ArrowDown, ArrowUp, ChevronRight, Ellipsis, Folder as FolderIcon, FolderOpen, Pencil, Trash2 } from "lucide-react";
import { useState, type CSSProperties, type KeyboardEvent } from "react";
import type { Folder } from "#core/chat/schema";
import { classNames } from "../../../ui/class-names.ts";
import { Menu } from "../../../ui/menu.tsx";
import { useTexts } from "../../../ui/i18n.ts";
import { useChat } from "../chat-context.tsx";
import { ActivityDot } from "./conversation-marks.tsx";
import { RenameFolderDialog } from "./folder-dialog.tsx";
import { useListDrag } from "./list-drag.ts";
import type { FolderMarks } from "./list-rows.ts";

interface FolderRowProps {
  readonly folder: Folder;
  readonly open: boolean;
  readonly count: number;
  readonly marks: FolderMarks;
  readonly first: boolean;
  readonly last: boolean;
  readonly isStop: boolean;
  readonly index: number;
  readonly section: string;
  readonly style: CSSProperties;
}

export const FolderRow = ({ folder, open, count, marks, first, last, isStop, index, section, style }: FolderRowProps) => {
  const t = useTexts("chat");
  const { actions, openFolders } = useChat();
  const drag = useListDrag();
  const [menuOpen, setMenuOpen] = useState(false);
  const [renaming, setRenaming] = useState(false);
  const Icon = open ? FolderOpen : FolderIcon;

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "F2") setRenaming(true);
    else if (event.key === "Delete") void actions.removeFolder(folder);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) setMenuOpen(true);
    else return;
    event.preventDefault();
  };
  return (
    <div
      style={style}
      data-index={index}
      className="group absolute top-0 left-0 w-full"
      {...drag.land(section, { type: "folder", folder })}
      onContextMenu={(event) => {
        event.preventDefault();
        setMenuOpen(true);
      }}
    >
      <div className="relative">
        <h3>
          <button
            type="button"
            data-stop
            tabIndex={isStop ? 0 : -1}
            aria-expanded={open}
            title={folder.name}
            onClick={() => openFolders.set(folder.id, !open)}
            onKeyDown={onKeyDown}
            className={classNames(
              "flex h-8 w-full items-center gap-2 rounded-medium pr-8 pl-1.5 text-left text-base text-ink-soft transition-colors duration-100 hover:bg-hover hover:text-ink focus-visible:-outline-offset-2",
              drag.over === section && "bg-accent-soft text-ink inset-ring inset-ring-accent",
            )}
          >
            <ChevronRight aria-hidden size={13} className={classNames("shrink-0 text-ink-faint", open && "rotate-90")} />
            <Icon aria-hidden size={15} strokeWidth={1.75} className="shrink-0" />
            <span className={classNames("min-w-0 flex-1 truncate", !open && marks.unread && "font-semibold text-ink")}>{folder.name}</span>
            {!open && <ActivityDot answering={marks.answering} unread={marks.unread} />}
            <span aria-hidden className="shrink-0 text-small text-ink-faint tabular-nums">
              {count}
            </span>
            <span className="sr-only">, {t("folder.count", { count })}</span>
          </button>
        </h3>
        <Menu
          align="start"
          open={menuOpen}
          onOpenChange={setMenuOpen}
          entries={[
            { label: t("list.rename"), icon: Pencil, shortcut: "F2", onSelect: () => setRenaming(true) },
            { label: t("folder.up"), icon: ArrowUp, disabled: first, onSelect: () => void actions.shiftFolder(folder, -1) },
            { label: t("folder.down"), icon: ArrowDown, disabled: last, onSelect: () => void actions.shiftFolder(folder, 1) },
            "line",
            { label: t("folder.remove"), icon: Trash2, tone: "danger", onSelect: () => void actions.removeFolder(folder) },
          ]}
          trigger={
            <button
              type="button"
              tabIndex={isStop ? 0 : -1}
              aria-label={t("folder.actions", { name: folder.name })}
              className="absolute top-1 right-1 grid size-6 place-items-center rounded-small text-ink-faint opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100 hover:bg-active hover:text-ink data-[state=open]:opacity-100"
            >
              <Ellipsis aria-hidden size={15} />
            </button>
          }
        />
      </div>
      {renaming && <RenameFolderDialog folder={folder} onClose={() => setRenaming(false)} />}
    </div>
  );
};
