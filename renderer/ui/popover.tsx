import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

interface PopoverProps {
  /** The focusable thing that opens it. */
  readonly trigger: ReactNode;
  readonly label: string;
  readonly side?: "top" | "bottom" | undefined;
  readonly align?: "start" | "center" | "end" | undefined;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** More about what stands where it was opened. Escape closes it. */
export const Popover = ({ trigger, label, side = "bottom", align = "start", className, children }: PopoverProps) => (
  <Radix.Root>
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        side={side}
        align={align}
        sideOffset={6}
        collisionPadding={12}
        aria-label={label}
        className={classNames(
          "z-50 max-h-(--radix-popover-content-available-height) w-96 max-w-[calc(100vw-1.5rem)] animate-appear overflow-y-auto rounded-large border border-line bg-surface p-4 text-note shadow-floating",
          className,
        )}
      >
        {children}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
