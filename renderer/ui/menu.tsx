import type { LucideIcon } from "lucide-react";
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
  readonly onSelect: () => void;
}

interface MenuProps {
  /** The focusable thing that opens the menu. */
  readonly trigger: ReactNode;
  /** "line" draws a separator. */
  readonly entries: readonly (MenuEntry | "line")[];
  readonly align?: "start" | "center" | "end" | undefined;
}

export const menuSurface = "z-50 min-w-44 animate-appear rounded-medium border border-line bg-surface p-1 shadow-floating";
export const menuItem =
  "flex min-h-8 items-center gap-2.5 rounded-small px-2 text-base outline-none select-none data-highlighted:bg-hover data-disabled:opacity-45";

export const Menu = ({ trigger, entries, align = "end" }: MenuProps) => (
  <DropdownMenu.Root>
    <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content align={align} sideOffset={4} collisionPadding={8} className={menuSurface}>
        {entries.map((entry, position) =>
          entry === "line" ? (
            <DropdownMenu.Separator key={`line-${position}`} className="my-1 h-px bg-line" />
          ) : (
            <DropdownMenu.Item
              key={entry.label}
              disabled={entry.disabled ?? false}
              onSelect={entry.onSelect}
              className={classNames(menuItem, entry.tone === "danger" && "text-danger data-highlighted:bg-danger-soft")}
            >
              {entry.icon !== undefined && <entry.icon aria-hidden size={15} strokeWidth={1.75} className="shrink-0 opacity-75" />}
              <span className="flex-1">{entry.label}</span>
              {entry.shortcut !== undefined && <Keys keys={entry.shortcut} />}
            </DropdownMenu.Item>
          ),
        )}
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu.Root>
);
