import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { classNames } from "./class-names.ts";
import { Tooltip } from "./tooltip.tsx";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  readonly icon: LucideIcon;
  /** Its accessible name, and its tooltip. */
  readonly label: string;
  /** Keys shown in the tooltip. */
  readonly shortcut?: string | undefined;
  readonly size?: "small" | "medium" | undefined;
  readonly pressed?: boolean | undefined;
}

export const IconButton = ({ icon: Icon, label, shortcut, size = "medium", pressed, className, ...rest }: IconButtonProps) => (
  <Tooltip text={label} shortcut={shortcut}>
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      className={classNames(
        "inline-flex shrink-0 items-center justify-center text-ink-faint transition-colors duration-100",
        "hover:bg-hover hover:text-ink aria-pressed:bg-active aria-pressed:text-ink data-[state=open]:bg-active data-[state=open]:text-ink",
        "disabled:pointer-events-none disabled:opacity-40",
        size === "small" ? "size-7 rounded-small" : "size-8 rounded-medium",
        className,
      )}
      {...rest}
    >
      <Icon aria-hidden size={size === "small" ? 15 : 17} strokeWidth={1.75} />
    </button>
  </Tooltip>
);
