import { Check, ChevronRight, type LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { Keys } from "./keys.tsx";

export interface MenuEntry {
  readonly label: string;
  readonly icon?: LucideIcon | undefined;
  readonly shortcut?: string | undefined;
  readonly tone?: "danger" | undefined;
  readonly disabled?: boolean | undefined;
  /** One of several that can be chosen; true: it is the one. */
  readonly checked?: boolean | undefined;
  readonly onSelect?: (() => void) | undefined;
  /** A menu of its own instead of something to do. */
  readonly entries?: MenuEntries | undefined;
}

/** "line" draws a separator. */
export type MenuEntries = readonly (MenuEntry | "line")[];

interface MenuProps {
  /** The focusable thing that opens the menu. */
  readonly trigger: ReactNode;
  /** Or as `children`, for a long list of menus: what is in `EntryList` is made only when the menu opens. */
  readonly entries?: MenuEntries | undefined;
  readonly children?: ReactNode;
  readonly align?: "start" | "center" | "end" | undefined;
  /** Where something else opens it too; given together with `onOpenChange`. */
  readonly open?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
}

export const menuSurface = "z-50 min-w-44 animate-appear rounded-medium border border-line bg-surface p-1 shadow-floating";
/** A long menu scrolls. */
const room = classNames(menuSurface, "max-h-(--radix-dropdown-menu-content-available-height) overflow-y-auto");
export const menuItem =
  "flex min-h-8 items-center gap-2.5 rounded-small px-2 text-base outline-none select-none data-highlighted:bg-hover data-disabled:opacity-45 data-[state=open]:bg-hover";

const EntryText = ({ entry }: { readonly entry: MenuEntry }) => (
  <>
    {entry.icon !== undefined && <entry.icon aria-hidden size={15} strokeWidth={1.75} className="shrink-0 opacity-75" />}
    <span className="max-w-64 flex-1 truncate">{entry.label}</span>
    {entry.shortcut !== undefined && <Keys keys={entry.shortcut} />}
  </>
);

const Entry = ({ entry }: { readonly entry: MenuEntry }) => {
  const look = classNames(menuItem, entry.tone === "danger" && "text-danger data-highlighted:bg-danger-soft");
  const disabled = entry.disabled ?? false;
  const select = () => entry.onSelect?.();
  if (entry.entries !== undefined)
    return (
      <DropdownMenu.Sub>
        <DropdownMenu.SubTrigger disabled={disabled} className={look}>
          <EntryText entry={entry} />
          <ChevronRight aria-hidden size={14} className="shrink-0 text-ink-faint" />
        </DropdownMenu.SubTrigger>
        <DropdownMenu.Portal>
          <DropdownMenu.SubContent sideOffset={4} alignOffset={-5} collisionPadding={8} className={room}>
            <EntryList entries={entry.entries} />
          </DropdownMenu.SubContent>
        </DropdownMenu.Portal>
      </DropdownMenu.Sub>
    );
  if (entry.checked !== undefined)
    return (
      <DropdownMenu.CheckboxItem checked={entry.checked} disabled={disabled} onSelect={select} className={look}>
        <EntryText entry={entry} />
        <Check aria-hidden size={14} className={classNames("shrink-0 text-accent", !entry.checked && "invisible")} />
      </DropdownMenu.CheckboxItem>
    );
  return (
    <DropdownMenu.Item disabled={disabled} onSelect={select} className={look}>
      <EntryText entry={entry} />
    </DropdownMenu.Item>
  );
};

export const EntryList = ({ entries }: { readonly entries: MenuEntries }) =>
  entries.map((entry, position) =>
    entry === "line" ? (
      <DropdownMenu.Separator key={`line-${position}`} className="my-1 h-px bg-line" />
    ) : (
      <Entry key={`${position} ${entry.label}`} entry={entry} />
    ),
  );

export const Menu = ({ trigger, entries, children, align = "end", open, onOpenChange }: MenuProps) => (
  <DropdownMenu.Root {...(open === undefined ? {} : { open })} {...(onOpenChange === undefined ? {} : { onOpenChange })}>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content align={align} sideOffset={4} collisionPadding={8} className={room}>
        {entries !== undefined && <EntryList entries={entries} />}
        {children}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);
